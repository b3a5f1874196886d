#pragma once
// The scores of all pairs of two sets of points, as functions of the excess u = cosh(sqrt(c) d) - 1
// that a matrix product and the points' time factors give; and the accurate evaluation of one pair.
// A score is -unit(c) * value(u).
//
// L is a lane: a SIMD register that computes like a number, or one number in that form. There is
// no branch on a lane: choose(at_most(a, b), where, elsewhere) selects. Its log1p and exp are of
// the base with the natural logarithm L::log_unit.
#include <cmath>

#include "../scalar/limits.hpp"
#include "distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// The excess of a pair from its inner product xy and from p = X - 1 and q = Y - 1, X and Y the
/// time factors sqrt(1 + c |x|^2): u = p + q + p q - c xy. What does not exceed `noise` roundings
/// of p + q + p q is set to 0, so that the pair counts as coincident. An overflow of u stays
/// finite, NaN stays NaN.
template <class L, class T>
RAPIDITY_HD L excess(L xy, T c, T p, L q, T noise) {
  using Limits = scalar::detail::BuiltInLimits<T>;
  constexpr T far = Limits::largest / 4;
  const L base = fma(q, L::fill(1 + p), L::fill(p));
  const L u = fma(xy, L::fill(-c), base);
  const L relative = L::fill(noise * Limits::epsilon);
  const L threshold = fma(capped(base, far), relative, L::fill(T(Limits::least_normal)));
  return choose(at_most(u, threshold), L::fill(0), capped(u, far));
}

/// (X - Y)^2 / (2 X Y) from p, q, 1 / X and 1 / Y: what the curvature's gradient needs beside the
/// excess.
template <class L, class T>
RAPIDITY_HD L time_gap(T p, T x_inverse, L q, L y_inverse) {
  const L gap = q - L::fill(p);
  const L by_y = gap * y_inverse;
  return by_y * (gap * L::fill(x_inverse / 2));
}

/// exp(x), and 0 where it is so small (below about 1e-30; 1e-290 in double) that products with it
/// would become denormal, which costs a hundred times the time. NaN stays NaN.
template <class L>
RAPIDITY_HD L exp_or_zero(L x) {
  using T = typename L::Scalar;
  const L cut = L::fill(sizeof(T) == sizeof(float) ? T(-70) : T(-670));
  return choose(at_most(x, cut), L::fill(0), exp(choose(at_most(x, cut), cut, x)));
}

/// value(u), its derivative, and rest = r * value - slope * u, where unit(c) ~ c^-r; value in units
/// of value_unit<L>, of which slope and rest know nothing. The rest is
/// what the curvature's gradient needs, formed without cancellation.
template <class L>
struct ScoreLine {
  L value, slope, rest;
};

/// unit * value_unit * value = d: value = acosh(1 + u), slope = 1 / sinh(sqrt(c) d), r = 1/2.
/// Coincident points (u = 0) have value, slope and rest 0.
struct DistanceScore {
  template <class L>
  static constexpr typename L::Scalar value_unit = L::log_unit;

  template <class W>
  RAPIDITY_HD static W unit(W c) {
    using std::sqrt;
    return 1 / sqrt(c);
  }

  template <class L>
  RAPIDITY_HD static L value(L u) {
    return log1p(u + sinh(u));
  }

  template <class L>
  RAPIDITY_HD static ScoreLine<L> line(L u) {
    const L zero = L::fill(0);
    const L sigma = sinh(u);
    const L value = log1p(u + sigma);
    const L slope = choose(at_most(u, zero), zero, L::fill(1) / sigma);
    return {value, slope, half_angle_minus_tanh(value, u * slope)};
  }

  template <class W>
  RAPIDITY_HD static W cost(const Triangle<W>& t) {
    return distance(t);
  }

  template <class W>
  RAPIDITY_HD static PairCoefficients<W> cost_vjp(const Triangle<W>& t, W grad_out) {
    return distance_vjp(t, grad_out);
  }

 private:
  // sqrt((1 + u)^2 - 1), which is 1 + u to half a rounding long before the square overflows.
  template <class L>
  RAPIDITY_HD static L sinh(L u) {
    using T = typename L::Scalar;
    const L most = L::fill(1 / scalar::detail::BuiltInLimits<T>::epsilon);
    return choose(at_most(u, most), sqrt(u * (u + L::fill(2))), u + L::fill(1));
  }

  // w - tanh(w) for w = value / 2: by its series where the difference would lose digits, about as
  // many as the first term left out costs.
  template <class L>
  RAPIDITY_HD static L half_angle_minus_tanh(L value, L tanh_w) {
    using T = typename L::Scalar;
    const L w = L::fill(T(0.5) * L::log_unit) * value;
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
  template <class L>
  static constexpr typename L::Scalar value_unit = 1;

  template <class W>
  RAPIDITY_HD static W unit(W c) {
    return 1 / c;
  }

  template <class L>
  RAPIDITY_HD static L value(L u) {
    return u;
  }

  template <class L>
  RAPIDITY_HD static ScoreLine<L> line(L u) {
    return {u, L::fill(1), L::fill(0)};
  }

  template <class W>
  RAPIDITY_HD static W cost(const Triangle<W>& t) {
    return 2 * t.half2 / t.c;
  }

  template <class W>
  RAPIDITY_HD static PairCoefficients<W> cost_vjp(const Triangle<W>& t, W grad_out) {
    PairCoefficients<W> k = inner_vjp(t, -grad_out);
    const W gap = t.c * (t.sums.dx + t.sums.dy) / (t.time_x + t.time_y);  // X - Y
    k.c = -grad_out * gap * gap / (2 * t.c * t.c * t.time_x * t.time_y);
    return k;
  }
};

/// What a pair with the weight g on its -logit / unit_scale adds: the weight of its excess, g
/// value(u) in its units, and c / unit_scale times the derivative of -logit by the curvature, times
/// g.
template <class L>
struct PairWeight {
  L weight, value, curvature;
};

template <class L>
RAPIDITY_HD PairWeight<L> pair_weight(const ScoreLine<L>& score, L g, L gap) {
  const L weight = g * score.slope;
  return {weight, g * score.value, fma(g, score.rest, weight * gap)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
