#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Logarithmic map at the origin, v = asinh(sqrt(c) |x|) x / (sqrt(c) |x|): the tangent vector in
/// the direction of x whose length is the distance of x from the origin. Inverse of lift.
///
/// @param x point (D space coordinates)
/// @param c the space has sectional curvature -c
/// @return tangent vector at the origin, shaped like x; NaN if a coordinate is NaN
///
/// Relative error, norm-wise: float 6.1e-8, double 2e-15. Cost: two passes over D.
template <class DX, class C>
plain_vector<DX, point_scalar<DX, C>> logmap0(const Eigen::MatrixBase<DX>& x,
                                              const Curvature<C>& c) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const W scale = row::logmap0_scale(detail::dot(point, point), W(T(c.value())));
  return point.template map<T>([&](std::int64_t i) { return W(scale * point(i)); });
}

/// Gradient {x, c} of grad_out . logmap0(x, c), Euclidean in the coordinates of x.
///
/// Smooth at x = 0 (the identity there). Norm-wise relative error: float 6.1e-8, double 2e-15.
/// @throws shape_error if grad_out and x differ in size
template <class DX, class C, class DG>
auto logmap0_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                 const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<point_scalar<DX, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const detail::Coordinates<P, DG> grad(grad_out);
  expect_size("logmap0_vjp", "grad_out", grad.size(), "x", point.size());
  const row::ScaleCoefficients<W> k =
      row::logmap0_vjp(detail::dot(point, point), detail::dot(grad, point), W(T(c.value())));
  return PointGradient<plain_vector<DX, T>, T>{
      point.template map<T>([&](std::int64_t i) { return k.at(grad(i), point(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
