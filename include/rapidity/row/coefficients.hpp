#pragma once
#include "../config.hpp"
#include "pair_sums.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Gradient of a function of two points, in the plane that they span:
///   g_x = x_perp (y's part orthogonal to x) + x_x x,
///   g_y = y_perp (x's part orthogonal to y) + y_y y,   g_c = c.
/// The two parts of each are orthogonal, so neither drowns the other: combine with at_x and at_y.
template <class W>
struct PairCoefficients {
  Rejection<W> from_x, from_y;
  W x_perp, x_x, y_perp, y_y, c;

  /// One coordinate of g_x from that coordinate of x and y; V as in Rejection.
  template <class V>
  RAPIDITY_HD V at_x(const V& x, const V& y) const {
    const V across = V(x_perp) * from_x(x, y);
    const V along = V(x_x) * x;
    return across + along;
  }
  /// One coordinate of g_y from that coordinate of x and y.
  template <class V>
  RAPIDITY_HD V at_y(const V& x, const V& y) const {
    const V across = V(y_perp) * from_y(y, x);
    const V along = V(y_y) * y;
    return across + along;
  }
};

/// The gradient where it is zero by convention, or NaN if the incoming one is.
template <class W>
RAPIDITY_HD PairCoefficients<W> zero_coefficients(const PairSums<W>& sums, const W& grad_out) {
  const W zero = W(0) * grad_out;
  return {sums.from_x, sums.from_y, zero, zero, zero, zero, zero};
}

/// Gradient of a function of one point: g_x = (coefficient x) x, g_c = c.
template <class W>
struct SelfCoefficients {
  W x, c;
};

/// Gradient of x = scale(|v|) v:   g_v = scale (g + self v),   g_c = c,   g the incoming gradient.
/// `scale` stands outside because it alone can be huge: the bracket never becomes inf - inf.
template <class W>
struct ScaleCoefficients {
  W scale, self, c;

  /// One coordinate of g_v from that coordinate of the incoming gradient and of v; V as in
  /// Rejection.
  template <class V>
  RAPIDITY_HD V at(const V& g, const V& v) const {
    const V own = V(self) * v;
    const V bracket = g + own;
    return V(scale) * bracket;
  }
};

/// A point or tangent vector as a combination of two vectors, "own" and "other":
///   scale (across (other's part orthogonal to own) + along own),
/// other itself in place of its part where `from` is all zero. `scale` stands outside because it
/// alone can be huge.
template <class W>
struct Combination {
  Rejection<W> from;
  W scale, across, along;

  /// One coordinate of the combination from that coordinate of own and other.
  RAPIDITY_HD W operator()(const W& own, const W& other) const {
    const W aside = across * from(own, other);
    const W ahead = along * own;
    const W bracket = aside + ahead;
    return scale * bracket;
  }
};

/// Gradient of a vector that depends on two points:
///   g_x = x g + (plane's g_x),   g_y = y g + (plane's g_y),   g the incoming gradient.
template <class W>
struct PairMapCoefficients {
  W x, y;
  PairCoefficients<W> plane;

  /// One coordinate of g_x from that coordinate of the incoming gradient, of x and of y.
  RAPIDITY_HD W at_x(const W& g, const W& own, const W& other) const {
    const W straight = x * g;
    return straight + plane.at_x(own, other);
  }
  /// One coordinate of g_y from that coordinate of the incoming gradient, of x and of y.
  RAPIDITY_HD W at_y(const W& g, const W& other, const W& own) const {
    const W straight = y * g;
    return straight + plane.at_y(other, own);
  }
};

}  // namespace row
}  // namespace v0
}  // namespace rapidity
