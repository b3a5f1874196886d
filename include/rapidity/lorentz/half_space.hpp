#pragma once
#include "half_space_map.hpp"

namespace rapidity {
inline namespace v0 {

/// Upper half-space coordinates y = (u, h), h > 0, of a point x = (x', x_D), x_D its last
/// coordinate: with rc = sqrt(c),
///   u = x' / (rc (x_t - x_D)),   h = 1 / (c (x_t - x_D)),
/// a space of metric (|du|^2 + dh^2) / (c h^2). The origin goes to (0, 1/rc), the ray of x_D > 0
/// straight up from there, x_D = 0 to the hemisphere c |y|^2 = 1. It is the Cayley map of the
/// Poincare ball that sends (0, 1/rc) to infinity.
///
/// @param x point (D >= 1 space coordinates)
/// @param c the space has sectional curvature -c
/// @return y, shaped like x, h its last coordinate; NaN if a coordinate is NaN
/// @throws shape_error if x has no coordinate
///
/// x_t - x_D is rationalised where it cancels. Relative error, norm-wise and of h alone:
/// float 6.1e-8, double 1e-15. Cost: two passes over D. Derivation: docs/derivations/models.md.
template <class DX, class C>
plain_vector<DX, point_scalar<DX, C>> to_half_space(const Eigen::MatrixBase<DX>& x,
                                                    const Curvature<C>& c) {
  return detail::half_space_map<row::ToHalfSpace>("to_half_space", "x", x, c);
}

/// Gradient {x, c} of grad_out . to_half_space(x, c), Euclidean in the coordinates of x.
///
/// Smooth everywhere. Error relative to E |grad_out|, E = rc h, the largest that the gradient by x
/// can be, and likewise of c: float 6.1e-8, double 2e-15. The gradient itself is smaller than that
/// by 1/X, X = rc x_t, where grad_out lies along the geodesic from the origin. Cost: five
/// passes over D.
/// @throws shape_error if x has no coordinate, or grad_out and x differ in size
template <class DX, class C, class DG>
auto to_half_space_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                       const Eigen::MatrixBase<DG>& grad_out) {
  return detail::half_space_vjp<row::ToHalfSpace>("to_half_space_vjp", "x", x, c, grad_out);
}

/// The point x = (u / E, (c |y|^2 - 1) / (2 rc E)), E = rc h, of upper half-space coordinates y =
/// (u, h). Inverse of to_half_space.
///
/// @param y coordinates in the half-space (D >= 1 numbers), the last one, h, positive
/// @param c the space has sectional curvature -c
/// @return space part of the point, shaped like y; NaN if a coordinate is NaN
/// @throws domain_error if h <= 0; shape_error if y has no coordinate
///
/// c |y|^2 - 1 is summed in twice the precision, so no digit is lost next to (0, 1/rc). Relative
/// error, norm-wise: float 6.1e-8, double 1e-15. Cost: two passes over D.
template <class DY, class C>
plain_vector<DY, point_scalar<DY, C>> from_half_space(const Eigen::MatrixBase<DY>& y,
                                                      const Curvature<C>& c) {
  return detail::half_space_map<row::FromHalfSpace>("from_half_space", "y", y, c);
}

/// Gradient {x, c} of grad_out . from_half_space(y, c); x is the gradient by y.
///
/// Smooth in the half-space. Error relative to (X / E) |grad_out|, the largest that the gradient
/// can be, and likewise of c: float 6.1e-8, double 2e-15. Cost: five passes over D.
/// @throws as from_half_space; shape_error if grad_out and y differ in size
template <class DY, class C, class DG>
auto from_half_space_vjp(const Eigen::MatrixBase<DY>& y, const Curvature<C>& c,
                         const Eigen::MatrixBase<DG>& grad_out) {
  return detail::half_space_vjp<row::FromHalfSpace>("from_half_space_vjp", "y", y, c, grad_out);
}

/// The tangent vector v at x (its space part) in the coordinates of the upper half-space: the
/// differential of to_half_space at x, applied to v.
///
/// @param x point (D >= 1 space coordinates)
/// @param v space part of a tangent vector at x; any D numbers are one
/// @param c the space has sectional curvature -c
/// @return tangent vector at to_half_space(x, c), shaped like v; NaN if an argument is NaN
/// @throws shape_error if x has no coordinate, or v and x differ in size
///
/// What v has along x is kept apart from the rest, for it shrinks more, by 1/X. Norm-wise relative
/// error: float 6.1e-8, double 2e-15. Cost: six passes over D.
template <class DX, class DV, class C>
plain_vector<DV, tangent_scalar<DX, DV, C>> to_half_space_tangent(const Eigen::MatrixBase<DX>& x,
                                                                  const Eigen::MatrixBase<DV>& v,
                                                                  const Curvature<C>& c) {
  return detail::half_space_tangent<row::ToHalfSpace>("to_half_space_tangent", "x", x, v, c);
}

/// Gradient {x, v, c} of grad_out . to_half_space_tangent(x, v, c).
///
/// Smooth everywhere. Relative error by x, in double also that by c against E |v| |grad_out| / 2c:
/// float 6.1e-8, double 5e-15, where no terms of opposite sign happen to cancel; by v as
/// to_half_space_vjp. Errors as to_half_space_tangent.
template <class DX, class DV, class C, class DG>
auto to_half_space_tangent_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DV>& v,
                               const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  return detail::half_space_tangent_vjp<row::ToHalfSpace>("to_half_space_tangent_vjp", "x", x, v, c,
                                                          grad_out);
}

/// The tangent vector v at y of the upper half-space as the space part of one at from_half_space(y,
/// c): the differential of from_half_space at y, applied to v. Inverse of to_half_space_tangent.
///
/// Error relative to (X / E) |v|: float 6.1e-8, double 2e-15. Errors as from_half_space, shapes as
/// to_half_space_tangent.
template <class DY, class DV, class C>
plain_vector<DV, tangent_scalar<DY, DV, C>> from_half_space_tangent(const Eigen::MatrixBase<DY>& y,
                                                                    const Eigen::MatrixBase<DV>& v,
                                                                    const Curvature<C>& c) {
  return detail::half_space_tangent<row::FromHalfSpace>("from_half_space_tangent", "y", y, v, c);
}

/// Gradient {x, v, c} of grad_out . from_half_space_tangent(y, v, c); x is the gradient by y.
///
/// Accuracy as to_half_space_tangent_vjp; errors as from_half_space_tangent.
template <class DY, class DV, class C, class DG>
auto from_half_space_tangent_vjp(const Eigen::MatrixBase<DY>& y, const Eigen::MatrixBase<DV>& v,
                                 const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  return detail::half_space_tangent_vjp<row::FromHalfSpace>("from_half_space_tangent_vjp", "y", y,
                                                            v, c, grad_out);
}

}  // namespace v0
}  // namespace rapidity
