#pragma once
#include <cmath>

#include "squared_distance.hpp"
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Parallel transport of a tangent vector v from x to y:
///   (v's part orthogonal to x) + across (y's part orthogonal to x) + along x.
template <class W>
struct TransportCombination {
  Rejection<W> v_from_x, y_from_x;
  W across, along;

  /// One coordinate of the transported vector from that coordinate of x, y and v.
  RAPIDITY_HD W operator()(const W& x, const W& y, const W& v) const {
    const W aside = across * y_from_x(x, y);
    const W ahead = along * x;
    const W plane = aside + ahead;
    return v_from_x(x, v) + plane;
  }
};

namespace detail {

/// How transport turns the polar frames of x and y into each other, in the plane (x, y): by the
/// angle Omega,
///   sin Omega = (X + Y) sin(theta) / (1 + cosh(rc d)),
///   1 - cos Omega = (1 + X Y + c |x| |y|) (1 - cos theta) / (1 + cosh(rc d)),
/// theta the angle at the origin. Neither point is the origin.
template <class W>
struct FrameTurn {
  W cos_theta, cos_omega;
  W sin_omega;  ///< over l = |y_perp|
  W bend;       ///< (cos theta cos Omega - 1) / l^2
  W l2;
};

template <class W>
RAPIDITY_HD FrameTurn<W> frame_turn(const Triangle<W>& t) {
  const PairSums<W>& s = t.sums;
  const W l2 = s.area2 / s.xx;
  const W norms = t.norm_x() * t.norm_y();
  const W cos_theta = s.xy / norms;
  const W cosh_half2 = W(1) + t.half2;
  const bool acute = s.xy > W(0);
  // 1 - |cos theta| = open l^2, 1 - |cos Omega| = turn (1 - |cos theta|)
  const W xy = acute ? s.xy : W(-s.xy);
  const W open = s.xx / ((norms + xy) * norms);
  const W times = t.time_x * t.time_y + t.c * norms;
  const W turn =
      acute ? W((W(1) + times) / (W(2) * cosh_half2)) : W((W(1) + t.radial2()) / cosh_half2);
  const W cos_turned = W(1) - turn * open * l2;
  W cos_omega = acute ? cos_turned : W(-cos_turned);
  // Turned past a right angle: by 1 + cos Omega, in which the larger terms cancel.
  if (acute && cos_turned < W(0))
    cos_omega = (W(1) + t.radial2()) / cosh_half2 * (W(1) + cos_theta) - W(1);
  // Nearly across: ((1 + X Y) cos theta - c |x| |y|) / (1 + cosh(rc d)), if of small terms.
  const W rise = (W(1) + t.time_x * t.time_y) * cos_theta;
  const W fall = t.c * norms;
  if ((acute ? rise : W(-rise)) + fall < cosh_half2)
    cos_omega = (rise - fall) / (W(2) * cosh_half2);
  const W sin_omega = (t.time_x + t.time_y) / (W(2) * cosh_half2 * t.norm_y());
  return {cos_theta, cos_omega, sin_omega, W(-open * (W(1) + turn * xy / norms)), l2};
}

/// Whether so little of v arrives along the ray of y that the roundings of the frame's turn, which
/// Y scales up there, would show, and sums of twice the digits of W are good for more.
template <class W>
RAPIDITY_HD bool arrives_across(const Triangle<W>& t, const Tangent<W>& v, const W& u_y) {
  const W times = t.time_x * t.time_y;
  return W(4) * u_y * u_y < v.length2 && t.time_y > W(2) &&
         times * scalar::epsilon<W>() < W(1) / W(256);
}

/// The part of the transported vector along the ray of y, however small beside its terms:
///   (Y / (X (1 + cosh(rc d)) |y|)) [v.y (X^2 + X Y) - c x.v (x.y + |y|^2)].
template <class W>
RAPIDITY_HD W along_target(const Triangle<W>& t, const Tangent<W>& v, const scalar::Parts<W>& vy) {
  const PairSums<W>& s = t.sums;
  const W zero(0);
  const scalar::Parts<W> one{W(1), zero}, c{t.c, zero};
  const scalar::Parts<W> time_x2 = scalar::sum(one, scalar::product(c, s.xx_parts()));
  const scalar::Parts<W> time_y2 = scalar::sum(one, scalar::product(c, s.yy_parts()));
  const scalar::Parts<W> times = scalar::root(scalar::product(time_x2, time_y2));
  const scalar::Parts<W> gained = scalar::product(vy, scalar::sum(time_x2, times));
  const scalar::Parts<W> lost =
      scalar::product(scalar::product(c, v.sums.xv_parts), scalar::sum(s.xy_parts(), s.yy_parts()));
  const W bracket = scalar::left_over(gained, lost, scalar::Parts<W>{zero, zero});
  const W cosh_half2 = W(1) + t.half2;
  return t.time_y / t.time_x * bracket / (W(2) * cosh_half2 * t.norm_y());
}

/// The vector that arrives with the part at_y_r along the ray of y. u_r is its part along x's ray,
/// in the orthonormal frame.
template <class W>
RAPIDITY_HD TransportCombination<W> arrival(const Triangle<W>& t, const FrameTurn<W>& turn,
                                            const Tangent<W>& v, const W& vp, const W& u_r,
                                            const W& at_y_r) {
  const W norm_y = t.norm_y();
  const W at_y_e = turn.cos_omega * vp - turn.sin_omega * turn.l2 * u_r;  // times l
  const W along = turn.cos_theta * at_y_r - at_y_e / norm_y;
  const W aside = turn.bend * vp - turn.cos_theta * turn.sin_omega * u_r;
  return {v.sums.from_x, t.sums.from_x, W(at_y_r / norm_y + aside), W(along / t.norm_x())};
}

}  // namespace detail

