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

/// Gradient of a function of <v, v>_L: g_x = base v', g_v = tangent v', g_c = c, v' as in
/// Tangent::flat.
template <class W>
struct TangentNormCoefficients {
  Tangent<W> v;
  W base, tangent, c;

  /// One coordinate of g_x from that coordinate of x and v.
  RAPIDITY_HD W at_base(const W& x, const W& own) const { return base * v.flat(x, own); }
  /// One coordinate of g_v from that coordinate of x and v.
  RAPIDITY_HD W at_tangent(const W& x, const W& own) const { return tangent * v.flat(x, own); }
};

/// d/dv = v' / |v|_L, d/dx = -(c x.v / X^2) v' / |v|_L, d/dc = -(x.v)^2 / (2 X^4 |v|_L); 0 at
/// v = 0.
template <class W>
RAPIDITY_HD TangentNormCoefficients<W> tangent_norm_vjp(const Tangent<W>& v, const W& grad_out) {
  if (v.length2 == W(0)) {
    const W zero = W(0) * grad_out;
    return {v, zero, zero, zero};
  }
  const W scale = grad_out / tangent_norm(v);
  const W along = v.sums.xv / v.time2;
  return {v, W(-scale * v.turn), scale, W(-scale * along * along / W(2))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
