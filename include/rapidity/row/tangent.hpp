#pragma once
#include <cmath>
#include <cstdint>

#include "pair_sums.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Everything a function of a tangent vector needs to know about its coordinates.
template <class W>
struct TangentSums {
  W xx;                 ///< |x|^2, x the point
  W xv;                 ///< x.v
  W perp2;              ///< squared length of v's part orthogonal to x
  Rejection<W> from_x;  ///< v's part orthogonal to x
};

/// The sums of a tangent vector v at the point x, in four passes over its D coordinates. P is a
/// Precision; x(i) and v(i) give coordinate i as P::work; reduce is Serial or like it.
template <class P, class X, class V, class Reduce>
RAPIDITY_HD TangentSums<typename P::work> tangent_sums(const X& x, const V& v,
                                                       const Reduce& reduce) {
  using W = typename P::work;
  const W xx = dot<P>(x, x, reduce);
  const W xv = dot<P>(x, v, reduce);
  TangentSums<W> s{xx, xv, W(0), detail::rejection(false, xx, xx, xv)};
  const auto perp = [&](std::int64_t i) { return s.from_x(W(x(i)), W(v(i))); };
  const W left = dot<P>(perp, x, reduce);
  const W perp2 = dot<P>(perp, perp, reduce);
  if (xx == W(0)) {
    s.perp2 = perp2;
    return s;
  }
  s.from_x.rest = -left / xx;
  const W along = left * s.from_x.rest;
  const W sum = perp2 + along;
  s.perp2 = sum < W(0) ? W(0) : sum;
  return s;
}

/// A tangent vector v at the point x, given by its space part; its time part is (x.v) / x_t. With
/// v_perp orthogonal to x and v_r = v.x / |x|, <v, v>_L = |v_perp|^2 + v_r^2 / X^2: lengths across
/// the ray are Euclidean, lengths along it shorter by X = sqrt(1 + c |x|^2).
template <class W>
struct Tangent {
  TangentSums<W> sums;
  W c;
  W time2;    ///< X^2
  W turn;     ///< c x.v / X^2
  W radial;   ///< x.v / (|x|^2 X^2); 0 at the origin
  W length2;  ///< <v, v>_L

  /// One coordinate of the gradient of <v, w>_L with respect to w, from that coordinate of x and v.
  RAPIDITY_HD W flat(const W& x, const W& v) const {
    const W along = radial * x;
    return sums.from_x(x, v) + along;
  }
};

/// The tangent vector of these sums. NaN in any of them or in c gives NaN.
template <class W>
RAPIDITY_HD Tangent<W> tangent(const TangentSums<W>& sums, const W& c) {
  const W time2 = W(1) + c * sums.xx;
  const W turn = c * sums.xv / time2;
  if (sums.xx == W(0)) return {sums, c, time2, turn, W(0), sums.perp2};
  const W radial = sums.xv / sums.xx / time2;
  return {sums, c, time2, turn, radial, W(sums.perp2 + sums.xv * radial)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
