#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of geodesic: with respect to both points, the parameter and the curvature parameter.
template <class X, class Y, class T>
struct GeodesicGradient {
  X x;
  Y y;
  T t;
  T c;
};

/// The point at time t of the geodesic that is at x at time 0 and at y at time 1:
/// expmap(x, t logmap(x, y)) = (sinh((1 - t) w) x + sinh(t w) y) / sinh(w), w = sqrt(c) d.
///
/// @param x, y points (D space coordinates)
/// @param t    any number; x, to the last bit, at t = 0, y at t = 1; beyond the points outside
///             [0, 1], as far as |t| w = 350 and no further
/// @param c    the space has sectional curvature -c
/// @return space part of the point, shaped like x; x if the points are equal; NaN if an argument is
///         NaN
/// @throws shape_error if x and y differ in size
///
/// Norm-wise relative error: float 6.1e-8, double 2e-15 (tests/motions); near the origin relative
/// to what the points contribute, or, beyond them, to the length of the way. Cost: two passes over
/// D, four for neighbours of one ray. Derivation: docs/derivations/motions.md.
template <class DX, class DY, class C>
plain_vector<DX, pair_scalar<DX, DY, C>> geodesic(const Eigen::MatrixBase<DX>& x,
                                                  const Eigen::MatrixBase<DY>& y,
                                                  const pair_scalar<DX, DY, C>& t,
                                                  const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("geodesic", "x", x, "y", y, c);
  const row::GeodesicPoint<W> point = row::geodesic(pair.triangle, W(t));
  return pair.x.template map<T>([&](std::int64_t i) { return point(pair.x(i), pair.y(i)); });
}

/// Gradient {x, y, t, c} of grad_out . geodesic(x, y, t, c), Euclidean in the coordinates.
///
/// Smooth everywhere; at equal points that by t is 0. Norm-wise relative error: float 6.1e-8,
/// double 1e-14 for t in [-1, 2.5] (tests/motions). In double, where grad_out and the points lie
/// along one ray, up to 5 sqrt(c) max(|x|, |y|) 2^-52 between the points and the square of that
/// beyond them; of g_t and g_c relative to the larger term where they change sign.
/// @throws shape_error if y or grad_out and x differ in size
template <class DX, class DY, class C, class DG>
auto geodesic_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                  const common_scalar<pair_scalar<DX, DY, C>, typename DG::Scalar>& t,
                  const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<pair_scalar<DX, DY, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Pair<T, DX, DY> pair("geodesic_vjp", "x", x, "y", y, c);
  const detail::Coordinates<P, DG> g(grad_out);
  expect_size("geodesic_vjp", "grad_out", g.size(), "x", pair.x.size());
  const W apart =
      detail::sum<P>(g.size(), g, [&](std::int64_t i) { return W(pair.x(i) - pair.y(i)); });
  const row::GeodesicCoefficients<W> k =
      row::geodesic_vjp(pair.triangle, W(t), detail::dot(g, pair.x), detail::dot(g, pair.y), apart);
  return GeodesicGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{
      pair.gradient_x(k.points, g), pair.gradient_y(k.points, g), T(k.t), T(k.points.plane.c)};
}

}  // namespace v0
}  // namespace rapidity
