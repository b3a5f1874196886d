#pragma once
#include "radial_map.hpp"

namespace rapidity {
inline namespace v0 {

/// Poincare ball coordinates p = x / (1 + sqrt(1 + c |x|^2)) of a point: a point of the open ball
/// of radius 1/sqrt(c), whose metric is 4 |dp|^2 / (1 - c |p|^2)^2.
///
/// @param x point (D space coordinates)
/// @param c the space has sectional curvature -c
/// @return p, shaped like x; NaN if a coordinate is NaN
///
/// Relative error, norm-wise: float 6.1e-8, double 1e-15. The ball runs out of numbers far out:
/// from sqrt(c) |x| of 1e7 (float), 1e15 (double) on, rounding may put p onto the boundary or
/// beyond, where from_poincare refuses it. Cost: two passes over D. Derivation:
/// docs/derivations/models.md.
template <class DX, class C>
plain_vector<DX, point_scalar<DX, C>> to_poincare(const Eigen::MatrixBase<DX>& x,
                                                  const Curvature<C>& c) {
  return detail::radial_map<detail::ToPoincare>("to_poincare", "x", x, c);
}

/// Gradient {x, c} of grad_out . to_poincare(x, c), Euclidean in the coordinates of x.
///
/// Smooth everywhere. What grad_out has along x is kept apart from the rest, for it shrinks more,
/// by 1 / (sqrt(c) x_t). Norm-wise relative error: float 6.1e-8, double 2e-15. Cost: four passes
/// over D.
/// @throws shape_error if grad_out and x differ in size
template <class DX, class C, class DG>
auto to_poincare_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                     const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_map_vjp<detail::ToPoincare>("to_poincare_vjp", "x", x, c, grad_out);
}

/// The point x = 2 p / (1 - c |p|^2) of Poincare ball coordinates p. Inverse of to_poincare.
///
/// @param p coordinates in the ball (D numbers), c |p|^2 < 1
/// @param c the space has sectional curvature -c
/// @return space part of the point, shaped like p; NaN if a coordinate is NaN
/// @throws domain_error if p lies on the boundary or outside: then 1 - c |p|^2 <= 0
///
/// 1 - c |p|^2 is summed in twice the precision, so no digit is lost next to the boundary. Relative
/// error, norm-wise: float 6.1e-8, double 1e-15. (p itself, where it was rounded, holds x only to
/// eps sqrt(c) x_t.) Cost: two passes over D.
template <class DP, class C>
plain_vector<DP, point_scalar<DP, C>> from_poincare(const Eigen::MatrixBase<DP>& p,
                                                    const Curvature<C>& c) {
  return detail::radial_map<detail::FromPoincare>("from_poincare", "p", p, c);
}

/// Gradient {x, c} of grad_out . from_poincare(p, c); x is the gradient by p.
///
/// Smooth in the ball. Norm-wise relative error: float 6.1e-8, double 2e-15. Cost: four passes over
/// D.
/// @throws domain_error as from_poincare; shape_error if grad_out and p differ in size
template <class DP, class C, class DG>
auto from_poincare_vjp(const Eigen::MatrixBase<DP>& p, const Curvature<C>& c,
                       const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_map_vjp<detail::FromPoincare>("from_poincare_vjp", "p", p, c, grad_out);
}

/// The tangent vector v at x (its space part) in the coordinates of the Poincare ball: the
/// differential of to_poincare at x, applied to v.
///
/// With S = 1 / (1 + X), X = sqrt(c) x_t: S times the part of v across x, S/X times that along x.
/// @param x point (D space coordinates)
/// @param v space part of a tangent vector at x; any D numbers are one
/// @param c the space has sectional curvature -c
/// @return tangent vector at to_poincare(x, c), shaped like v; NaN if an argument is NaN
/// @throws shape_error if v and x differ in size
///
/// Norm-wise relative error: float 6.1e-8, double 2e-15. Cost: four passes over D.
template <class DX, class DV, class C>
plain_vector<DV, tangent_scalar<DX, DV, C>> to_poincare_tangent(const Eigen::MatrixBase<DX>& x,
                                                                const Eigen::MatrixBase<DV>& v,
                                                                const Curvature<C>& c) {
  return detail::radial_tangent<detail::ToPoincare>("to_poincare_tangent", "x", x, v, c);
}

/// Gradient {x, v, c} of grad_out . to_poincare_tangent(x, v, c).
///
/// Smooth everywhere. Norm-wise relative error: float 6.1e-8, double 5e-15, where no terms of
/// opposite sign happen to cancel. Cost: eight passes over D.
/// @throws shape_error if v or grad_out and x differ in size
template <class DX, class DV, class C, class DG>
auto to_poincare_tangent_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DV>& v,
                             const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_tangent_vjp<detail::ToPoincare>("to_poincare_tangent_vjp", "x", x, v, c,
                                                        grad_out);
}

/// The tangent vector v at p of the Poincare ball as the space part of one at from_poincare(p, c):
/// the differential of from_poincare at p, applied to v. Inverse of to_poincare_tangent.
///
/// Errors as from_poincare; accuracy, shapes and cost as to_poincare_tangent.
template <class DP, class DV, class C>
plain_vector<DV, tangent_scalar<DP, DV, C>> from_poincare_tangent(const Eigen::MatrixBase<DP>& p,
                                                                  const Eigen::MatrixBase<DV>& v,
                                                                  const Curvature<C>& c) {
  return detail::radial_tangent<detail::FromPoincare>("from_poincare_tangent", "p", p, v, c);
}

/// Gradient {x, v, c} of grad_out . from_poincare_tangent(p, v, c); x is the gradient by p.
///
/// Errors as from_poincare; accuracy and cost as to_poincare_tangent_vjp.
template <class DP, class DV, class C, class DG>
auto from_poincare_tangent_vjp(const Eigen::MatrixBase<DP>& p, const Eigen::MatrixBase<DV>& v,
                               const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_tangent_vjp<detail::FromPoincare>("from_poincare_tangent_vjp", "p", p, v, c,
                                                          grad_out);
}

}  // namespace v0
}  // namespace rapidity
