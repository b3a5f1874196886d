#pragma once
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of transport: with respect to both points, the tangent vector and the curvature
/// parameter.
template <class X, class Y, class V, class T>
struct TransportGradient {
  X from;
  Y to;
  V tangent;
  T c;
};

/// Parallel transport of a tangent vector along the geodesic from `from` to `to`: an isometry of
/// the tangent spaces, v + c <y, v>_L (x + y) / (1 + cosh(sqrt(c) d)) for x = from, y = to.
///
/// @param from, to points (D space coordinates)
/// @param tangent  space part of a tangent vector at `from`; the time part is x.v / x_t
/// @param c        the space has sectional curvature -c
/// @return space part of the tangent vector at `to`, shaped like tangent; NaN if a coordinate is
///         NaN
/// @throws shape_error if the sizes differ
///
/// Computed as a rotation in the polar frames of the points, which does not cancel. Norm-wise
/// relative error: float 6.1e-8, double 2e-15, also where the result is at right angles to the ray
/// of `to`, as long as c |from| |to| < 1e13; beyond, up to 5 sqrt(c) |to| 2^-52 there, its own
/// condition (tests/motions). Points that count as collinear (sin theta < 2^-60) add c |from| |to|
/// 2^-60. Cost: seven passes over D, nine for neighbours of one ray; in double one more where the
/// result is so. Derivation: docs/derivations/motions.md.
template <class DX, class DY, class DV, class C>
plain_vector<DV, triple_scalar<DX, DY, DV, C>> transport(const Eigen::MatrixBase<DX>& from,
                                                         const Eigen::MatrixBase<DY>& to,
                                                         const Eigen::MatrixBase<DV>& tangent,
                                                         const Curvature<C>& c) {
  using T = triple_scalar<DX, DY, DV, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Pair<T, DX, DY> pair("transport", "from", from, "to", to, c);
  const detail::TangentAt<T, DX, DV> at("transport", "from", from, "tangent", tangent, c);
  const W across = detail::sum<P>(
      at.v.size(), [&](std::int64_t i) { return at.perp(i); },
      [&](std::int64_t i) { return pair.y_perp(i); });
  const row::TransportCombination<W> moved =
      row::transport<P>(pair.triangle, at.tangent, across, pair.y, at.v, row::Serial{at.v.size()});
  return at.v.template map<T>([&](std::int64_t i) { return moved(pair.x(i), pair.y(i), at.v(i)); });
}

/// Gradient {from, to, tangent, c} of grad_out . transport(from, to, tangent, c), Euclidean in the
/// coordinates.
///
/// Smooth everywhere. Norm-wise relative error: float 6.1e-8, double 1e-14 (tests/motions). In
/// double, where grad_out and all inputs lie along one ray, up to 5 sqrt(c) |x| 2^-52 for
/// g_tangent, and for g_from, g_to, g_c that of sqrt(c) |tangent| |grad_out|, which may then be far
/// more than they are. Cost: ten passes over D, twelve for neighbours of one ray.
/// @throws shape_error if to, tangent or grad_out and from differ in size
template <class DX, class DY, class DV, class C, class DG>
auto transport_vjp(const Eigen::MatrixBase<DX>& from, const Eigen::MatrixBase<DY>& to,
                   const Eigen::MatrixBase<DV>& tangent, const Curvature<C>& c,
                   const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<triple_scalar<DX, DY, DV, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  const char* name = "transport_vjp";
  const detail::Pair<T, DX, DY> pair(name, "from", from, "to", to, c);
  const detail::TangentAt<T, DX, DV> at(name, "from", from, "tangent", tangent, c);
  const detail::Coordinates<P, DG> g(grad_out);
  expect_size(name, "grad_out", g.size(), "from", at.x.size());
  const W across = detail::sum<P>(
      at.v.size(), [&](std::int64_t i) { return at.perp(i); },
      [&](std::int64_t i) { return pair.y_perp(i); });
  const W along = detail::dot_sum(g, pair.x, pair.y);
  const auto k = row::transport_vjp(pair.triangle, at.tangent, across, along);
  const auto& x = pair.x;
  const auto& y = pair.y;
  const auto& v = at.v;
  return TransportGradient<plain_vector<DX, T>, plain_vector<DY, T>, plain_vector<DV, T>, T>{
      x.template map<T>([&](std::int64_t i) { return k.at_x(g(i), x(i), y(i), v(i)); }),
      y.template map<T>([&](std::int64_t i) { return k.at_y(g(i), x(i), y(i), v(i)); }),
      v.template map<T>([&](std::int64_t i) { return k.at_tangent(g(i), x(i), y(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
