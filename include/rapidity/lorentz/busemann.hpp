#pragma once
#include "../row/busemann.hpp"
#include "bearing.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of busemann: with respect to the point, the direction and the curvature parameter.
template <class X, class D, class T>
struct BusemannGradient {
  X x;
  D direction;
  T c;
};

/// Busemann function of the ideal point u = direction / |direction|:
/// (1 / sqrt(c)) log(sqrt(c) x_t - sqrt(c) x.u), the limit of distance(x, y) - distance(0, y) as y
/// goes out along u. Negative towards u, 0 on the horosphere through the origin.
///
/// @param x         point (D space coordinates); row or column, fixed or dynamic, any expression
/// @param direction D numbers, not all zero; only their direction matters
/// @param c         the space has sectional curvature -c
/// @return -d(0, x) on the ray along u, d(0, x) on the opposite one; NaN if a coordinate is NaN
/// @throws shape_error if x and direction differ in size; domain_error if |direction|^2 is 0
///
/// Far out along u, where the difference cancels like c |x|^2, it is written as (1 + c |x_perp|^2)
/// / (sqrt(c) x_t + sqrt(c) x.u), x_perp the part of x orthogonal to u. Error relative to
/// max(|value|, |x| / (sqrt(c) x_t)), which differs from |value| near the horosphere through the
/// origin only: float 6.1e-8, double 1e-15. Cost: one pass over D, three for neighbours of one ray.
/// Derivation: docs/derivations/means.md.
template <class DX, class DD, class C>
pair_scalar<DX, DD, C> busemann(const Eigen::MatrixBase<DX>& x,
                                const Eigen::MatrixBase<DD>& direction, const Curvature<C>& c) {
  using T = pair_scalar<DX, DD, C>;
  const detail::Directed<T, DX, DD> pair("busemann", x, "direction", direction, c);
  pair.expect_directed("busemann", "direction");
  return T(row::busemann(pair.bearing));
}

/// Gradient {x, direction, c} of grad_out * busemann(x, direction, c).
///
/// Smooth in x; orthogonal to the direction by the direction, and 0 there on its own line.
/// Norm-wise relative error: float 6.1e-8, double 1e-15; by c, which may change sign, relative to
/// the larger of its two terms. Errors and cost as for busemann, and two more passes.
template <class DX, class DD, class C>
auto busemann_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DD>& direction,
                  const Curvature<C>& c, const pair_scalar<DX, DD, C>& grad_out) {
  using T = pair_scalar<DX, DD, C>;
  using W = typename Precision<T>::work;
  const detail::Directed<T, DX, DD> pair("busemann_vjp", x, "direction", direction, c);
  pair.expect_directed("busemann_vjp", "direction");
  const row::BearingCoefficients<W> k = row::busemann_vjp(pair.bearing, W(grad_out));
  return BusemannGradient<plain_vector<DX, T>, plain_vector<DD, T>, T>{pair.gradient_x(k),
                                                                       pair.gradient_d(k), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
