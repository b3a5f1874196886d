#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Squared geodesic distance of two points: smooth everywhere, coincident points included.
///
/// @param x, y points (D space coordinates); row or column, fixed or dynamic, any expression
/// @param c    the space has sectional curvature -c
/// @return d^2 >= 0, exactly 0 only for equal points and, in double, for some less than
///         1e-154 apart, whose squares underflow; NaN if a coordinate is NaN
/// @throws shape_error if x and y differ in size
///
/// No square root is taken and squared. Relative error: float 6.1e-8, double 2e-15, for any
/// separation (tests/motions). Cost: one pass over D, three for neighbours of one ray. Derivation:
/// docs/derivations/motions.md.
template <class DX, class DY, class C>
pair_scalar<DX, DY, C> squared_distance(const Eigen::MatrixBase<DX>& x,
                                        const Eigen::MatrixBase<DY>& y, const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  const auto triangle = detail::triangle<T>("squared_distance", "x", x, "y", y, c);
  return T(row::squared_distance(triangle));
}

/// Gradient {x, y, c} of grad_out * squared_distance(x, y, c), Euclidean in the coordinates of x
/// and y.
///
/// At x = y exactly zero, as it is. Norm-wise relative error: float 6.1e-8, double 2e-15.
/// Errors and cost as for squared_distance, and two more passes.
template <class DX, class DY, class C>
auto squared_distance_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                          const Curvature<C>& c, const pair_scalar<DX, DY, C>& grad_out) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("squared_distance_vjp", "x", x, "y", y, c);
  const row::PairCoefficients<W> k = row::squared_distance_vjp(pair.triangle, W(grad_out));
  return PairGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{pair.gradient_x(k),
                                                                   pair.gradient_y(k), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
