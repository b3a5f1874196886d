#pragma once
#include <cmath>

#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Length sqrt(<v, v>_L) of a tangent vector.
template <class W>
RAPIDITY_HD W tangent_norm(const Tangent<W>& v) {
  using std::sqrt;
  if (v.length2 == W(0)) return W(0);
  return sqrt(v.length2);
}

/// d/dv = v' / |v|_L, d/dx = -(c x.v / X^2) v' / |v|_L, d/dc = -(x.v)^2 / (2 X^4 |v|_L), v' as in
/// Tangent::flat; 0 at v = 0.
template <class W>
RAPIDITY_HD TangentCoefficients<W> tangent_norm_vjp(const Tangent<W>& v, const W& grad_out) {
  const W zero(0);
  if (v.length2 == zero) {
    const W nothing = zero * grad_out;
    return {v, W(1), zero, nothing, zero, nothing, nothing};
  }
  const W scale = grad_out / tangent_norm(v);
  const W along = v.sums.xv / v.time2;
  return {v, W(1), zero, W(-scale * v.turn), zero, scale, W(-scale * along * along / W(2))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
