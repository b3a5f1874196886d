#pragma once
#include "boost_inverse.hpp"

namespace rapidity {
inline namespace v0 {

/// The isometry that takes the origin to x along their geodesic (a Lorentz boost), applied to p:
/// p + (rc p_t + c x.p / (1 + rc x_t)) x, rc = sqrt(c). It is boost_inverse(-x, p, c), and undone
/// by boost_inverse(x, ., c).
///
/// @param x, p points (D space coordinates); row or column, fixed or dynamic, any expression
/// @param c    the space has sectional curvature -c
/// @return space part of the moved point, shaped like p; x for p = 0, exactly 0 for p = -x; NaN if
///         a coordinate is NaN
/// @throws shape_error if x and p differ in size
///
/// Relative error, norm-wise: float 6.1e-8, double 2e-15, also for p near -x. Cost: two passes over
/// D, four for neighbours of one ray. Derivation: docs/derivations/means.md.
template <class DX, class DP, class C>
plain_vector<DP, pair_scalar<DX, DP, C>> boost(const Eigen::MatrixBase<DX>& x,
                                               const Eigen::MatrixBase<DP>& p,
                                               const Curvature<C>& c) {
  return detail::boost_inverse<pair_scalar<DX, DP, C>>("boost", -x.derived(), p, c);
}

/// Gradient {x, p, c} of grad_out . boost(x, p, c), Euclidean in the coordinates.
///
/// Smooth everywhere. Accuracy, errors and cost as for boost_inverse_vjp.
template <class DX, class DP, class C, class DG>
auto boost_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DP>& p,
               const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<pair_scalar<DX, DP, C>, typename DG::Scalar>;
  auto gradient = detail::boost_inverse_vjp<T>("boost_vjp", -x.derived(), p, c, grad_out);
  gradient.x = -gradient.x;
  return gradient;
}

}  // namespace v0
}  // namespace rapidity
