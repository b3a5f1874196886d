#pragma once
#include "../scalar/asinhc.hpp"
#include "coefficients.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// a in the logarithmic map at the origin, v = a x: a = asinhc(rc |x|). xx = |x|^2.
template <class W>
RAPIDITY_HD W logmap0_scale(const W& xx, const W& c) {
  return scalar::asinhc(W(c * xx));
}

/// g_x = a (g + c l (g.x) x), g_c = a l |x|^2 (g.x) / 2 with l = asinhc_log_slope(c |x|^2).
/// xx = |x|^2, gx = g.x.
template <class W>
RAPIDITY_HD ScaleCoefficients<W> logmap0_vjp(const W& xx, const W& gx, const W& c) {
  const W z2 = c * xx;
  const W scale = scalar::asinhc(z2);
  const W slope = scalar::asinhc_log_slope(z2) * gx;
  const W half = slope * xx / W(2);
  return {scale, c * slope, scale * half};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
