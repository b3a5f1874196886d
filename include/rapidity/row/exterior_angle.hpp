#pragma once
#include <cmath>

#include "coefficients.hpp"
#include "triangle.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Exterior angle at x of the triangle origin, x, y: the angle in [0, pi] between the ray from the
/// origin through x, continued beyond x, and the geodesic from x to y. x is the general point, y
/// the specific one. 0 at x = 0 and at x = y, pi at y = 0.
template <class W>
RAPIDITY_HD W exterior_angle(const Triangle<W>& t) {
  using std::atan2;
  const Vertex<W> x = t.at_x();
  if (x.across == W(0)) {
    const W direction = x.outward < W(0) ? W(-1) : W(1);
    return atan2(W(0), direction);
  }
  return atan2(x.across, x.outward);
}

/// With P, Q = across, outward of the vertices and k = c Q_y / (P_y sinh^2(rc d)):
///   d/dx = k (y's part orthogonal to x) + (rc P_x cosh(rc d) / (X |x| sinh^2(rc d))) x,
///   d/dy = k (x's part orthogonal to y) - (rc P_y / (Y |y| sinh^2(rc d))) y,
///   d/dc = -P_x Q_y |x| |y| / (2 X Y sinh^2(rc d)).
/// Angle 0 or pi: subgradient 0.
template <class W>
RAPIDITY_HD PairCoefficients<W> exterior_angle_vjp(const Triangle<W>& t, const W& grad_out) {
  const Vertex<W> x = t.at_x();
  if (x.across == W(0)) return zero_coefficients(t.sums, grad_out);
  const Vertex<W> y = t.at_y();
  const W scale = grad_out / (t.sinh_d() * t.sinh_d());
  const W k = scale * t.c * y.outward / y.across;
  const W x_x = scale * t.rc * t.cosh_d() * x.across / (t.time_x * t.norm_x());
  const W y_y = -scale * t.rc * y.across / (t.time_y * t.norm_y());
  const W norms = t.norm_x() * t.norm_y() / (t.time_x * t.time_y);
  const W slope = -scale * x.across * y.outward * norms / W(2);
  return {t.sums.from_x, t.sums.from_y, k, x_x, k, y_y, slope};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
