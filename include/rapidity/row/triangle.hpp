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
  W norm_x, norm_y;  ///< |x|, |y|
  W time_x, time_y;  ///< cosh rho = sqrt(1 + c |x|^2): the time part times rc
  W area2;           ///< (|x| |y| sin theta)^2, theta the angle at the origin
  W radial2;         ///< sinh^2((rho_x - rho_y) / 2)
  W half2;           ///< sinh^2(rc d / 2)
  W sinh_d, cosh_d;  ///< of rc d

  RAPIDITY_HD Vertex<W> at_x() const {
    return vertex(norm_x, time_x, sums.xx, time_y, sums.from_x.shortfall());
  }
  RAPIDITY_HD Vertex<W> at_y() const {
    return vertex(norm_y, time_y, sums.yy, time_x, sums.from_y.shortfall());
  }

 private:
  RAPIDITY_HD Vertex<W> vertex(const W& norm, const W& time, const W& own2, const W& other_time,
                               const W& shortfall) const {
    using std::sqrt;
    // From the origin every direction is outward. area2 is 0 here, or NaN, which must pass.
    if (own2 == W(0)) return {area2, sinh_d, W(0)};
    const W across = rc * sqrt(area2) / norm;
    const W near = time * sums.xy;
    const W far = own2 * other_time;
    W outward = near - far;
    if (sums.xy > W(0)) {  // near - far = (near^2 - far^2) / (near + far)
      const W short_part = shortfall * (sums.xy + own2);
      const W bend = c * area2;
      outward = -own2 * (short_part + bend) / (near + far);
    }
    outward *= rc / norm;
    return {across, outward, W(outward / (rc * norm * time))};
  }
};

namespace detail {

/// sinh^2((rho_x - rho_y) / 2) from sinh(rho_x - rho_y) = c (|x|^2 - |y|^2) / (rc (|x| Y + X |y|)).
template <class W>
RAPIDITY_HD W radial2(const Triangle<W>& t) {
  using std::sqrt;
  const W scale = t.rc * (t.norm_x * t.time_y + t.time_x * t.norm_y);
  if (scale == W(0)) return scale;
  const W sinh_radial = t.c * (t.sums.dx + t.sums.dy) / scale;
  const W square = sinh_radial * sinh_radial;
  const W sum = W(1) + square;
  const W root = sqrt(sum);
  return square / (W(2) * (W(1) + root));
}

/// |x| |y| (1 - cos theta), for acute theta by way of the area; 0 where a point is the origin.
template <class W>
RAPIDITY_HD W versine(const Triangle<W>& t) {
  const PairSums<W>& s = t.sums;
  const W norms = t.norm_x * t.norm_y;
  return s.xy > W(0) ? W(t.area2 / (norms + s.xy)) : W(norms - s.xy);
}

/// sinh^2(rc d / 2) = radial2 + c |x| |y| (1 - cos theta) / 2. If one point is the origin the plain
/// formula is exact, and smooth.
template <class W>
RAPIDITY_HD W half2(const Triangle<W>& t) {
  const PairSums<W>& s = t.sums;
  if (s.xx == W(0) || s.yy == W(0)) {
    const W p = t.c * s.xx / (W(1) + t.time_x);
    const W q = t.c * s.yy / (W(1) + t.time_y);
    const W pq = p * q;
    const W cxy = t.c * s.xy;
    return (p + q + pq - cxy) / W(2);
  }
  return t.radial2 + t.c * versine(t) / W(2);
}

}  // namespace detail

/// The triangle of a pair. NaN in any sum or in c gives NaN.
template <class W>
RAPIDITY_HD Triangle<W> triangle(const PairSums<W>& sums, const W& c) {
  using std::sqrt;
  const W zero(0);
  const W time_x2 = W(1) + c * sums.xx;
  const W time_y2 = W(1) + c * sums.yy;
  const W longer2 = sums.xx < sums.yy ? sums.yy : sums.xx;
  Triangle<W> t{sums,          c,    sqrt(c), sqrt(sums.xx), sqrt(sums.yy), sqrt(time_x2),
                sqrt(time_y2), zero, zero,    zero,          zero,          zero};
  t.area2 = sums.perp2 * longer2;
  t.radial2 = detail::radial2(t);
  t.half2 = detail::half2(t);
  const W cosh_half2 = W(1) + t.half2;
  t.sinh_d = W(2) * sqrt(t.half2) * sqrt(cosh_half2);
  t.cosh_d = W(1) + W(2) * t.half2;
  return t;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
