#pragma once
// How the nearest points are found among many: the inner product of a matrix product bounds a
// pair's excess u = cosh(sqrt(c) d) - 1 from below, which rules out nearly all pairs; the distance
// of row/distance.hpp, made of the others alone, decides. See docs/decisions/0006.
#include <cmath>
#include <cstdint>

#include "../scalar/limits.hpp"
#include "score.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// One of many points, by its number among them and its distance from a point that is asked about.
template <class T>
struct Neighbour {
  T distance;
  std::int64_t index;
};

/// Whether a comes before b: by distance, NaN behind every number, and among equals by index.
template <class T>
RAPIDITY_HD bool is_closer(const Neighbour<T>& a, const Neighbour<T>& b) {
  if (a.distance < b.distance) return true;
  if (b.distance < a.distance) return false;
  const bool a_is_number = a.distance == a.distance;
  const bool b_is_number = b.distance == b.distance;
  return a_is_number == b_is_number ? a.index < b.index : a_is_number;
}

/// By how much an excess from a matrix product may be off: relative (X Y - 1) + absolute, X and Y
/// the points' time factors.
template <class T>
struct ExcessMargin {
  T relative, absolute;
};

/// The margin of an inner product that is off by up to `roundings` epsilons of T, of |x| |y|, of
/// points with `cols` coordinates. As cosh(rho_x - rho_y) >= 1, c |x| |y| <= X Y - 1, and one
/// number bounds all roundings: 32 more are for those of the time factors, of u and of the bound
/// itself. The absolute part is for underflows.
template <class T>
RAPIDITY_HD ExcessMargin<T> excess_margin(double roundings, std::int64_t cols, double c) {
  using Limits = scalar::detail::BuiltInLimits<T>;
  const double sum = (roundings + 32) * double(Limits::epsilon);
  const double grown = sum < 0.5 ? sum / (1 - sum) : double(Limits::largest);
  const double absolute = 4 * (1 + c * double(cols)) * double(Limits::least_normal);
  return {T(grown), T(absolute)};
}

/// What the excess of a pair is at least; c, p, q and xy as in excess(). 0 where numbers are so
/// large that they may have overflowed, and for NaN: that rules out nothing.
template <class L, class T>
RAPIDITY_HD L least_excess(L xy, T c, T p, L q, const ExcessMargin<T>& margin) {
  constexpr T far = scalar::detail::BuiltInLimits<T>::largest / 8;  // excess() is capped above it
  const L u = excess(xy, c, p, q, T(0));
  const L base = fma(q, L::fill(1 + p), L::fill(p));
  const L least = u - fma(base, L::fill(margin.relative), L::fill(margin.absolute));
  return choose(at_most(u, L::fill(far)), least, L::fill(0));
}

/// The excess above which a pair's distance, rounded to T, is above d. infinity where that is not
/// sure of any: for NaN, and for numbers that may have overflowed.
template <class T, class W>
RAPIDITY_HD T excess_limit(T d, W c) {
  using std::sinh;
  using std::sqrt;
  using Limits = scalar::detail::BuiltInLimits<T>;
  // Of the distances themselves, of sinh and of what is squared: all together below 32.
  const W stretch = W(1) + W(32) * W(Limits::epsilon);
  const W half = sqrt(c) * (W(d) * stretch + W(Limits::least_normal)) / W(2);
  const W sinh_half = sinh(half);
  const W limit = W(2) * sinh_half * sinh_half;
  return limit <= W(Limits::largest / 8) ? T(limit) : Limits::infinity;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
