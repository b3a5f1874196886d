#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of logmap: with respect to the base point, the target and the curvature parameter.
template <class X, class Y, class T>
struct LogmapGradient {
  X base;
  Y target;
  T c;
};

/// Logarithmic map at `base`: the tangent vector there whose geodesic reaches `target` at time 1;
/// its length is the distance. Inverse of expmap; at the origin it is logmap0.
///
/// @param base, target points (D space coordinates)
/// @param c            the space has sectional curvature -c
/// @return space part of the tangent vector, shaped like base; exactly 0 for equal points; NaN if a
///         coordinate is NaN
/// @throws shape_error if the points differ in size
///
/// Norm-wise relative error: float 6.1e-8, double 1e-15; in double up to 5 sqrt(c) |x| 2^-52 where
/// the geodesic leaves at right angles to the ray of base: its own condition (tests/motions). Cost:
/// two passes over D, four for neighbours of one ray. Derivation: docs/derivations/motions.md.
template <class DX, class DY, class C>
plain_vector<DX, pair_scalar<DX, DY, C>> logmap(const Eigen::MatrixBase<DX>& base,
                                                const Eigen::MatrixBase<DY>& target,
                                                const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("logmap", "base", base, "target", target, c);
  const row::Combination<W> v = row::logmap(pair.triangle);
  return pair.x.template map<T>([&](std::int64_t i) { return v(pair.x(i), pair.y(i)); });
}

/// Gradient {base, target, c} of grad_out . logmap(base, target, c), Euclidean in the coordinates.
///
/// Smooth everywhere; at equal points the derivative by target is the identity, that by base its
/// negative. Norm-wise relative error: float 6.1e-8, double 1e-14, about two roundings for each
/// unit of sqrt(c) d; of g_c relative to its larger term where it changes sign (tests/motions).
/// @throws shape_error if target or grad_out and base differ in size
template <class DX, class DY, class C, class DG>
auto logmap_vjp(const Eigen::MatrixBase<DX>& base, const Eigen::MatrixBase<DY>& target,
                const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = triple_scalar<DX, DY, DG, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Pair<T, DX, DY> pair("logmap_vjp", "base", base, "target", target, c);
  const detail::Coordinates<P, DG> g(grad_out);
  expect_size("logmap_vjp", "grad_out", g.size(), "base", pair.x.size());
  const W across = detail::sum<P>(g.size(), g, [&](std::int64_t i) { return pair.y_perp(i); });
  const row::PairMapCoefficients<W> k =
      row::logmap_vjp(pair.triangle, detail::dot(g, pair.x), across);
  return LogmapGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{
      pair.gradient_x(k, g), pair.gradient_y(k, g), T(k.plane.c)};
}

}  // namespace v0
}  // namespace rapidity
