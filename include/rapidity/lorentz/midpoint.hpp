#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Midpoint of the geodesic between two points, (x + y) / |x + y|_L scaled onto the hyperboloid:
/// (x + y) / (2 cosh(sqrt(c) d / 2)). Equal to geodesic at t = 1/2.
///
/// @param x, y points (D space coordinates)
/// @param c    the space has sectional curvature -c
/// @return space part of the point, shaped like x; x if the points are equal; NaN if a coordinate
///         is NaN
/// @throws shape_error if x and y differ in size
///
/// Norm-wise relative error: float 6.1e-8, double 2e-15 (tests/motions). Cost: two passes over D,
/// four for neighbours of one ray. Derivation: docs/derivations/motions.md.
template <class DX, class DY, class C>
plain_vector<DX, pair_scalar<DX, DY, C>> midpoint(const Eigen::MatrixBase<DX>& x,
                                                  const Eigen::MatrixBase<DY>& y,
                                                  const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("midpoint", "x", x, "y", y, c);
  const row::Combination<W> point = row::midpoint(pair.triangle);
  return pair.x.template map<T>([&](std::int64_t i) { return point(pair.x(i), pair.y(i)); });
}

/// Gradient {x, y, c} of grad_out . midpoint(x, y, c), Euclidean in the coordinates.
///
/// Smooth everywhere. Norm-wise relative error: float 6.1e-8, double 2e-15.
/// @throws shape_error if y or grad_out and x differ in size
template <class DX, class DY, class C, class DG>
auto midpoint_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                  const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = triple_scalar<DX, DY, DG, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Pair<T, DX, DY> pair("midpoint_vjp", "x", x, "y", y, c);
  const detail::Coordinates<P, DG> g(grad_out);
  expect_size("midpoint_vjp", "grad_out", g.size(), "x", pair.x.size());
  const W along = detail::dot_sum(g, pair.x, pair.y);
  const row::PairMapCoefficients<W> k = row::midpoint_vjp(pair.triangle, along);
  return PairGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{
      pair.gradient_x(k, g), pair.gradient_y(k, g), T(k.plane.c)};
}

}  // namespace v0
}  // namespace rapidity
