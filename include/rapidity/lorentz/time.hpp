#pragma once
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Time part x_t = sqrt(1/c + |x|^2) of a point on the hyperboloid <x, x>_L = -1/c.
///
/// @param x point (D space coordinates)
/// @param c the space has sectional curvature -c
/// @return a number >= 1/sqrt(c); NaN if a coordinate is NaN
///
/// Relative error: float 6.1e-8, double 4e-16. Cost: one pass over D.
template <class DX, class C>
point_scalar<DX, C> time(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  return T(row::time(detail::dot(point, point), W(T(c.value()))));
}

/// Gradient {x, c} of grad_out * time(x, c): d/dx = x / x_t, d/dc = -1 / (2 c^2 x_t).
/// Smooth everywhere. Relative error as for time.
template <class DX, class C>
auto time_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
              const point_scalar<DX, C>& grad_out) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const row::SelfCoefficients<W> k =
      row::time_vjp(detail::dot(point, point), W(T(c.value())), W(grad_out));
  return PointGradient<plain_vector<DX, T>, T>{
      point.template map<T>([&](std::int64_t i) { return W(k.x * point(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
