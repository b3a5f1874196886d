#pragma once
#include "../scalar/limits.hpp"
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of lift: with respect to the tangent vector and the curvature parameter.
template <class V, class T>
struct LiftGradient {
  V v;
  T c;
};

/// Exponential map at the origin, x = sinh(sqrt(c) |v|) v / (sqrt(c) |v|): the point at distance
/// |v| from the origin in direction v. With a cap m = max_rapidity, x = sinh(m) v / (sqrt(c) |v|)
/// where sqrt(c) |v| exceeds m.
///
/// @param v            tangent vector at the origin (D coordinates)
/// @param c            the space has sectional curvature -c
/// @param max_rapidity cap >= 0 on sqrt(c) |v|; 88 keeps float finite
/// @return space part of the point, shaped like v; NaN if a coordinate is NaN
/// @throws domain_error if max_rapidity is negative
///
/// Relative error, norm-wise: float 6.1e-8, double 8.9e-16, however far out (tests/accuracy); of
/// other scalars (2 + z/2) roundings, z = sqrt(c) |v|. Without a cap coordinates overflow to an
/// infinity of their sign (float: beyond z = 88) while zeros stay zero; in double the factor
/// sinh(z)/z saturates at the largest double (z > 710). Cost: two passes over D.
template <class DV, class C>
plain_vector<DV, point_scalar<DV, C>> lift(const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
                                           const point_scalar<DV, C>& max_rapidity) {
  using T = point_scalar<DV, C>;
  using P = Precision<T>;
  using W = typename P::work;
  expect_non_negative("lift", "max_rapidity", max_rapidity);
  const detail::Coordinates<P, DV> tangent(v);
  const W scale = row::lift_scale(detail::square_sum(tangent), W(T(c.value())), W(max_rapidity));
  return tangent.template map<T>([&](std::int64_t i) { return W(scale * tangent(i)); });
}

/// lift without a cap.
template <class DV, class C>
plain_vector<DV, point_scalar<DV, C>> lift(const Eigen::MatrixBase<DV>& v, const Curvature<C>& c) {
  return lift(v, c, scalar::infinity<point_scalar<DV, C>>());
}

/// Gradient {v, c} of grad_out . lift(v, c, max_rapidity), Euclidean in the coordinates of v.
///
/// Smooth at v = 0 (the identity there). Beyond the cap the point moves with the direction of v
/// only, and the error is relative to |grad_out|, not to its part across v. Accuracy as for lift.
/// @throws shape_error if grad_out and v differ in size; domain_error if max_rapidity is negative
template <class DV, class C, class DG>
auto lift_vjp(const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
              const point_scalar<DV, C>& max_rapidity, const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<point_scalar<DV, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  expect_non_negative("lift_vjp", "max_rapidity", max_rapidity);
  const detail::Coordinates<P, DV> tangent(v);
  const detail::Coordinates<P, DG> grad(grad_out);
  expect_size("lift_vjp", "grad_out", grad.size(), "v", tangent.size());
  const row::ScaleCoefficients<W> k = row::lift_vjp(
      detail::square_sum(tangent), detail::dot(grad, tangent), W(T(c.value())), W(max_rapidity));
  return LiftGradient<plain_vector<DV, T>, T>{
      tangent.template map<T>([&](std::int64_t i) { return k.at(grad(i), tangent(i)); }), T(k.c)};
}

/// lift_vjp without a cap.
template <class DV, class C, class DG>
auto lift_vjp(const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
              const Eigen::MatrixBase<DG>& grad_out) {
  return lift_vjp(v, c, scalar::infinity<point_scalar<DV, C>>(), grad_out);
}

/// lift under the name common in the literature.
template <class DV, class C>
plain_vector<DV, point_scalar<DV, C>> expmap0(const Eigen::MatrixBase<DV>& v,
                                              const Curvature<C>& c) {
  return lift(v, c);
}

/// lift_vjp under the name common in the literature.
template <class DV, class C, class DG>
auto expmap0_vjp(const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
                 const Eigen::MatrixBase<DG>& grad_out) {
  return lift_vjp(v, c, grad_out);
}

}  // namespace v0
}  // namespace rapidity
