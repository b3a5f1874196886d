#pragma once
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {

/// Length sqrt(<v, v>_L) of a tangent vector at `base`: sqrt(|v_perp|^2 + (v.x)^2 / (|x|^2 X^2)),
/// the parts orthogonal to x = base and along it, with X^2 = 1 + c |x|^2.
///
/// @param base point (D space coordinates)
/// @param v    space part of a tangent vector at base; the time part is v.x / x_t
/// @param c    the space has sectional curvature -c
/// @return a number >= 0, exactly 0 only for v = 0 and, in double, for some |v| below 1e-154, whose
///         squares underflow; at the origin |v|; NaN if a coordinate is NaN
/// @throws shape_error if the sizes differ
///
/// Relative error: float 6.1e-8, double 2e-15 (tests/motions). Cost: four passes over D.
/// Derivation: docs/derivations/motions.md.
template <class DX, class DV, class C>
pair_scalar<DX, DV, C> tangent_norm(const Eigen::MatrixBase<DX>& base,
                                    const Eigen::MatrixBase<DV>& v, const Curvature<C>& c) {
  using T = pair_scalar<DX, DV, C>;
  const detail::TangentAt<T, DX, DV> at("tangent_norm", "base", base, "v", v, c);
  return T(row::tangent_norm(at.tangent));
}

/// Gradient {base, v, c} of grad_out * tangent_norm(base, v, c), Euclidean in the coordinates.
///
/// At v = 0, where the length has a kink, all zero. Norm-wise relative error: float 6.1e-8, double
/// 2e-15. Errors and cost as for tangent_norm, and two more passes.
template <class DX, class DV, class C>
auto tangent_norm_vjp(const Eigen::MatrixBase<DX>& base, const Eigen::MatrixBase<DV>& v,
                      const Curvature<C>& c, const pair_scalar<DX, DV, C>& grad_out) {
  using T = pair_scalar<DX, DV, C>;
  using W = typename Precision<T>::work;
  const detail::TangentAt<T, DX, DV> at("tangent_norm_vjp", "base", base, "v", v, c);
  const row::TangentNormCoefficients<W> k = row::tangent_norm_vjp(at.tangent, W(grad_out));
  return TangentGradient<plain_vector<DX, T>, plain_vector<DV, T>, T>{
      at.x.template map<T>([&](std::int64_t i) { return k.at_base(at.x(i), at.v(i)); }),
      at.v.template map<T>([&](std::int64_t i) { return k.at_tangent(at.x(i), at.v(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