/// In the polar frames of x and y, vectors of the plane (x, y) turn by detail::FrameTurn; what is
/// orthogonal to the plane stays. Written in l^2 = |y_perp|^2 without l, so that nothing is
/// singular on the ray. vp = v_perp.y_perp, both orthogonal to x.
///
/// y and vector give the coordinates again, P and reduce as in pair_sums: where the vector arrives
/// nearly across the ray of y, its part along that comes from sums in two parts, one more pass.
template <class P, class W, class Y, class V, class Reduce>
RAPIDITY_HD TransportCombination<W> transport(const Triangle<W>& t, const Tangent<W>& v,
                                              const W& vp, const Y& y, const V& vector,
                                              const Reduce& reduce) {
  const PairSums<W>& s = t.sums;
  const W zero(0);
  if (s.xx == zero) {  // v + (Y - 1) (v.y) y / |y|^2
    return {v.sums.from_x, s.from_x, W(t.c * vp / (W(1) + t.time_y)), zero};
  }
  const W u_r = v.sums.xv / t.norm_x() / t.time_x;  // along x's ray, in the orthonormal frame
  if (s.yy == zero) return {v.sums.from_x, s.from_x, zero, W(u_r / t.norm_x())};
  const detail::FrameTurn<W> turn = detail::frame_turn(t);
  const W u_y = turn.cos_omega * u_r + turn.sin_omega * vp;  // along y's ray
  W at_y_r = t.time_y * u_y;
  if constexpr (has_compensated_sums<P>) {
    if (detail::arrives_across(t, v, u_y)) {
      const auto vy = product_sum<P>(vector, y, reduce);
      at_y_r = detail::along_target(t, v, scalar::Parts<W>{vy.value(), vy.rest()});
    }
  }
  return detail::arrival(t, turn, v, vp, u_r, at_y_r);
}

/// Gradient of parallel transport. With a = d<x,y>/dx, b = d<x,y>/dy, v' as in Tangent::flat:
///   g_v = g + turn a,   g_x = keep g_v - base_v v',   g_y = keep g + turn (v' + shift b),
///   g_c = c.
template <class W>
struct TransportCoefficients {
  Tangent<W> v;
  PairCoefficients<W> inner;
  W keep, turn, base_v, shift, c;

  /// One coordinate of g_v from that coordinate of the incoming gradient, of x and y.
  RAPIDITY_HD W at_tangent(const W& g, const W& x, const W& y) const {
    const W plane = turn * inner.at_x(x, y);
    return g + plane;
  }
  /// One coordinate of g_x from that coordinate of the incoming gradient, of x, y and v.
  RAPIDITY_HD W at_x(const W& g, const W& x, const W& y, const W& own) const {
    const W straight = keep * at_tangent(g, x, y);
    const W aside = base_v * v.flat(x, own);
    return straight - aside;
  }
  /// One coordinate of g_y from that coordinate of the incoming gradient, of x, y and v.
  RAPIDITY_HD W at_y(const W& g, const W& x, const W& y, const W& own) const {
    const W straight = keep * g;
    const W plane = shift * inner.at_y(x, y);
    const W arrived = v.flat(x, own) + plane;
    return straight + turn * arrived;
  }
};

namespace detail {

/// (1 + cosh(rc d)) X B / 2 with B as in docs/derivations/motions.md: the slope by c of the part
/// along x of c <v,y>_L / (1 + cosh(rc d)).
template <class W>
RAPIDITY_HD W radial_slope(const Triangle<W>& t) {
  const PairSums<W>& s = t.sums;
  const W squares = t.c * (s.dx + s.dy);  // X^2 - Y^2
  const W difference = squares / (t.time_x + t.time_y);
  const W sinh_radial = -squares / (t.rc * (t.norm_x() * t.time_y + t.time_x * t.norm_y()));
  const W ahead = sinh_radial * (W(1) + t.radial2());
  const W times = W(2) * t.time_x * t.time_x * t.time_y + difference;
  const W bend = t.rc * versine(t) / t.norm_x() * times / W(2);
  return ahead - bend;
}

}  // namespace detail

/// The gradient of v + k (x + y), k = c <v,y>_L / (1 + cosh(rc d)); vp as in transport, gs =
/// g.(x + y).
template <class W>
RAPIDITY_HD TransportCoefficients<W> transport_vjp(const Triangle<W>& t, const Tangent<W>& v,
                                                   const W& vp, const W& gs) {
  const PairSums<W>& s = t.sums;
  const W cosh_half2 = W(1) + t.half2;
  const W scale = t.c / (W(2) * cosh_half2);
  const W keep = scale * (vp + t.at_x().radial * v.sums.xv);
  const W turn = scale * gs;
  const W base_v = t.time_y / t.time_x * turn;
  const W shift = scale * (vp + v.radial * (s.xx + s.xy));

  // 2 c dk/dc, of the parts of v across x's ray and along it
  const W inverses = W(1) / t.time_x + W(1) / t.time_y;
  const W across = scale * vp * inverses * (t.time_x + t.time_y) / (W(2) * cosh_half2);
  W along(0);
  if (!(s.xx == W(0))) {
    const W u_r = v.sums.xv / t.norm_x() / t.time_x;
    const W slope = detail::radial_slope(t) / cosh_half2 / t.time_x;
    along = t.rc * u_r * inverses * slope / (W(2) * cosh_half2);
  }
  const W slope = (across + along) / (W(2) * t.c);
  return {v, inner_vjp(t, W(1)), keep, turn, base_v, shift, W(gs * slope)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
