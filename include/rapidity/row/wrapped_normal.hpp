#pragma once
#include <cmath>

#include "../scalar/log_sinhc.hpp"
#include "logmap0.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// What the density of a wrapped normal knows of a point x' = boost_inverse(mean, x), seen from the
/// mean: v = scale x' is the normal vector that leads to it, r = rc |v|.
template <class W>
struct WrappedNormalSums {
  W square;       ///< |x'|^2
  W mahalanobis;  ///< sum (x'_i / deviation_i)^2
  W logarithms;   ///< sum log(deviation_i)
  W size;         ///< D

  RAPIDITY_HD W scale(const W& c) const { return logmap0_scale(square, c); }
};

/// -(sum (v_i / deviation_i)^2 + D log(2 pi)) / 2 - sum log(deviation_i)
///   - (D - 1) log(sinh(r) / r).
template <class W>
RAPIDITY_HD W log_density(const WrappedNormalSums<W>& s, const W& c) {
  using std::atan2;
  using std::log;
  const W scale = s.scale(c);
  const W scale2 = scale * scale;
  const W two_pi = W(8) * W(atan2(W(1), W(1)));
  const W exponent = scale2 * s.mahalanobis + s.size * log(two_pi);
  const W volume = (s.size - W(1)) * scalar::log_sinhc(W(c * scale2 * s.square));
  return W(-exponent / W(2) - s.logarithms - volume);
}

/// Gradient of log_density by x', in its parts across and along x', by the deviations and by c at
/// fixed x'.
template <class W>
struct WrappedNormalCoefficients {
  W precision;  ///< the mean of 1 / deviation^2 over v
  W across;     ///< of (1 / deviation^2 - precision) x' in the gradient by x'
  W along;      ///< of x' there
  W square;     ///< of (x' / deviation)^2 / deviation in the gradient by a deviation
  W grad_out;
  W c;

  /// One coordinate of the gradient by x', p that of x'.
  RAPIDITY_HD W at_point(const W& p, const W& deviation) const {
    const W excess = W(1) / (deviation * deviation) - precision;
    const W factor = across * excess + along;
    return factor * p;
  }
  RAPIDITY_HD W at_deviation(const W& p, const W& deviation) const {
    const W ratio = p / deviation;
    const W stretch = square * ratio * ratio - grad_out;
    return stretch / deviation;
  }
};

/// With a = scale, X' = sqrt(1 + c |x'|^2), L = langevinc(r^2) and m the mean of 1 / deviation^2
/// over v, which make log_density's derivative by v -v / deviation^2 - (D - 1) c L v:
///   d/dx' = -a^2 (1 / deviation^2 - m) x' - (a / X') (m + (D - 1) c L) x',
///   d/dc  = (L |v|^2 / (2 X' a)) (sum (v_i / deviation_i)^2 - (D - 1)).
template <class W>
RAPIDITY_HD WrappedNormalCoefficients<W> log_density_vjp(const WrappedNormalSums<W>& s, const W& c,
                                                         const W& grad_out) {
  using std::sqrt;
  const W zero(0);
  const W scale = s.scale(c);
  const W scale2 = scale * scale;
  const W time2 = W(1) + c * s.square;
  const W time = sqrt(time2);
  const W length2 = scale2 * s.square;
  const W bend = scalar::langevinc(W(c * length2));
  const W precision = s.square == zero ? zero : W(s.mahalanobis / s.square);
  const W planes = s.size - W(1);
  const W pull = precision + planes * c * bend;
  const W stretch = scale2 * s.mahalanobis - planes;
  return {precision,
          W(-grad_out * scale2),
          W(-grad_out * scale * pull / time),
          W(grad_out * scale2),
          grad_out,
          W(grad_out * bend * length2 * stretch / (W(2) * time * scale))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
