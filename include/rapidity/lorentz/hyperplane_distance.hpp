#pragma once
#include "../row/hyperplane_distance.hpp"
#include "bearing.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of hyperplane_distance and mlr_logit: with respect to the point, the normal, the offset
/// and the curvature parameter.
template <class X, class Z, class T>
struct HyperplaneGradient {
  X x;
  Z normal;
  T offset;
  T c;
};

/// Signed geodesic distance of x from the totally geodesic hyperplane that meets the ray along
/// `normal` at right angles, at the distance `offset` from the origin (behind it if negative).
///
/// With z = normal, a = offset, rc = sqrt(c), it is the hyperplane <w, x>_L = 0 of the ambient
/// normal w = (sinh(rc a) |z|, cosh(rc a) z), time part first, and the distance is
/// (1 / rc) asinh(rc <w, x>_L / |z|) = (1 / rc) asinh(cosh(rc a) rc x.z / |z| - sinh(rc a) rc x_t).
///
/// @param x      point (D space coordinates)
/// @param normal z, D numbers, not all zero; only its direction matters
/// @param offset a, a length
/// @param c      the space has sectional curvature -c
/// @return positive on the side that z points to; NaN if an argument is NaN
/// @throws shape_error if x and normal differ in size; domain_error if |normal|^2 is 0
///
/// Computed as (1 / rc) asinh(M sinh(tau - rc a)), M = sqrt(1 + c |x_perp|^2), sinh tau = rc x.z /
/// (|z| M), x_perp the part of x orthogonal to z: it never overflows, and rounds tau - rc a alone.
/// Hence the error, relative to max(|value|, S), S = (|tau| + rc |a|) M / (rc cosh(rc d)), which is
/// larger near the hyperplane only: float 6.1e-8 (S counts with 2^-29), double 1e-15. Cost: one
/// pass over D, three for neighbours of one ray. Source: Bdeir et al., Fully hyperbolic
/// convolutional neural networks for computer vision (2024). Derivation: docs/derivations/means.md.
template <class DX, class DZ, class C>
pair_scalar<DX, DZ, C> hyperplane_distance(const Eigen::MatrixBase<DX>& x,
                                           const Eigen::MatrixBase<DZ>& normal,
                                           const pair_scalar<DX, DZ, C>& offset,
                                           const Curvature<C>& c) {
  using T = pair_scalar<DX, DZ, C>;
  using W = typename Precision<T>::work;
  const detail::Directed<T, DX, DZ> pair("hyperplane_distance", x, "normal", normal, c);
  pair.expect_directed("hyperplane_distance", "normal");
  return T(row::hyperplane_distance(row::hyperplane(pair.bearing, W(offset))));
}

/// Gradient {x, normal, offset, c} of grad_out * hyperplane_distance(x, normal, offset, c).
///
/// Smooth everywhere; orthogonal to the normal by the normal. Norm-wise relative error: float
/// 6.1e-8, double 3e-15; by c, which may change sign, relative to the largest of its terms. Errors
/// and cost as for hyperplane_distance, and two more passes.
template <class DX, class DZ, class C>
auto hyperplane_distance_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DZ>& normal,
                             const pair_scalar<DX, DZ, C>& offset, const Curvature<C>& c,
                             const pair_scalar<DX, DZ, C>& grad_out) {
  using T = pair_scalar<DX, DZ, C>;
  using W = typename Precision<T>::work;
  const char* name = "hyperplane_distance_vjp";
  const detail::Directed<T, DX, DZ> pair(name, x, "normal", normal, c);
  pair.expect_directed(name, "normal");
  const row::HyperplaneCoefficients<W> k =
      row::hyperplane_distance_vjp(row::hyperplane(pair.bearing, W(offset)), W(grad_out));
  return HyperplaneGradient<plain_vector<DX, T>, plain_vector<DZ, T>, T>{
      pair.gradient_x(k), pair.gradient_d(k), T(k.offset), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
