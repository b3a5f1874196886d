#pragma once
#include "lift.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {
namespace detail {

/// |alpha v|^2 of vv = |v|^2, a number or the sum that it came from, with the digits of that.
template <class S, class W>
RAPIDITY_HD W stretched(const S& vv, const W& alpha) {
  return alpha * alpha * rounded(vv);
}
template <class W>
RAPIDITY_HD CompensatedSum<W> stretched(const CompensatedSum<W>& vv, const W& alpha) {
  const W square = scalar::rounded_product(alpha, alpha);
  const scalar::Parts<W> alpha2{square, scalar::product_rest(alpha, alpha, square)};
  const auto uu = scalar::product(alpha2, scalar::Parts<W>{vv.value(), vv.rest()});
  return {uu.value, uu.rest};
}

}  // namespace detail

/// lift of alpha v, one step of a model whose scale is learnt: x = S (alpha v), S = lift_scale.
template <class W>
struct ScaledLift {
  W scale, alpha;

  /// One coordinate of x from that coordinate of v; V as in Rejection.
  template <class V>
  RAPIDITY_HD V operator()(const V& v) const {
    const V u = V(alpha) * v;
    return V(scale) * u;
  }
};

/// vv = |v|^2, a number W or the sum that it came from; the error as for lift_scale, and a rounding
/// by alpha.
template <class S, class W>
RAPIDITY_HD ScaledLift<W> scaled_lift(const S& vv, const W& alpha, const W& c,
                                      const W& max_rapidity) {
  return {lift_scale(detail::stretched(vv, alpha), c, max_rapidity), alpha};
}

/// Gradient of lift(alpha v): coordinates of g_v by at, g_alpha = alpha, g_c = c.
template <class W>
struct ScaledLiftCoefficients {
  ScaleCoefficients<W> by_product;  ///< the gradient by u = alpha v
  W factor;                         ///< alpha
  W alpha, c;

  /// One coordinate of g_v from that coordinate of the incoming gradient and of v; V as in
  /// Rejection.
  template <class V>
  RAPIDITY_HD V at(const V& g, const V& v) const {
    const V u = V(factor) * v;
    return V(factor) * by_product.at(g, u);
  }
};

/// g_alpha = g_u . v = S (g.v) (1 + c L |u|^2), L as in lift_vjp, u = alpha v; beyond the cap x
/// does not move with alpha. gv = g.v; vv as for scaled_lift.
template <class S, class W>
RAPIDITY_HD ScaledLiftCoefficients<W> scaled_lift_vjp(const S& vv, const W& gv, const W& alpha,
                                                      const W& c, const W& max_rapidity) {
  const auto uu = detail::stretched(vv, alpha);
  const W gu = alpha * gv;
  const ScaleCoefficients<W> k = lift_vjp(uu, gu, c, max_rapidity);
  const W cuu = c * rounded(uu);
  if (detail::is_capped(cuu, max_rapidity)) return {k, alpha, W(W(0) * k.c), k.c};
  const W own = k.self * alpha * rounded(vv);
  const W by_alpha = k.scale * (gv + own);
  return {k, alpha, by_alpha, k.c};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
