#pragma once
#include "triangle.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// The point p seen from x: (p's part orthogonal to x) + along x, two orthogonal parts.
template <class W>
struct Boosted {
  Rejection<W> rejection;
  W along;

  /// One coordinate of the result from that coordinate of x and p.
  RAPIDITY_HD W operator()(const W& x, const W& p) const {
    const W across = rejection(x, p);
    const W radial = along * x;
    return across + radial;
  }
};

/// The boost that takes x to the origin, applied to p: with the triangle of x and p,
///   p - ((P + cosh(rc d)) / (1 + X)) x = p_perp + (Q_x / (rc |x|)) x,
/// Q_x the triangle's `outward` part at x. The other boost, of the origin to x, is that of -x.
template <class W>
RAPIDITY_HD Boosted<W> boost_inverse(const Triangle<W>& t) {
  if (t.sums.xx == W(0)) {
    return {t.sums.from_x, W(-(t.time_y + t.cosh_d()) / (W(1) + t.time_x))};
  }
  return {t.sums.from_x, W(t.at_x().radial * t.time_x)};
}

/// Gradient of boost_inverse, k the incoming one, r = rejection of p from x, s that of k:
///   g_x = x_grad s + x_perp r + x_x x,   g_p = s + p_perp r + p_x x,   g_c = c.
template <class W>
struct BoostCoefficients {
  Rejection<W> point, grad;
  W x_grad, x_perp, x_x, p_perp, p_x, c;

  /// One coordinate of g_x from that coordinate of x, p and k.
  RAPIDITY_HD W at_x(const W& x, const W& p, const W& k) const {
    const W own = x_grad * grad(x, k);
    return own + rest(x_perp, x_x, x, p);
  }
  /// One coordinate of g_p from that coordinate of x, p and k.
  RAPIDITY_HD W at_p(const W& x, const W& p, const W& k) const {
    const W own = grad(x, k);
    return own + rest(p_perp, p_x, x, p);
  }

 private:
  RAPIDITY_HD W rest(const W& perp, const W& along, const W& x, const W& p) const {
    const W across = perp * point(x, p);
    const W radial = along * x;
    return across + radial;
  }
};

/// With B = cosh(rc d), Q_p the `outward` part at p and grad = pair_sums(x, k):
///   g_x = -((P + B) / (1 + X)) s + (c x.k / (1 + X)) r - (B x.k / (X |x|^2)) x,
///   g_p = s - (c x.k / P) r + (B x.k / (P |x|^2)) x,   g_c = x.k rc |p| Q_p / (2 c X P).
template <class W>
RAPIDITY_HD BoostCoefficients<W> boost_inverse_vjp(const Triangle<W>& t, const PairSums<W>& grad) {
  const W zero(0);
  const W xk = grad.xy;
  const W cxk = t.c * xk;
  const W sum = W(1) + t.time_x;
  const bool at_origin = t.sums.xx == zero;
  const W along = at_origin ? zero : W(t.cosh_d() * xk / t.sums.xx);
  const W product = t.time_x * t.time_y;
  const W slope = xk * t.rc * t.norm_y() * t.at_y().outward / (W(2) * t.c * product);
  return {t.sums.from_x,
          grad.from_x,
          W(-(t.time_y + t.cosh_d()) / sum),
          W(cxk / sum),
          W(-along / t.time_x),
          W(-cxk / t.time_y),
          W(along / t.time_y),
          slope};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
