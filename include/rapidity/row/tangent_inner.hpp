#pragma once
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// <u, v>_L of two tangent vectors at one point x; perp = (part of u orthogonal to x).(that of v).
template <class W>
RAPIDITY_HD W tangent_inner(const Tangent<W>& u, const Tangent<W>& v, const W& perp) {
  const W along = u.sums.xv * v.radial;
  return perp + along;
}

/// Gradient of <u, v>_L: with u', v' as in Tangent::flat,
///   g_u = grad_out v',   g_v = grad_out u',   g_x = base_u u' + base_v v',   g_c = c.
template <class W>
struct TangentInnerCoefficients {
  Tangent<W> u, v;
  W grad_out, base_u, base_v, c;

  /// One coordinate of g_x from that coordinate of x, u and v.
  RAPIDITY_HD W at_base(const W& x, const W& own_u, const W& own_v) const {
    const W first = base_u * u.flat(x, own_u);
    const W second = base_v * v.flat(x, own_v);
    return first + second;
  }
  /// One coordinate of g_u from that coordinate of x and v.
  RAPIDITY_HD W at_u(const W& x, const W& own_v) const { return grad_out * v.flat(x, own_v); }
  /// One coordinate of g_v from that coordinate of x and u.
  RAPIDITY_HD W at_v(const W& x, const W& own_u) const { return grad_out * u.flat(x, own_u); }
};

/// d/dx = -(c / X^2) ((x.v) u' + (x.u) v'), d/dc = -(x.u) (x.v) / X^4.
template <class W>
RAPIDITY_HD TangentInnerCoefficients<W> tangent_inner_vjp(const Tangent<W>& u, const Tangent<W>& v,
                                                          const W& grad_out) {
  const W along = (u.sums.xv / u.time2) * (v.sums.xv / v.time2);
  return {u, v, grad_out, W(-grad_out * v.turn), W(-grad_out * u.turn), W(-grad_out * along)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
