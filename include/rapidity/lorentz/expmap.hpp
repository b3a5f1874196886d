#pragma once
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of expmap: with respect to the base point, the tangent vector and the curvature
/// parameter.
template <class X, class V, class T>
struct ExpmapGradient {
  X base;
  V tangent;
  T c;
};

/// Exponential map at `base`: the point that the geodesic which leaves base with velocity `tangent`
/// reaches at time 1, cosh(z) x + sinh(z)/z v with z = sqrt(c) |v|_L. Inverse of logmap; at the
/// origin it is lift.
///
/// @param base    point (D space coordinates)
/// @param tangent space part of a tangent vector at base; the time part is x.v / x_t
/// @param c       the space has sectional curvature -c
/// @return space part of the point, shaped like base; base itself, to the last bit, where tangent
///         is 0; NaN if a coordinate is NaN
/// @throws shape_error if the sizes differ
///
/// Norm-wise relative error: float 6.1e-8, double 2e-15 (tests/motions), of a point that comes back
/// to within 1 / sqrt(c) of the origin relative to that. It grows neither with c |x|^2 nor with z.
/// Coordinates overflow like those of lift. Cost: five passes over D, in double six. Derivation:
/// docs/derivations/motions.md.
template <class DX, class DV, class C>
plain_vector<DX, pair_scalar<DX, DV, C>> expmap(const Eigen::MatrixBase<DX>& base,
                                                const Eigen::MatrixBase<DV>& tangent,
                                                const Curvature<C>& c) {
  using T = pair_scalar<DX, DV, C>;
  using W = typename Precision<T>::work;
  const detail::TangentAt<T, DX, DV> at("expmap", "base", base, "tangent", tangent, c, true);
  const row::Combination<W> point = row::expmap(at.tangent);
  return at.x.template map<T>([&](std::int64_t i) { return point(at.x(i), at.v(i)); });
}

/// Gradient {base, tangent, c} of grad_out . expmap(base, tangent, c), Euclidean in the
/// coordinates.
///
/// Smooth everywhere; at tangent = 0 the derivative by base and by tangent is the identity.
/// Norm-wise relative error: float 6.1e-8, double 1e-14, of g_c relative to its larger term where
/// it changes sign (tests/motions).
/// @throws shape_error if tangent or grad_out and base differ in size
template <class DX, class DV, class C, class DG>
auto expmap_vjp(const Eigen::MatrixBase<DX>& base, const Eigen::MatrixBase<DV>& tangent,
                const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = triple_scalar<DX, DV, DG, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::TangentAt<T, DX, DV> at("expmap_vjp", "base", base, "tangent", tangent, c, true);
  const detail::Coordinates<P, DG> g(grad_out);
  expect_size("expmap_vjp", "grad_out", g.size(), "base", at.x.size());
  const row::TangentSums<W> sums = row::tangent_sums<P>(at.x, g, row::Serial{g.size()});
  const W across = detail::sum<P>(
      g.size(), [&](std::int64_t i) { return sums.from_x(at.x(i), g(i)); },
      [&](std::int64_t i) { return at.perp(i); });
  const row::ExpmapCoefficients<W> k = row::expmap_vjp(at.tangent, sums, across);
  return ExpmapGradient<plain_vector<DX, T>, plain_vector<DV, T>, T>{
      at.x.template map<T>([&](std::int64_t i) { return k.at_base(g(i), at.x(i), at.v(i)); }),
      at.v.template map<T>([&](std::int64_t i) { return k.at_tangent(g(i), at.x(i), at.v(i)); }),
      T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
