#pragma once
#include <cmath>
#include <type_traits>

#include "../scalar/asinhc.hpp"
#include "../scalar/langevinc.hpp"
#include "../scalar/sinhc.hpp"
#include "expmap.hpp"
#include "squared_distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// A point of the geodesic through x and y: a combination with own = x and other = y, or, where
/// from_y, with own = y and other = x.
template <class W>
struct GeodesicPoint {
  Combination<W> point;
  bool from_y;

  /// One coordinate of the point from that coordinate of x and y.
  RAPIDITY_HD W operator()(const W& x, const W& y) const {
    return from_y ? point(y, x) : point(x, y);
  }
};

namespace detail {

/// sinh(u w) / sinh(w), its derivatives by u and by cosh(w), from w^2.
template <class W>
struct SinhRatio {
  W value, slope, by_cosh;
};
template <class W>
RAPIDITY_HD SinhRatio<W> sinh_ratio(const scalar::Parts<W>& u, const scalar::Parts<W>& w2) {
  const scalar::Parts<W> u2 = scalar::product(u, u);
  const scalar::Parts<W> uw2 = scalar::product(u2, w2);
  const W whole = scalar::sinhc(w2);
  const W part = scalar::saturate(scalar::sinhc(uw2));
  const W l = scalar::langevinc(uw2.value);
  const W ratio = part / whole;
  const W value = u.value * ratio;
  const W slope = ratio * (W(1) + uw2.value * l);
  const W bend = u2.value * l - scalar::langevinc(w2.value);
  return {value, slope, W(value * (bend / whole))};
}

/// (rc d)^2. Between far points sinh makes w/2 roundings of one in w = rc d: what rounding took
/// from w is there exp(w) exp(-w) - 1, exp(w) from half2.
template <class W>
RAPIDITY_HD scalar::Parts<W> rapidity2(const Triangle<W>& t) {
  if constexpr (scalar::is_fused<W>) {
    if (t.half2 > W(1) && t.half2 < W(1e30)) {
      using std::exp;
      const W w = W(2) * scalar::asinh_sqrt(t.half2);
      const W exp_w = t.cosh_d() + t.sinh_d();
      const scalar::Parts<W> whole{w, W(exp_w * exp(-w) - W(1))};
      return scalar::product(whole, whole);
    }
  }
  const W a = scalar::asinhc(t.half2);
  return {W(W(4) * t.half2 * a * a), W(0)};
}

/// 1 - u.
template <class W>
RAPIDITY_HD scalar::Parts<W> complement(const W& u) {
  const W rest = W(1) - u;
  const W back = W(1) - rest;
  return {rest, W(back - u)};
}

/// The parameter u, held where |u| w reaches 350 (80 in float): sinh must not overflow. A result
/// there is beyond the range of float by far.
template <class W>
RAPIDITY_HD W within_reach(const W& u, const W& w2) {
  using std::sqrt;
  if (w2 == W(0)) return u;
  const W reach = W(std::is_same<W, float>::value ? 80 : 350) / sqrt(w2);
  if (u > reach) return reach;
  if (u < -reach) return -reach;
  return u;
}

/// sin^2 of the exterior angle at an end, which `inward` sums; not by way of sinhc and roots, whose
/// errors its sum would scale up.
template <class W>
RAPIDITY_HD W sine2(const Triangle<W>& t, const W& own2) {
  if (own2 == W(0) || t.half2 == W(0)) return t.sums.area2;  // 0, or NaN, which must pass
  return t.c * (t.sums.area2 / own2) / sinh2(t);
}

/// The point beyond one end of the side, u < 0 times the way to the other end.
template <class W>
RAPIDITY_HD Combination<W> beyond(const Triangle<W>& t, const Rejection<W>& from,
                                  const Vertex<W>& end, const W& own2, const W& time,
                                  const scalar::Parts<W>& w2, const scalar::Parts<W>& u) {
  const W across = u.value / scalar::sinhc(w2);
  const W ahead = end.radial * time * time;
  const scalar::Parts<W> z2 = scalar::product(scalar::product(u, u), w2);
  const W alpha = across * end.outward;
  return advance(from, across, W(across * ahead), W(t.c * own2), z2, alpha,
                 W(z2.value * sine2(t, own2)));
}

}  // namespace detail

/// The point sinh((1 - u) w) / sinh(w) x + sinh(u w) / sinh(w) y, w = rc d: x at u = 0, y at u = 1.
/// For u outside [0, 1], where that cancels, by the exponential map from the nearer end.
template <class W>
RAPIDITY_HD GeodesicPoint<W> geodesic(const Triangle<W>& t, const W& parameter) {
  const W zero(0);
  const scalar::Parts<W> w2 = detail::rapidity2(t);
  const W u = detail::within_reach(parameter, w2.value);
  const scalar::Parts<W> rest = detail::complement(u);
  if (u < zero) {
    const scalar::Parts<W> way{u, zero};
    return {detail::beyond(t, t.sums.from_x, t.at_x(), t.sums.xx, t.time_x, w2, way), false};
  }
  if (rest.value < zero) {
    return {detail::beyond(t, t.sums.from_y, t.at_y(), t.sums.yy, t.time_y, w2, rest), true};
  }
  // Equal points stay where they are, to the last bit.
  const W part = t.half2 == zero ? W(zero * u) : u;
  const W of_x = detail::sinh_ratio(detail::complement(part), w2).value;
  const W of_y = detail::sinh_ratio(scalar::Parts<W>{part, zero}, w2).value;
  return {{{zero, zero, zero}, W(1), of_y, of_x}, false};
}

/// Gradient of a point of the geodesic: of both points, and of the parameter.
template <class W>
struct GeodesicCoefficients {
  PairMapCoefficients<W> points;
  W t;
};

/// With A, B the coefficients of x and y and m = -(g.x dA/d(cosh w) + g.y dB/d(cosh w)):
///   g_x = A g + c m d<x,y>/dx,   g_y = B g + c m d<x,y>/dy,   g_c = -m d(cosh w)/dc,
///   g_t = g.x dA/du + g.y dB/du, for near points by way of g.(x - y).
/// gx = g.x, gy = g.y, gd = g.(x - y).
template <class W>
RAPIDITY_HD GeodesicCoefficients<W> geodesic_vjp(const Triangle<W>& t, const W& parameter,
                                                 const W& gx, const W& gy, const W& gd) {
  using std::sqrt;
  const scalar::Parts<W> rapidity2 = detail::rapidity2(t);
  const W w2 = rapidity2.value;
  const W u = detail::within_reach(parameter, w2);
  const detail::SinhRatio<W> a = detail::sinh_ratio(detail::complement(u), rapidity2);
  const detail::SinhRatio<W> b = detail::sinh_ratio(scalar::Parts<W>{u, W(0)}, rapidity2);
  const W m = -(gx * a.by_cosh + gy * b.by_cosh);
  PairCoefficients<W> plane = inner_vjp(t, W(t.c * m));
  plane.c = -m * (detail::cosh_slope(t) / t.c);
  W by_t = gy * b.slope - gx * a.slope;
  if (t.half2 < W(1)) {
    const W middle = u - W(1) / W(2);
    const W middle2 = middle * middle;
    const W cosh_half2 = W(1) + t.half2;
    const W difference = w2 * middle * scalar::sinhc(W(middle2 * w2)) / sqrt(cosh_half2);
    by_t = (difference * (gx + gy) - (a.slope + b.slope) * gd) / W(2);
  }
  return {{a.value, b.value, plane}, by_t};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
