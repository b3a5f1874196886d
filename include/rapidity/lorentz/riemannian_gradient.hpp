#pragma once
#include "../row/riemannian_gradient.hpp"
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of riemannian_gradient: with respect to the point, the Euclidean gradient and the
/// curvature parameter.
template <class X, class G, class T>
struct RiemannianGradientGradient {
  X x;
  G euclidean_gradient;
  T c;
};

namespace detail {

/// x.g in compensated sums, for float, too: it is scaled by c |x|.
template <class W, class X, class G>
W steep_dot(const X& x, const G& g) {
  return row::dot<Precision<W>>(x, g, row::Serial{x.size()});
}

}  // namespace detail

/// The Riemannian gradient h = g + c (x.g) x of a function whose Euclidean gradient in the space
/// coordinates, as every `_vjp` returns it, is g: the inverse of the metric I - x x^T / x_t^2 that
/// the coordinates carry, times g. h is the space part of a tangent vector at x; its time part is
/// x.h / x_t. A step of gradient descent moves along -h.
///
/// @param x                  point (D space coordinates)
/// @param euclidean_gradient g, D numbers
/// @param c                  the space has sectional curvature -c
/// @return space part of the tangent vector, shaped like g; NaN if an argument is NaN
/// @throws shape_error if x and euclidean_gradient differ in size
///
/// Relative error, norm-wise, for c |x|^2 up to 1e9: float 6.1e-8, double 1e-15. Cost: two passes
/// over D.
template <class DX, class DG, class C>
plain_vector<DG, pair_scalar<DX, DG, C>> riemannian_gradient(
    const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DG>& euclidean_gradient,
    const Curvature<C>& c) {
  using T = pair_scalar<DX, DG, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const detail::Coordinates<P, DG> g(euclidean_gradient);
  expect_size("riemannian_gradient", "euclidean_gradient", g.size(), "x", point.size());
  const row::RaisedGradient<W> h =
      row::riemannian_gradient(detail::steep_dot<W>(point, g), W(T(c.value())));
  return g.template map<T>([&](std::int64_t i) { return h(point(i), g(i)); });
}

/// Gradient {x, euclidean_gradient, c} of grad_out . riemannian_gradient(x, g, c).
///
/// Smooth everywhere. Norm-wise error relative to the terms of the sum (their cancellation is the
/// arguments' own): float 6.1e-8, double 1e-15. Cost: four passes over D.
/// @throws shape_error if grad_out, euclidean_gradient and x differ in size
template <class DX, class DG, class C, class DK>
auto riemannian_gradient_vjp(const Eigen::MatrixBase<DX>& x,
                             const Eigen::MatrixBase<DG>& euclidean_gradient, const Curvature<C>& c,
                             const Eigen::MatrixBase<DK>& grad_out) {
  using T = common_scalar<pair_scalar<DX, DG, C>, typename DK::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const detail::Coordinates<P, DG> g(euclidean_gradient);
  const detail::Coordinates<P, DK> grad(grad_out);
  const char* name = "riemannian_gradient_vjp";
  expect_size(name, "euclidean_gradient", g.size(), "x", point.size());
  expect_size(name, "grad_out", grad.size(), "x", point.size());
  const row::RaisedGradientCoefficients<W> k = row::riemannian_gradient_vjp(
      detail::steep_dot<W>(point, g), detail::steep_dot<W>(point, grad), W(T(c.value())));
  return RiemannianGradientGradient<plain_vector<DX, T>, plain_vector<DG, T>, T>{
      point.template map<T>([&](std::int64_t i) { return k.at_x(g(i), grad(i)); }),
      g.template map<T>([&](std::int64_t i) { return k.at_g(point(i), grad(i)); }), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
