#pragma once
// The two scores of a pair as functions of its excess u = cosh(sqrt(c) d) - 1, over SIMD lanes,
// and the accurate evaluation of one pair. A score is -scale * unit(c) * value(u).
#include <cmath>

#include "../../row/distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

/// value(u), its derivative, and rest = r * value - slope * u, where unit(c) ~ c^-r. The rest is
/// what the curvature's gradient needs, formed without cancellation.
template <class L>
struct ScoreLine {
  L value, slope, rest;
};

/// unit * value = d: value = acosh(1 + u), slope = 1 / sinh(sqrt(c) d), r = 1/2. Coincident points
/// (u = 0) have value, slope and rest 0.
struct DistanceScore {
  template <class W>
  static W unit(W c) {
    return 1 / std::sqrt(c);
  }

  template <class L>
  static L value(L u) {
    return log1p(u + sinh(u));
  }

  template <class L>
  static ScoreLine<L> line(L u) {
    const L zero = L::fill(0);
    const L sigma = sinh(u);
    const L value = log1p(u + sigma);
    const L slope = choose(at_most(u, zero), zero, L::fill(1) / sigma);
    return {value, slope, half_angle_minus_tanh(value, u * slope)};
  }

  template <class W>
  static W cost(const row::Triangle<W>& t) {
    return row::distance(t);
  }

  template <class W>
  static row::PairCoefficients<W> cost_vjp(const row::Triangle<W>& t, W grad_out) {
    return row::distance_vjp(t, grad_out);
  }

 private:
  // sqrt(u (u + 2)) overflows where its two factors do not.
  template <class L>
  static L sinh(L u) {
    return sqrt(u) * sqrt(u + L::fill(2));
  }

  // w - tanh(w) for w = value / 2: by its series where the difference would lose digits, about as
  // many as the first term left out costs.
  template <class L>
  static L half_angle_minus_tanh(L value, L tanh_w) {
    using T = typename L::Scalar;
    const L w = L::fill(T(0.5)) * value;
    const L w2 = w * w;
    L series = fma(w2, L::fill(T(1382.0 / 155925)), L::fill(T(-62.0 / 2835)));
    series = fma(w2, series, L::fill(T(17.0 / 315)));
    series = fma(w2, series, L::fill(T(-2.0 / 15)));
    series = fma(w2, series, L::fill(T(1.0 / 3)));
    const L cut = L::fill(sizeof(T) == sizeof(float) ? T(0.16) : T(0.006));
    return choose(at_most(w2, cut), w * w2 * series, w - tanh_w);
  }
};

/// unit * value = (cosh(sqrt(c) d) - 1) / c = -<x,y>_L - 1/c: value = u, slope = 1, r = 1. The
/// constant 1/c is common to all scores and drops out of every softmax.
struct InnerScore {
  template <class W>
  static W unit(W c) {
    return 1 / c;
  }

  template <class L>
  static L value(L u) {
    return u;
  }

  template <class L>
  static ScoreLine<L> line(L u) {
    return {u, L::fill(1), L::fill(0)};
  }

  template <class W>
  static W cost(const row::Triangle<W>& t) {
    return 2 * t.half2 / t.c;
  }

  template <class W>
  static row::PairCoefficients<W> cost_vjp(const row::Triangle<W>& t, W grad_out) {
    row::PairCoefficients<W> k = row::inner_vjp(t, -grad_out);
    const W gap = t.c * (t.sums.dx + t.sums.dy) / (t.time_x + t.time_y);  // X - Y
    k.c = -grad_out * gap * gap / (2 * t.c * t.c * t.time_x * t.time_y);
    return k;
  }
};

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
