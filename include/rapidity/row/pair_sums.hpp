#pragma once
#include <cstdint>
#include <type_traits>

#include "../scalar/limits.hpp"
#include "reduce.hpp"
#include "rejection.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Everything a function of two points needs to know about their coordinates; delta = x - y.
template <class W>
struct PairSums {
  W xx;                 ///< |x|^2
  W yy;                 ///< |y|^2
  W xy;                 ///< x.y
  W dx;                 ///< delta.x
  W dy;                 ///< delta.y
  W dd;                 ///< |delta|^2
  W area2;              ///< (|x| |y| sin theta)^2, theta the angle at the origin; 0 if collinear
  Rejection<W> from_x;  ///< y's part orthogonal to x
  Rejection<W> from_y;  ///< x's part orthogonal to y
  /// What rounding took from xx, yy and xy; 0 where the sums have no more digits than W.
  W xx_rest, yy_rest, xy_rest;

  RAPIDITY_HD scalar::Parts<W> xx_parts() const { return {xx, xx_rest}; }
  RAPIDITY_HD scalar::Parts<W> yy_parts() const { return {yy, yy_rest}; }
  RAPIDITY_HD scalar::Parts<W> xy_parts() const { return {xy, xy_rest}; }
};

namespace detail {

/// The sums of the first pass.
template <class S>
struct PairAccumulator {
  using value_type = typename S::value_type;

  S xx, yy, xy, dx, dy, dd;

  RAPIDITY_HD void add(const value_type& x, const value_type& y) {
    const value_type delta = x - y;
    xx.add(x, x);
    yy.add(y, y);
    xy.add(x, y);
    dx.add(delta, x);
    dy.add(delta, y);
    dd.add(delta, delta);
  }
  RAPIDITY_HD void merge(const PairAccumulator& other) {
    xx.merge(other.xx);
    yy.merge(other.yy);
    xy.merge(other.xy);
    dx.merge(other.dx);
    dy.merge(other.dy);
    dd.merge(other.dd);
  }
};

/// The sums of the second pass: what is left of each rejection along its own point, and the squared
/// length of the one from the longer point.
template <class S>
struct ProductAccumulator {
  using value_type = typename S::value_type;

  S xx, yy, xy;

  RAPIDITY_HD void add(const value_type& x, const value_type& y) {
    xx.add(x, x);
    yy.add(y, y);
    xy.add(x, y);
  }
  RAPIDITY_HD void merge(const ProductAccumulator& other) {
    xx.merge(other.xx);
    yy.merge(other.yy);
    xy.merge(other.xy);
  }
};

template <class S>
struct RejectionAccumulator {
  using value_type = typename S::value_type;

  S x, y, perp2;

