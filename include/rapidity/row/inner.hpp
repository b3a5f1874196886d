#pragma once
#include "coefficients.hpp"
#include "triangle.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Lorentz inner product x.y - x_t y_t = -cosh(rc d) / c.
template <class W>
RAPIDITY_HD W inner(const Triangle<W>& t) {
  return -t.cosh_d() / t.c;
}

/// d/dx = (y's part orthogonal to x) + radial x, radial as in Vertex; likewise d/dy;
/// d/dc = (X^2 + Y^2) / (2 c^2 X Y), X and Y the cosh of the rapidities.
template <class W>
RAPIDITY_HD PairCoefficients<W> inner_vjp(const Triangle<W>& t, const W& grad_out) {
  const W ratio = t.time_x / t.time_y;
  const W slope = (ratio + W(1) / ratio) / (W(2) * t.c * t.c);
  return {t.sums.from_x,   t.sums.from_y,
          grad_out,        grad_out * t.at_x().radial,
          grad_out,        grad_out * t.at_y().radial,
          grad_out * slope};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
