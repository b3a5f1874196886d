#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Exterior angle of the triangle origin, general, specific at `general`, in radians: the angle in
/// [0, pi] between the ray from the origin, continued beyond `general`, and the geodesic from
/// `general` to `specific`. 0: straight behind it; the smaller, the deeper inside its cone.
///
/// @param general, specific points (D space coordinates), e.g. a text and an image of it
/// @param c                 the space has sectional curvature -c
/// @return 0 if general is the origin or equals specific; pi if specific is the origin; NaN if a
///         coordinate is NaN
/// @throws shape_error if the points differ in size
///
/// Absolute error: float 1.3e-7, double 1e-15. Cost: one pass over D, three for neighbours of one
/// ray. Source: Ganea et al., Hyperbolic entailment cones (2018), in the Lorentz model by Le et al.
/// (2019) and Desai et al., MERU (2023). Derivation: docs/derivations/triangle.md.
template <class DX, class DY, class C>
pair_scalar<DX, DY, C> exterior_angle(const Eigen::MatrixBase<DX>& general,
                                      const Eigen::MatrixBase<DY>& specific,
                                      const Curvature<C>& c) {
  using T = pair_scalar<DX, DY, C>;
  const auto triangle =
      detail::triangle<T>("exterior_angle", "general", general, "specific", specific, c);
  return T(row::exterior_angle(triangle));
}

/// Gradient {general, specific, c} of grad_out * exterior_angle(general, specific, c).
///
/// Where the angle is 0 or pi (collinear with the origin, coincident, a point at the origin) it has
/// a kink: all zero. Norm-wise relative error: float 6.1e-8, double 2e-12. Points whose directions
/// differ by less than 2^-60 count as collinear. Errors and cost as for exterior_angle, and two
/// more passes.
template <class DX, class DY, class C>
auto exterior_angle_vjp(const Eigen::MatrixBase<DX>& general, const Eigen::MatrixBase<DY>& specific,
                        const Curvature<C>& c, const pair_scalar<DX, DY, C>& grad_out) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const detail::Pair<T, DX, DY> pair("exterior_angle_vjp", "general", general, "specific", specific,
                                     c);
  const row::PairCoefficients<W> k = row::exterior_angle_vjp(pair.triangle, W(grad_out));
  return EntailmentGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{
      pair.gradient_x(k), pair.gradient_y(k), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
