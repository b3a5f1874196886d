#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Half-aperture asin(min(1, 2K / (sqrt(c) |x|))) of the entailment cone at x, in radians.
///
/// @param x          point (D space coordinates)
/// @param c          the space has sectional curvature -c
/// @param min_radius K >= 0: up to sqrt(c) |x| = 2K the cone is a half-space; MERU takes 0.1
/// @return an angle in [0, pi/2]; NaN if an argument is NaN
/// @throws domain_error if min_radius is negative
///
/// Relative error: float 6.1e-8, double 8.9e-16, up to the half-space itself (tests/accuracy); of
/// other scalars one rounding over excess = sqrt(c) |x| / 2K - 1. Cost: one pass over D.
/// Source: Ganea et al., Hyperbolic entailment cones (2018); Desai et al., MERU (2023).
template <class DX, class C>
point_scalar<DX, C> half_aperture(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                                  const point_scalar<DX, C>& min_radius) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  expect_non_negative("half_aperture", "min_radius", min_radius);
  const detail::Coordinates<P, DX> point(x);
  return T(row::half_aperture(detail::square_sum(point), W(T(c.value())), W(min_radius)));
}

/// Gradient {x, c} of grad_out * half_aperture(x, c, min_radius).
///
/// Zero up to and at sqrt(c) |x| = 2K; just beyond, it grows without bound like 1/sqrt(excess), and
/// keeps its digits. Accuracy, errors and cost as for half_aperture.
template <class DX, class C>
auto half_aperture_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                       const point_scalar<DX, C>& min_radius, const point_scalar<DX, C>& grad_out) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  expect_non_negative("half_aperture_vjp", "min_radius", min_radius);
  const detail::Coordinates<P, DX> point(x);
  const row::SelfCoefficients<W> k = row::half_aperture_vjp(
      detail::square_sum(point), W(T(c.value())), W(min_radius), W(grad_out));
  return PointGradient<plain_vector<DX, T>, T>{
      point.template map<T>([&](std::int64_t i) { return W(k.x * point(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
