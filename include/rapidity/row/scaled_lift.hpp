#pragma once
#include "lift.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// lift of alpha v, one step of a model whose scale is learnt: x = S (alpha v), S = lift_scale.
template <class W>
struct ScaledLift {
  W scale, alpha;

  /// One coordinate of x from that coordinate of v.
  RAPIDITY_HD W operator()(const W& v) const {
    const W u = alpha * v;
    return scale * u;
  }
};

/// vv = |v|^2.
template <class W>
RAPIDITY_HD ScaledLift<W> scaled_lift(const W& vv, const W& alpha, const W& c,
                                      const W& max_rapidity) {
  const W uu = alpha * alpha * vv;
  return {lift_scale(uu, c, max_rapidity), alpha};
}

/// Gradient of lift(alpha v): coordinates of g_v by at, g_alpha = alpha, g_c = c.
template <class W>
struct ScaledLiftCoefficients {
  ScaleCoefficients<W> by_product;  ///< the gradient by u = alpha v
  W factor;                         ///< alpha
  W alpha, c;

  /// One coordinate of g_v from that coordinate of the incoming gradient and of v.
  RAPIDITY_HD W at(const W& g, const W& v) const {
    const W u = factor * v;
    return factor * by_product.at(g, u);
  }
};

/// g_alpha = g_u . v = S (g.v) (1 + c L |u|^2), L as in lift_vjp, u = alpha v; beyond the cap x
/// does not move with alpha. vv = |v|^2, gv = g.v.
template <class W>
RAPIDITY_HD ScaledLiftCoefficients<W> scaled_lift_vjp(const W& vv, const W& gv, const W& alpha,
                                                      const W& c, const W& max_rapidity) {
  const W uu = alpha * alpha * vv;
  const W gu = alpha * gv;
  const ScaleCoefficients<W> k = lift_vjp(uu, gu, c, max_rapidity);
  const W cuu = c * uu;
  if (detail::is_capped(cuu, max_rapidity)) return {k, alpha, W(W(0) * k.c), k.c};
  const W own = k.self * alpha * vv;
  const W by_alpha = k.scale * (gv + own);
  return {k, alpha, by_alpha, k.c};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
