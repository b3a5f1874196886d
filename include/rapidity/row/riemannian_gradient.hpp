#pragma once
#include "../config.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// The Riemannian gradient h = g + (c x.g) x of a function with the Euclidean gradient g, in the
/// space coordinates: the inverse of the metric I - c x x^T / X^2 times g.
template <class W>
struct RaisedGradient {
  W x;

  /// One coordinate of h from that coordinate of x and g.
  RAPIDITY_HD W operator()(const W& x_i, const W& g) const {
    const W along = x * x_i;
    return g + along;
  }
};

/// xg = x.g.
template <class W>
RAPIDITY_HD RaisedGradient<W> riemannian_gradient(const W& xg, const W& c) {
  return {W(c * xg)};
}

/// Gradient of h, k the incoming one:
///   g_x = x_g g + x_k k,   g_g = k + x_g x,   g_c = c.
template <class W>
struct RaisedGradientCoefficients {
  W x_g, x_k, c;

  /// One coordinate of g_x from that coordinate of g and k.
  RAPIDITY_HD W at_x(const W& g, const W& k) const {
    const W first = x_g * g;
    const W second = x_k * k;
    return first + second;
  }
  /// One coordinate of g_g from that coordinate of x and k.
  RAPIDITY_HD W at_g(const W& x, const W& k) const {
    const W along = x_g * x;
    return k + along;
  }
};

/// g_x = c ((x.k) g + (x.g) k),   g_g = k + c (x.k) x,   g_c = (x.g)(x.k).
template <class W>
RAPIDITY_HD RaisedGradientCoefficients<W> riemannian_gradient_vjp(const W& xg, const W& xk,
                                                                  const W& c) {
  return {W(c * xk), W(c * xg), W(xg * xk)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
