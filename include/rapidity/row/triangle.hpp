#pragma once
#include <cmath>

#include "../config.hpp"
#include "pair_sums.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// One end of the side xy. The geodesic that leaves it towards the other end has, times sinh(rc d),
/// the component `outward` along the ray from the origin, and `across` >= 0 at right angles to it.
template <class W>
struct Vertex {
  W across;   ///< sinh(rc d) sin(phi), phi the exterior angle at this end
  W outward;  ///< sinh(rc d) cos(phi)
  W radial;   ///< outward / (sinh(rho) cosh(rho)), rho this end's rapidity; 0 at the origin
};

/// The hyperbolic triangle origin, x, y: every scalar that the functions of two points and their
/// gradients share. c > 0, rc = sqrt(c), rho = asinh(rc |x|) the rapidity of a point, d the
/// distance. No formula cancels: sums of like signs, or rationalised.
/// Derivation: docs/derivations/triangle.md.
template <class W>
struct Triangle {
  PairSums<W> sums;
  W c, rc;
  W time_x, time_y;  ///< cosh rho = sqrt(1 + c |x|^2): the time part times rc
  W half2;           ///< sinh^2(rc d / 2)

  RAPIDITY_HD W norm_x() const {
    using std::sqrt;
    return sqrt(sums.xx);
  }
  RAPIDITY_HD W norm_y() const {
    using std::sqrt;
    return sqrt(sums.yy);
  }
  RAPIDITY_HD W sinh_d() const {  ///< of rc d
    using std::sqrt;
    const W cosh_half2 = W(1) + half2;
    return W(2) * sqrt(half2) * sqrt(cosh_half2);
  }
  RAPIDITY_HD W cosh_d() const { return W(1) + W(2) * half2; }

  /// sinh^2((rho_x - rho_y) / 2), from sinh(rho_x - rho_y) = rc (|x|^2 - |y|^2) / (|x| Y + X |y|)
  RAPIDITY_HD W radial2() const {
    using std::sqrt;
    const W scale = rc * (norm_x() * time_y + time_x * norm_y());
    if (scale == W(0)) return scale;
    const W sinh_radial = c * (sums.dx + sums.dy) / scale;
    const W square = sinh_radial * sinh_radial;
    const W sum = W(1) + square;
    const W root = sqrt(sum);
    return square / (W(2) * (W(1) + root));
  }

  RAPIDITY_HD Vertex<W> at_x() const {
    return vertex(norm_x(), time_x, sums.xx, time_y, sums.from_x.shortfall());
  }
  RAPIDITY_HD Vertex<W> at_y() const {
    return vertex(norm_y(), time_y, sums.yy, time_x, sums.from_y.shortfall());
  }

 private:
  RAPIDITY_HD Vertex<W> vertex(const W& norm, const W& time, const W& own2, const W& other_time,
                               const W& shortfall) const {
    using std::sqrt;
    // From the origin every direction is outward. sums.area2 is 0 here, or NaN, which must pass.
    if (own2 == W(0)) return {sums.area2, sinh_d(), W(0)};
    const W across = rc * sqrt(sums.area2) / norm;
    const W near = time * sums.xy;
    const W far = own2 * other_time;
    W outward = near - far;
    if (sums.xy > W(0)) {  // near - far = (near^2 - far^2) / (near + far)
      const W short_part = shortfall * (sums.xy + own2);
      const W bend = c * sums.area2;
      outward = -own2 * (short_part + bend) / (near + far);
    }
    outward *= rc / norm;
    return {across, outward, W(outward / (rc * norm * time))};
  }
};

namespace detail {

/// |x| |y| (1 - cos theta), for acute theta by way of the area; 0 where a point is the origin.
template <class W>
RAPIDITY_HD W versine(const Triangle<W>& t) {
  const PairSums<W>& s = t.sums;
  const W norms = t.norm_x() * t.norm_y();
  return s.xy > W(0) ? W(s.area2 / (norms + s.xy)) : W(norms - s.xy);
}

/// sinh^2(rc d / 2) = (X Y - m) / 2, m = 1 + c x.y; for m > 0 rationalised, with
///   X^2 Y^2 - m^2 = c |x - y|^2 + c^2 (|x| |y| sin theta)^2.
template <class W>
RAPIDITY_HD W half2(const Triangle<W>& t) {
  const W times = t.time_x * t.time_y;
  const W mixed = W(1) + t.c * t.sums.xy;
  if (mixed > W(0)) {
    const W squares = t.sums.dd + t.c * t.sums.area2;
    return t.c * (squares / (W(2) * (times + mixed)));
  }
  return (times - mixed) / W(2);
}

}  // namespace detail

/// The triangle of a pair. NaN in any sum or in c gives NaN.
template <class W>
RAPIDITY_HD Triangle<W> triangle(const PairSums<W>& sums, const W& c) {
  using std::sqrt;
  const W zero(0);
  const W time_x2 = W(1) + c * sums.xx;
  const W time_y2 = W(1) + c * sums.yy;
  Triangle<W> t{sums, c, sqrt(c), sqrt(time_x2), sqrt(time_y2), zero};
  t.half2 = detail::half2(t);
  return t;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
