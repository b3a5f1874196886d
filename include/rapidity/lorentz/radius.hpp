#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Distance asinh(sqrt(c) |x|) / sqrt(c) of a point from the origin: its rapidity over sqrt(c).
///
/// @param x point (D space coordinates)
/// @param c the space has sectional curvature -c
/// @return a number >= 0, exactly 0 only at the origin and, in double, for some |x| below 1e-154,
///         whose squares underflow; NaN if a coordinate is NaN
///
/// Relative error: float 6.1e-8, double 2e-15 (tests/motions). Cost: one pass over D.
template <class DX, class C>
point_scalar<DX, C> radius(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  return T(row::radius(detail::dot(point, point), W(T(c.value()))));
}

/// Gradient {x, c} of grad_out * radius(x, c): d/dx = x / (|x| sqrt(1 + c |x|^2)).
///
/// At the origin, where the radius has a kink, zero. Relative error as for radius.
template <class DX, class C>
auto radius_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                const point_scalar<DX, C>& grad_out) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const row::SelfCoefficients<W> k =
      row::radius_vjp(detail::dot(point, point), W(T(c.value())), W(grad_out));
  return PointGradient<plain_vector<DX, T>, T>{
      point.template map<T>([&](std::int64_t i) { return W(k.x * point(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
