#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Geodesic distance d = acosh(-c <x, y>_L) / sqrt(c) of two points.
///
/// @param x, y points (D space coordinates); row or column, fixed or dynamic, any expression
/// @param c    the space has sectional curvature -c
/// @return d >= 0, exactly 0 only for equal points and, in double, for some less than
///         1e-154 apart, whose squares underflow; NaN if a coordinate is NaN
/// @throws shape_error if x and y differ in size
///
/// Relative error: float 6.1e-8, double 2e-15, for c |x|^2 up to 1e9 and any separation
/// (docs/conventions.md, Accuracy). Cost: one pass over D, three for neighbours of one ray.
/// Derivation: docs/derivations/triangle.md.
template <class DX, class DY, class C>
pair_scalar<DX, DY, C> distance(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                                const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  const auto triangle = detail::triangle<T>("distance", "x", x, "y", y, c);
  return T(row::distance(triangle));
}

/// Gradient {x, y, c} of grad_out * distance(x, y, c), Euclidean in the coordinates of x and y.
///
/// At x = y, where d has a kink, all zero; elsewhere |g_x|, |g_y| <= |grad_out|. Norm-wise relative
/// error: float 6.1e-8, double 2e-15.
/// Errors and cost as for distance, and two more passes.
template <class DX, class DY, class C>
auto distance_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                  const Curvature<C>& c, const pair_scalar<DX, DY, C>& grad_out) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("distance_vjp", "x", x, "y", y, c);
  const row::PairCoefficients<W> k = row::distance_vjp(pair.triangle, W(grad_out));
  return PairGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{pair.gradient_x(k),
                                                                   pair.gradient_y(k), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
