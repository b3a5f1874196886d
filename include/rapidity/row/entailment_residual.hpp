#pragma once
#include "exterior_angle.hpp"
#include "half_aperture.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {
namespace detail {

/// Exterior angle less eta half-apertures: <= 0 inside the (widened) cone.
template <class W>
RAPIDITY_HD W excess_angle(const Triangle<W>& t, const W& min_radius, const W& eta) {
  const W angle = exterior_angle(t);
  const W allowed = eta * half_aperture(t.sums.xx, t.c, min_radius);
  return angle - allowed;
}

}  // namespace detail

/// max(0, exterior angle - eta half-aperture) of y (specific) against the cone at x (general).
template <class W>
RAPIDITY_HD W entailment_residual(const Triangle<W>& t, const W& min_radius, const W& eta) {
  const W excess = detail::excess_angle(t, min_radius, eta);
  return excess <= W(0) ? W(0) : excess;
}

/// Gradient of the two angles; 0 inside the cone and on its boundary.
template <class W>
RAPIDITY_HD PairCoefficients<W> entailment_residual_vjp(const Triangle<W>& t, const W& min_radius,
                                                        const W& eta, const W& grad_out) {
  if (detail::excess_angle(t, min_radius, eta) <= W(0)) return zero_coefficients(t.sums, grad_out);
  PairCoefficients<W> k = exterior_angle_vjp(t, grad_out);
  const W grad_aperture = -eta * grad_out;
  const SelfCoefficients<W> a = half_aperture_vjp(t.sums.xx, t.c, min_radius, grad_aperture);
  k.x_x += a.x;
  k.c += a.c;
  return k;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