  RAPIDITY_HD void merge(const RejectionAccumulator& other) {
    x.merge(other.x);
    y.merge(other.y);
    perp2.merge(other.perp2);
  }
};

/// First estimate of a rejection. own_delta = own.(own - other).
template <class W>
RAPIDITY_HD Rejection<W> rejection(bool near, const W& own2, const W& own_delta, const W& xy) {
  const W zero(0);
  if (own2 == zero) return {zero, zero, zero};
  if (near) return {W(1), W(own_delta / own2), zero};
  return {zero, W(-xy / own2), zero};
}

/// The second pass: completes the rejections of s and measures area2. `near` as in the rejections.
template <class P, class X, class Y, class Reduce>
RAPIDITY_HD void complete_rejections(PairSums<typename P::work>& s, bool near, const X& x,
                                     const Y& y, const Reduce& reduce) {
  using W = typename P::work;
  using Accumulator = RejectionAccumulator<typename P::sum>;
  const W zero(0);
  const bool x_is_longer = !(s.xx < s.yy);
  const Accumulator left = reduce(Accumulator(), [&](auto& sums, auto i) {
    using V = typename std::decay_t<decltype(sums)>::value_type;  // W, or a register of them
    const V xi = x(i);
    const V yi = y(i);
    const V y_perp = s.from_x(xi, yi);
    const V x_perp = s.from_y(yi, xi);
    const V perp = x_is_longer ? y_perp : x_perp;
    sums.x.add(y_perp, xi);
    sums.y.add(x_perp, yi);
    sums.perp2.add(perp, perp);
  });
  const W left_x = left.x.value();
  const W left_y = left.y.value();
  if (!(s.xx == zero)) s.from_x.rest = -left_x / s.xx;
  if (!(s.yy == zero)) s.from_y.rest = -left_y / s.yy;

  // Project out once more what rounding left along the longer point, and call what is then within
  // rounding of nothing zero, so that collinear points are recognised. Fused operations leave far
  // less than 1/256 of a rounding of the minuend there, plain ones a whole one.
  const W along = x_is_longer ? W(left_x * s.from_x.rest) : W(left_y * s.from_y.rest);
  const W minuend2 = near ? s.dd : x_is_longer ? s.yy : s.xx;
  const W rounding = scalar::epsilon<W>() / W(scalar::is_fused<W> ? 256 : 1);
  const W rounding2 = rounding * rounding;
  const W negligible = rounding2 * minuend2;
  const W perp2 = left.perp2.value() + along;
  const W longer2 = x_is_longer ? s.xx : s.yy;
  s.area2 = perp2 <= negligible ? zero : W(perp2 * longer2);
}

/// own.other / |own|^2 taken from other, for points that are apart.
template <class S>
RAPIDITY_HD inline auto far_rejection(const S& own2, const S& xy) {
  using W = typename S::value_type;
  const W foot = -xy.value() / own2.value();
  const W left = scalar::multiply_add(foot, own2.value(), xy.value());
  const W rest = xy.rest() + foot * own2.rest();
  return Rejection<W>{W(0), foot, W(-(left + rest) / own2.value())};
}

/// The sums of a pair by subtraction of products, which costs twice the digits that the angle
/// between the points lacks: for sums with digits to spare, and points that are apart. A difference
/// of values rounds once, and is exact where it is small.
template <class S>
RAPIDITY_HD inline auto sums_of_products(const S& sum_xx, const S& sum_yy, const S& sum_xy) {
  using W = typename S::value_type;
  const W xx = sum_xx.value(), yy = sum_yy.value(), xy = sum_xy.value();
  const W xx_rest = sum_xx.rest(), yy_rest = sum_yy.rest(), xy_rest = sum_xy.rest();
  const W dx = xx - xy, dx_rest = xx_rest - xy_rest;
  const W dy = xy - yy, dy_rest = xy_rest - yy_rest;
  const W dd = (dx - dy) + (dx_rest - dy_rest);

  const W squares = scalar::rounded_product(xx, yy);
  const W product2 = scalar::rounded_product(xy, xy);
  const W squares_rest = scalar::multiply_add(xx, yy, W(-squares)) + (xx * yy_rest + xx_rest * yy);
  const W product2_rest = scalar::multiply_add(xy, xy, W(-product2)) + W(2) * xy * xy_rest;
  const W area2 = (squares - product2) + (squares_rest - product2_rest);
  return PairSums<W>{xx,
                     yy,
                     xy,
                     W(dx + dx_rest),
                     W(dy + dy_rest),
                     dd,
                     area2,
                     far_rejection(sum_xx, sum_xy),
                     far_rejection(sum_yy, sum_xy),
                     xx_rest,
                     yy_rest,
                     xy_rest};
}

/// Whether the angle between the points is above 1/16, and below that from pi: subtraction then
/// leaves all but 8 of a sum's binary digits.
template <class W>
RAPIDITY_HD bool are_apart(const W& xx, const W& yy, const W& xy) {
  const W squares = xx * yy;
  return squares - xy * xy > squares / W(256);
}

template <class Accumulator, class X, class Y, class Reduce>
RAPIDITY_HD Accumulator sum_pair(const X& x, const Y& y, const Reduce& reduce) {
  return reduce(Accumulator(), [&](auto& sums, auto i) {
    using V = typename std::decay_t<decltype(sums)>::value_type;
    sums.add(V(x(i)), V(y(i)));
  });
}

/// The sums of a pair in two passes, by differences of coordinates.
template <class P, class X, class Y, class Reduce>
RAPIDITY_HD PairSums<typename P::work> sums_of_differences(const X& x, const Y& y,
                                                           const Reduce& reduce) {
  using W = typename P::work;
  const auto a = sum_pair<PairAccumulator<typename P::sum>>(x, y, reduce);
  const W xx = a.xx.value();
  const W yy = a.yy.value();
  const W xy = a.xy.value();
  const W dx = a.dx.value();
  const W dy = a.dy.value();
  const W dd = a.dd.value();
  // Where 2 |delta| < |x|, |y|, the coordinates that matter are subtracted exactly (Sterbenz).
  const bool near = W(4) * dd < (xx < yy ? xx : yy);
  PairSums<W> s{xx,
                yy,
                xy,
                dx,
                dy,
                dd,
                W(0),
                rejection(near, xx, dx, xy),
                rejection(near, yy, W(-dy), xy),
                a.xx.rest(),
                a.yy.rest(),
                a.xy.rest()};
  complete_rejections<P>(s, near, x, y, reduce);
  return s;
}

}  // namespace detail

/// The sums of a pair, in one pass over its D coordinates where P has guard digits and the points
/// are no neighbours of one ray, else in two (three, with guard digits). P is a Precision; x(i) and
/// y(i) give coordinate i as P::work; reduce is Serial or like it. A NaN in either point reaches
/// area2.
template <class P, class X, class Y, class Reduce>
RAPIDITY_HD inline PairSums<typename P::work> pair_sums(const X& x, const Y& y,
                                                        const Reduce& reduce) {
  if constexpr (P::has_guard_digits) {
    const auto a = detail::sum_pair<detail::ProductAccumulator<typename P::sum>>(x, y, reduce);
    if (detail::are_apart(a.xx.value(), a.yy.value(), a.xy.value())) {
      return detail::sums_of_products(a.xx, a.yy, a.xy);
    }
  }
  return detail::sums_of_differences<P>(x, y, reduce);
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
