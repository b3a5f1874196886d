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
  /// |x|^2, x.v and |v|^2 again, in two parts, as far as the sums have more digits than W; the last
  /// is 0 unless asked for.
  scalar::Parts<W> xx_parts, xv_parts, vv_parts;
};

namespace detail {

/// What rounding took from length2 = |v|^2 - c (x.v)^2 / (1 + c |x|^2), the square of a tangent
/// vector's length; 0 if unknown.
template <class W>
RAPIDITY_HD W length2_rest(const TangentSums<W>& s, const W& c, const W& length2) {
  if constexpr (scalar::is_fused<W>) {
    if (s.vv_parts.value == W(0)) return W(0);
    const scalar::Parts<W> curvature{c, W(0)};
    const scalar::Parts<W> cxx = scalar::product(curvature, s.xx_parts);
    const W time2 = W(1) + cxx.value;
    const W larger = cxx.value < W(1) ? W(1) : cxx.value;
    const W smaller = cxx.value < W(1) ? cxx.value : W(1);
    const scalar::Parts<W> times2{time2, W((larger - time2) + smaller + cxx.rest)};
    const scalar::Parts<W> cxv = scalar::product(curvature, s.xv_parts);
    const W left =
        scalar::left_over(scalar::product(s.vv_parts, times2), scalar::product(cxv, s.xv_parts),
                          scalar::product(scalar::Parts<W>{length2, W(0)}, times2));
    const W rest = left / time2;
    // Beyond c |x|^2 = 1e15 the difference has no digits to add.
    const W most = W(8) * scalar::epsilon<W>() * length2;
    return -most <= rest && rest <= most ? rest : W(0);
  } else {
    return W(0);
  }
}

}  // namespace detail

/// The sums of a tangent vector v at the point x, in four passes over its D coordinates, or in five
/// with those in two parts. P is a Precision; x(i) and v(i) give coordinate i as P::work; reduce is
/// Serial or like it.
template <class P, class X, class V, class Reduce>
RAPIDITY_HD TangentSums<typename P::work> tangent_sums(const X& x, const V& v, const Reduce& reduce,
                                                       bool in_parts = false) {
  using W = typename P::work;
  const auto xx_sum = product_sum<P>(x, x, reduce);
  const auto xv_sum = product_sum<P>(x, v, reduce);
  const W xx = xx_sum.value();
  const W xv = xv_sum.value();
  const W zero(0);
  TangentSums<W> s{xx,
                   xv,
                   zero,
                   detail::rejection(false, xx, xx, xv),
                   {xx, xx_sum.rest()},
                   {xv, xv_sum.rest()},
                   {zero, zero}};
  if (has_compensated_sums<P> && in_parts) {
    const auto vv_sum = product_sum<P>(v, v, reduce);
    s.vv_parts = {vv_sum.value(), vv_sum.rest()};
  }
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
  W time2;         ///< X^2
  W turn;          ///< c x.v / X^2
  W radial;        ///< x.v / (|x|^2 X^2); 0 at the origin
  W length2;       ///< <v, v>_L
  W length2_rest;  ///< what rounding took from length2; 0 if unknown

  /// c <v, v>_L, the square of the hyperbolic angle that v spans.
  RAPIDITY_HD scalar::Parts<W> rapidity2() const {
    const W value = scalar::rounded_product(c, length2);
    return {value, W(scalar::product_rest(c, length2, value) + c * length2_rest)};
  }

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
  const bool at_origin = sums.xx == W(0);
  const W radial = at_origin ? W(0) : W(sums.xv / sums.xx / time2);
  const W length2 = sums.perp2 + sums.xv * radial;
  return {sums, c, time2, turn, radial, length2, detail::length2_rest(sums, c, length2)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
