#pragma once
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of tangent_inner: with respect to the base point, both vectors and the curvature
/// parameter.
template <class X, class U, class V, class T>
struct TangentInnerGradient {
  X base;
  U u;
  V v;
  T c;
};

/// Lorentz inner product <u, v>_L of two tangent vectors at `base`, the Riemannian metric there:
/// u_perp.v_perp + (u.x)(v.x) / (|x|^2 X^2), the parts orthogonal to x = base and along it, with
/// X^2 = 1 + c |x|^2.
///
/// @param base point (D space coordinates)
/// @param u, v space parts of tangent vectors at base; the time parts are u.x / x_t and v.x / x_t.
///             Any vector is one
/// @param c    the space has sectional curvature -c
/// @return a number; at the origin u.v; NaN if a coordinate is NaN
/// @throws shape_error if the sizes differ
///
/// Not u.v - u_t v_t, which cancels like X^2. Relative error: float 6.1e-8, double 2e-15, relative
/// to |u|_L |v|_L where the two terms cancel (tests/motions). Cost: four passes over D for each
/// vector, and one more. Derivation: docs/derivations/motions.md.
template <class DX, class DU, class DV, class C>
triple_scalar<DX, DU, DV, C> tangent_inner(const Eigen::MatrixBase<DX>& base,
                                           const Eigen::MatrixBase<DU>& u,
                                           const Eigen::MatrixBase<DV>& v, const Curvature<C>& c) {
  using T = triple_scalar<DX, DU, DV, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::TangentAt<T, DX, DU> first("tangent_inner", "base", base, "u", u, c);
  const detail::TangentAt<T, DX, DV> second("tangent_inner", "base", base, "v", v, c);
  const W perp = detail::sum<P>(
      first.x.size(), [&](std::int64_t i) { return first.perp(i); },
      [&](std::int64_t i) { return second.perp(i); });
  return T(row::tangent_inner(first.tangent, second.tangent, perp));
}

/// Gradient {base, u, v, c} of grad_out * tangent_inner(base, u, v, c), Euclidean in the
/// coordinates.
///
/// Smooth everywhere. Norm-wise relative error: float 6.1e-8, double 2e-15.
/// Errors as for tangent_inner. Cost: eleven passes over D.
template <class DX, class DU, class DV, class C>
auto tangent_inner_vjp(const Eigen::MatrixBase<DX>& base, const Eigen::MatrixBase<DU>& u,
                       const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
                       const triple_scalar<DX, DU, DV, C>& grad_out) {
  using T = triple_scalar<DX, DU, DV, C>;
  using W = typename Precision<T>::work;
  const detail::TangentAt<T, DX, DU> first("tangent_inner_vjp", "base", base, "u", u, c);
  const detail::TangentAt<T, DX, DV> second("tangent_inner_vjp", "base", base, "v", v, c);
  const auto k = row::tangent_inner_vjp(first.tangent, second.tangent, W(grad_out));
  const auto& x = first.x;
  return TangentInnerGradient<plain_vector<DX, T>, plain_vector<DU, T>, plain_vector<DV, T>, T>{
      x.template map<T>([&](std::int64_t i) { return k.at_base(x(i), first.v(i), second.v(i)); }),
      first.v.template map<T>([&](std::int64_t i) { return k.at_u(x(i), second.v(i)); }),
      second.v.template map<T>([&](std::int64_t i) { return k.at_v(x(i), first.v(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
