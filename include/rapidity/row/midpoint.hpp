#pragma once
#include <cmath>

#include "squared_distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Midpoint h (x + y), h = 1 / (2 cosh(rc d / 2)).
template <class W>
RAPIDITY_HD Combination<W> midpoint(const Triangle<W>& t) {
  using std::sqrt;
  const W zero(0);
  const W cosh_half2 = W(1) + t.half2;
  const W h = W(1) / (W(2) * sqrt(cosh_half2));
  return {{zero, zero, zero}, h, W(1), W(1)};
}

/// With m = h g.(x + y) / (2 (1 + cosh(rc d))):
///   g_x = h g + c m d<x,y>/dx,   g_y = h g + c m d<x,y>/dy,   g_c = -m d(cosh(rc d))/dc.
/// gs = g.(x + y).
template <class W>
RAPIDITY_HD PairMapCoefficients<W> midpoint_vjp(const Triangle<W>& t, const W& gs) {
  const W h = midpoint(t).scale;
  const W cosh_half2 = W(1) + t.half2;
  const W m = h * (gs / (W(4) * cosh_half2));
  PairCoefficients<W> plane = inner_vjp(t, W(t.c * m));
  plane.c = -m * (detail::cosh_slope(t) / t.c);
  return {h, h, plane};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
