#pragma once
#include <cmath>

#include "../scalar/asinhc.hpp"
#include "../scalar/langevinc.hpp"
#include "inner.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {
namespace detail {

/// sinh^2(rc d), without the square root that has no derivative at coincident points.
template <class W>
RAPIDITY_HD W sinh2(const Triangle<W>& t) {
  const W cosh_half2 = W(1) + t.half2;
  return W(4) * t.half2 * cosh_half2;
}

/// c d(cosh(rc d))/dc = c |x| |y| (1 - cos theta) + sinh^2(rho_x - rho_y) / (2 X Y) >= 0.
template <class W>
RAPIDITY_HD W cosh_slope(const Triangle<W>& t) {
  const W cosh_half2 = W(1) + t.radial2();
  const W sinh_radial2 = W(4) * t.radial2() * cosh_half2;
  return t.c * versine(t) + sinh_radial2 / (W(2) * t.time_x * t.time_y);
}

}  // namespace detail

/// Squared distance d^2 = (4 / c) half2 asinhc(half2)^2: no square root is taken and squared.
template <class W>
RAPIDITY_HD W squared_distance(const Triangle<W>& t) {
  const W a = scalar::asinhc(t.half2);
  return W(4) * t.half2 * a * a / t.c;
}

/// d/dx = -2 (rc d / sinh(rc d)) d<x,y>/dx, likewise d/dy; d/dc, in two terms of one sign, with
/// w = rc d / 2 and X, Y the cosh of the rapidities, is
///   -(1 / c^2) [4 w (w - tanh w) + (rc d / sinh(rc d)) (X - Y)^2 / (X Y)].
/// 0 at coincident points, of itself.
template <class W>
RAPIDITY_HD PairCoefficients<W> squared_distance_vjp(const Triangle<W>& t, const W& grad_out) {
  using std::sqrt;
  const W s = scalar::asinhc(detail::sinh2(t));
  PairCoefficients<W> k = inner_vjp(t, W(W(-2) * s * grad_out));
  const W a = scalar::asinhc(t.half2);
  const W w2 = t.half2 * a * a;
  const W cosh_half2 = W(1) + t.half2;
  const W w_tanh_w = t.half2 * a / sqrt(cosh_half2);
  const W chord = W(4) * w_tanh_w * w2 * scalar::langevinc(w2);
  const W step = t.c * (t.sums.dx + t.sums.dy) / (t.time_x + t.time_y);
  const W radial = s * (step / t.time_x) * (step / t.time_y);
  k.c = -grad_out * ((chord + radial) / t.c / t.c);
  return k;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
