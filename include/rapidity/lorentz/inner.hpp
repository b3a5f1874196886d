#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Lorentz inner product <x, y>_L = x.y - x_t y_t = -cosh(sqrt(c) d) / c of two points.
///
/// @param x, y points (D space coordinates); the time parts follow from them
/// @param c    the space has sectional curvature -c
/// @return a number <= -1/c; exactly -1/c for equal points; NaN if a coordinate is NaN
/// @throws shape_error if x and y differ in size
///
/// Computed from the distance, not from the difference of x.y and x_t y_t, whose error grows like c
/// |x| |y|. Relative error: float 6.1e-8, double 2e-15. Cost: one pass over D, three for neighbours
/// of one ray.
template <class DX, class DY, class C>
pair_scalar<DX, DY, C> inner(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                             const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  const auto triangle = detail::triangle<T>("inner", "x", x, "y", y, c);
  return T(row::inner(triangle));
}

/// Gradient {x, y, c} of grad_out * inner(x, y, c): d/dx = y - (y_t / x_t) x, smooth everywhere.
///
/// Norm-wise relative error: float 6.1e-8, double 2e-15. Errors and cost as for inner, and two more
/// passes.
template <class DX, class DY, class C>
auto inner_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
               const Curvature<C>& c, const pair_scalar<DX, DY, C>& grad_out) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("inner_vjp", "x", x, "y", y, c);
  const row::PairCoefficients<W> k = row::inner_vjp(pair.triangle, W(grad_out));
  return PairGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{pair.gradient_x(k),
                                                                   pair.gradient_y(k), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
