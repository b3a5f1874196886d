#pragma once
#include "radial_map.hpp"

namespace rapidity {
inline namespace v0 {

/// Klein (Beltrami) ball coordinates k = x / sqrt(1 + c |x|^2) of a point: a point of the open ball
/// of radius 1/sqrt(c), in which geodesics are straight lines.
///
/// @param x point (D space coordinates)
/// @param c the space has sectional curvature -c
/// @return k, shaped like x; NaN if a coordinate is NaN
///
/// Relative error, norm-wise: float 6.1e-8, double 1e-15. The ball runs out of numbers early, for
/// the boundary is only 1 / (2 c |x|^2) away: from sqrt(c) |x| of 1e3 (float), 3e7 (double) on,
/// rounding may put k onto the boundary or beyond, where from_klein refuses it. Cost: two passes
/// over D. Derivation: docs/derivations/models.md.
template <class DX, class C>
plain_vector<DX, point_scalar<DX, C>> to_klein(const Eigen::MatrixBase<DX>& x,
                                               const Curvature<C>& c) {
  return detail::radial_map<detail::ToKlein>("to_klein", "x", x, c);
}

/// Gradient {x, c} of grad_out . to_klein(x, c), Euclidean in the coordinates of x.
///
/// Smooth everywhere. What grad_out has along x is kept apart from the rest, for it shrinks more,
/// by 1 / (c x_t^2). Norm-wise relative error: float 6.1e-8, double 2e-15. Cost: four passes over
/// D.
/// @throws shape_error if grad_out and x differ in size
template <class DX, class C, class DG>
auto to_klein_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                  const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_map_vjp<detail::ToKlein>("to_klein_vjp", "x", x, c, grad_out);
}

/// The point x = k / sqrt(1 - c |k|^2) of Klein ball coordinates k. Inverse of to_klein.
///
/// @param k coordinates in the ball (D numbers), c |k|^2 < 1
/// @param c the space has sectional curvature -c
/// @return space part of the point, shaped like k; NaN if a coordinate is NaN
/// @throws domain_error if k lies on the boundary or outside: then 1 - c |k|^2 <= 0
///
/// 1 - c |k|^2 is summed in twice the precision, so no digit is lost next to the boundary. Relative
/// error, norm-wise: float 6.1e-8, double 1e-15. (k itself, where it was rounded, holds x only to
/// eps c x_t^2.) Cost: two passes over D.
template <class DK, class C>
plain_vector<DK, point_scalar<DK, C>> from_klein(const Eigen::MatrixBase<DK>& k,
                                                 const Curvature<C>& c) {
  return detail::radial_map<detail::FromKlein>("from_klein", "k", k, c);
}

/// Gradient {x, c} of grad_out . from_klein(k, c); x is the gradient by k.
///
/// Smooth in the ball. Norm-wise relative error: float 6.1e-8, double 2e-15. Cost: four passes over
/// D.
/// @throws domain_error as from_klein; shape_error if grad_out and k differ in size
template <class DK, class C, class DG>
auto from_klein_vjp(const Eigen::MatrixBase<DK>& k, const Curvature<C>& c,
                    const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_map_vjp<detail::FromKlein>("from_klein_vjp", "k", k, c, grad_out);
}

/// The tangent vector v at x (its space part) in the coordinates of the Klein ball: the
/// differential of to_klein at x, applied to v.
///
/// With X = sqrt(c) x_t: 1/X times the part of v across x, 1/X^3 times that along x.
/// @param x point (D space coordinates)
/// @param v space part of a tangent vector at x; any D numbers are one
/// @param c the space has sectional curvature -c
/// @return tangent vector at to_klein(x, c), shaped like v; NaN if an argument is NaN
/// @throws shape_error if v and x differ in size
///
/// Norm-wise relative error: float 6.1e-8, double 2e-15. Cost: four passes over D.
template <class DX, class DV, class C>
plain_vector<DV, tangent_scalar<DX, DV, C>> to_klein_tangent(const Eigen::MatrixBase<DX>& x,
                                                             const Eigen::MatrixBase<DV>& v,
                                                             const Curvature<C>& c) {
  return detail::radial_tangent<detail::ToKlein>("to_klein_tangent", "x", x, v, c);
}

/// Gradient {x, v, c} of grad_out . to_klein_tangent(x, v, c).
///
/// Smooth everywhere. Norm-wise relative error: float 6.1e-8, double 5e-15, where no terms of
/// opposite sign happen to cancel. Cost: eight passes over D.
/// @throws shape_error if v or grad_out and x differ in size
template <class DX, class DV, class C, class DG>
auto to_klein_tangent_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DV>& v,
                          const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_tangent_vjp<detail::ToKlein>("to_klein_tangent_vjp", "x", x, v, c,
                                                     grad_out);
}

/// The tangent vector v at k of the Klein ball as the space part of one at from_klein(k, c): the
/// differential of from_klein at k, applied to v. Inverse of to_klein_tangent.
///
/// Errors as from_klein; accuracy, shapes and cost as to_klein_tangent.
template <class DK, class DV, class C>
plain_vector<DV, tangent_scalar<DK, DV, C>> from_klein_tangent(const Eigen::MatrixBase<DK>& k,
                                                               const Eigen::MatrixBase<DV>& v,
                                                               const Curvature<C>& c) {
  return detail::radial_tangent<detail::FromKlein>("from_klein_tangent", "k", k, v, c);
}

/// Gradient {x, v, c} of grad_out . from_klein_tangent(k, v, c); x is the gradient by k.
///
/// Errors as from_klein; accuracy and cost as to_klein_tangent_vjp.
template <class DK, class DV, class C, class DG>
auto from_klein_tangent_vjp(const Eigen::MatrixBase<DK>& k, const Eigen::MatrixBase<DV>& v,
                            const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  return detail::radial_tangent_vjp<detail::FromKlein>("from_klein_tangent_vjp", "k", k, v, c,
                                                       grad_out);
}

}  // namespace v0
}  // namespace rapidity
