#pragma once
#include "../scalar/asinhc.hpp"
#include "../scalar/langevinc.hpp"
#include "squared_distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Logarithmic map v = s (y_perp + radial X^2 x) at x, s = rc d / sinh(rc d), radial as in Vertex.
template <class W>
RAPIDITY_HD Combination<W> logmap(const Triangle<W>& t) {
  const W s = scalar::asinhc(detail::sinh2(t));
  const W ahead = t.at_x().radial * t.time_x * t.time_x;
  return {t.sums.from_x, W(1), s, W(s * ahead)};
}

/// With z = rc d, L = langevinc(z^2), m = c s (g.x + L g.v):
///   g_x = -z coth(z) g + m d<x,y>/dx,   g_y = s g + m d<x,y>/dy,   g_c = -m d(cosh z)/dc / c.
/// gx = g.x, gp = g.y_perp.
template <class W>
RAPIDITY_HD PairMapCoefficients<W> logmap_vjp(const Triangle<W>& t, const W& gx, const W& gp) {
  const W sinh2 = detail::sinh2(t);
  const W s = scalar::asinhc(sinh2);
  const W z2 = sinh2 * s * s;
  const W l = scalar::langevinc(z2);
  const W ahead = t.at_x().radial * t.time_x * t.time_x;
  const W gv = s * (gp + ahead * gx);
  const W bracket = s * (gx + l * gv);
  PairCoefficients<W> plane = inner_vjp(t, W(t.c * bracket));
  plane.c = -bracket * (detail::cosh_slope(t) / t.c);
  return {W(-(W(1) + z2 * l)), s, plane};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
