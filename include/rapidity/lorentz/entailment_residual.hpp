#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// How far `specific` lies outside the entailment cone of `general`, in radians:
/// max(0, exterior_angle(general, specific) - eta half_aperture(general)).
///
/// @param general, specific points (D space coordinates), e.g. a text and an image of it
/// @param c                 the space has sectional curvature -c
/// @param min_radius        K >= 0 of half_aperture; MERU takes 0.1
/// @param eta               factor >= 0 on the aperture; 1 in MERU
/// @return a number in [0, pi]; NaN if an argument is NaN
/// @throws shape_error if the points differ in size; domain_error if min_radius or eta is negative
///
/// Absolute error: float 1.3e-7, double 2e-15 (tests/accuracy), and where the half-aperture is
/// nearly pi/2, eta 1e-16 / sqrt(sqrt(c) |general| / 2K - 1) more. Cost: one
/// pass over D, three for neighbours of one ray.
template <class DX, class DY, class C>
pair_scalar<DX, DY, C> entailment_residual(const Eigen::MatrixBase<DX>& general,
                                           const Eigen::MatrixBase<DY>& specific,
                                           const Curvature<C>& c,
                                           const pair_scalar<DX, DY, C>& min_radius,
                                           const pair_scalar<DX, DY, C>& eta) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const char* name = "entailment_residual";
  expect_non_negative(name, "min_radius", min_radius);
  expect_non_negative(name, "eta", eta);
  const auto triangle = detail::triangle<T>(name, "general", general, "specific", specific, c);
  return T(row::entailment_residual(triangle, W(min_radius), W(eta)));
}

/// Gradient {general, specific, c} of grad_out * entailment_residual(...).
///
/// Zero inside the cone and on its boundary; elsewhere the gradients of the two angles, with their
/// conventions at singular points. Errors and cost as for entailment_residual, and two more passes.
template <class DX, class DY, class C>
auto entailment_residual_vjp(const Eigen::MatrixBase<DX>& general,
                             const Eigen::MatrixBase<DY>& specific, const Curvature<C>& c,
                             const pair_scalar<DX, DY, C>& min_radius,
                             const pair_scalar<DX, DY, C>& eta,
                             const pair_scalar<DX, DY, C>& grad_out) {
  using T = pair_scalar<DX, DY, C>;
  using W = typename Precision<T>::work;
  const char* name = "entailment_residual_vjp";
  expect_non_negative(name, "min_radius", min_radius);
  expect_non_negative(name, "eta", eta);
  const detail::Pair<T, DX, DY> pair(name, "general", general, "specific", specific, c);
  const row::PairCoefficients<W> k =
      row::entailment_residual_vjp(pair.triangle, W(min_radius), W(eta), W(grad_out));
  return EntailmentGradient<plain_vector<DX, T>, plain_vector<DY, T>, T>{
      pair.gradient_x(k), pair.gradient_y(k), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
