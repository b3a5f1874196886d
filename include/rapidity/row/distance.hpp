#pragma once
#include "../scalar/asinh_sqrt.hpp"
#include "../scalar/langevinc.hpp"
#include "inner.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Geodesic distance d = (2 / rc) asinh(sqrt(half2)).
template <class W>
RAPIDITY_HD W distance(const Triangle<W>& t) {
  if (t.half2 == W(0)) return W(0);
  return W(2) * scalar::asinh_sqrt(t.half2) / t.rc;
}

namespace detail {

/// dd/dc <= 0, in two terms of one sign: with w = rc d / 2 and X, Y the cosh of the rapidities,
///   -(1 / (c rc)) [chord + radial],
///   chord = w - tanh w,   radial = (X - Y)^2 / (2 X Y sinh(rc d)).
template <class W>
RAPIDITY_HD W distance_c(const Triangle<W>& t) {
  const W w = t.rc * distance(t) / W(2);
  const W w2 = w * w;
  const W tanh_w = t.sinh_d() / (W(1) + t.cosh_d());
  const W chord = tanh_w * w2 * scalar::langevinc(w2);
  const W step = t.c * (t.sums.dx + t.sums.dy) / (t.time_x + t.time_y);
  const W radial = step * step / (W(2) * t.time_x * t.time_y * t.sinh_d());
  return -(chord + radial) / (t.c * t.rc);
}

}  // namespace detail

/// d/dx = -(rc / sinh(rc d)) d<x,y>/dx, likewise d/dy; 0 at coincident points.
template <class W>
RAPIDITY_HD PairCoefficients<W> distance_vjp(const Triangle<W>& t, const W& grad_out) {
  if (t.sinh_d() == W(0)) return zero_coefficients(t.sums, grad_out);
  const W scale = -t.rc / t.sinh_d() * grad_out;
  PairCoefficients<W> k = inner_vjp(t, scale);
  k.c = grad_out * detail::distance_c(t);
  return k;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
