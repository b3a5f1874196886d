#pragma once
#include <cmath>

#include "../scalar/asinhc.hpp"
#include "../scalar/langevinc.hpp"
#include "bearing.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// A point and a hyperplane at right angles to the ray along z, alpha / rc from the origin. With
/// M = sqrt(1 + width2) and sinh tau = rc x.z / (|z| M): rc d = asinh(M sinh(tau - alpha)).
/// The ratios to cosh(rc d) stay finite where numerator and denominator overflow.
template <class W>
struct Hyperplane {
  Bearing<W> bearing;
  W tau;     ///< rapidity of x's foot on the line along z
  W scaled;  ///< rc d
  W slope;   ///< M cosh(tau - alpha) / cosh(rc d)
  W sinh_a;  ///< sinh(alpha) / cosh(rc d)
  W cosh_a;  ///< cosh(alpha) / cosh(rc d)
  W bend;    ///< (tau - alpha) slope - rc d
};

namespace detail {

/// Beyond this |tau - alpha| the hyperbolic functions are exponentials to any built-in precision.
template <class W>
RAPIDITY_HD W exponential_beyond() {
  return W(32);
}

/// sinh(z) - z
template <class W>
RAPIDITY_HD W sinh_excess(const W& z) {
  using std::sinh;
  const W z2 = z * z;
  const W whole = sinh(z);
  if (z2 > W(1)) return whole - z;
  const W half = sinh(W(z / W(2)));
  return W(2) * z * half * half - z2 * scalar::langevinc(z2) * whole;
}

/// z - asinh(z)
template <class W>
RAPIDITY_HD W asinh_shortfall(const W& z) {
  using std::sqrt;
  const W z2 = z * z;
  const W root2 = W(1) + z2;
  const W root = sqrt(root2);
  const W slope = W(1) / (root * (W(1) + root)) + scalar::asinhc_slope(z2);
  return z * z2 * slope;
}

/// delta slope - rc d = delta part / cosh(rc d) - asinh(lag), part = width2 / sum, lag = part
/// sinh(delta); for small lag, where each is far larger than the difference, from what is left of
/// each without lag.
template <class W>
RAPIDITY_HD W hyperplane_bend(const W& delta, const W& part, const W& lag, const W& m2,
                              const W& cosh_d) {
  const W lag2 = lag * lag;
  if (!(lag2 < W(1))) return delta * part / cosh_d - lag * scalar::asinhc(lag2);
  const W versed = delta * m2 / (cosh_d * (W(1) + cosh_d));
  return asinh_shortfall(lag) - part * (sinh_excess(delta) + versed);
}

template <class W>
RAPIDITY_HD Hyperplane<W> near_hyperplane(const Bearing<W>& b, const W& tau, const W& alpha,
                                          const W& height) {
  using std::cosh;
  using std::sinh;
  using std::sqrt;
  const W delta = tau - alpha;
  const W sinh_delta = sinh(delta);
  const W height_cosh = height * cosh(delta);
  const W m = height * sinh_delta;
  const W m2 = m * m;
  const W cosh2 = W(1) + m2;
  const W cosh_d = sqrt(cosh2);
  // sinh(rc d - delta) = width2 sinh(delta) / sum and slope - 1 = width2 / (cosh_d sum).
  const W sum = height_cosh + cosh_d;
  const W part = b.width2 / sum;
  const W lag = part * sinh_delta;
  const W bend = hyperplane_bend(delta, part, lag, m2, cosh_d);
  return {b,
          tau,
          W(m * scalar::asinhc(m2)),
          W(height_cosh / cosh_d),
          W(sinh(alpha) / cosh_d),
          W(cosh(alpha) / cosh_d),
          bend};
}

/// |tau - alpha| large: cosh(rc d) = M exp(|tau - alpha|) / 2.
template <class W>
RAPIDITY_HD Hyperplane<W> far_hyperplane(const Bearing<W>& b, const W& tau, const W& alpha,
                                         const W& height) {
  using std::cosh;
  using std::exp;
  using std::log;
  using std::sinh;
  const W delta = tau - alpha;
  const W side = delta < W(0) ? W(-1) : W(1);
  const W side_a = alpha < W(0) ? W(-1) : W(1);
  const W size = side * delta;
  const W size_a = side_a * alpha;
  const W log_height = log(height);
  const W scaled = side * W(size + log_height);
  const W bend = -side * log_height;
  if (size_a > exponential_beyond<W>()) {
    // |alpha| - |delta|, where both may dwarf tau
    const W exponent = side == side_a ? W(size_a - size) : W(side_a * tau);
    const W ratio = exp(exponent) / height;
    return {b, tau, scaled, W(1), W(side_a * ratio), ratio, bend};
  }
  const W ratio = W(2) * exp(W(-size)) / height;
  return {b, tau, scaled, W(1), W(ratio * sinh(alpha)), W(ratio * cosh(alpha)), bend};
}

}  // namespace detail

/// The bearing of a point along the normal z, and the offset a of the hyperplane.
template <class W>
RAPIDITY_HD Hyperplane<W> hyperplane(const Bearing<W>& b, const W& offset) {
  using std::sqrt;
  const W height2 = W(1) + b.width2;
  const W height = sqrt(height2);
  const W sinh_tau = b.along / height;
  const W tau = sinh_tau * scalar::asinhc(W(sinh_tau * sinh_tau));
  const W alpha = b.rc * offset;
  const W delta = tau - alpha;
  const W limit = detail::exponential_beyond<W>();
  if (delta > limit || delta < W(-limit)) return detail::far_hyperplane(b, tau, alpha, height);
  return detail::near_hyperplane(b, tau, alpha, height);
}

/// Signed distance (1 / rc) asinh(cosh(alpha) rc x.z / |z| - sinh(alpha) X), alpha = rc offset.
template <class W>
RAPIDITY_HD W hyperplane_distance(const Hyperplane<W>& h) {
  return h.scaled / h.bearing.rc;
}

/// Gradient by the point, the normal d and c as in BearingCoefficients, and by the offset.
template <class W>
struct HyperplaneCoefficients : BearingCoefficients<W> {
  W offset;
};

/// With r the part of x orthogonal to z, and slope, sinh_a, cosh_a, bend as in Hyperplane:
///   d/dx = (slope / (X |z|)) z - (rc sinh_a / X) r,   d/dz = (cosh_a / |z|) r,   d/da = -slope,
///   d/dc = (1 / (2 c rc)) [bend - slope (tau - tanh tau) - sinh_a width2 / X].
template <class W>
RAPIDITY_HD HyperplaneCoefficients<W> hyperplane_distance_vjp(const Hyperplane<W>& h,
                                                              const W& grad_out) {
  const Bearing<W>& b = h.bearing;
  const W tau2 = h.tau * h.tau;
  const W tanh_tau = b.along / b.time;
  const W chord = tanh_tau * tau2 * scalar::langevinc(tau2);
  const W across = h.sinh_a / b.time;
  const W sum = h.bend - h.slope * chord - across * b.width2;
  HyperplaneCoefficients<W> k;
  k.rejection = b.rejection;
  const W off_line = b.off_line(grad_out);
  k.x_perp = -off_line * b.rc * across;
  k.x_d = grad_out * h.slope / (b.time * b.norm);
  k.d_perp = off_line * h.cosh_a / b.norm;
  k.d_d = W(0) * grad_out;
  k.c = grad_out * sum / (W(2) * b.c * b.rc);
  k.offset = -grad_out * h.slope;
  return k;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
