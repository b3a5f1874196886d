#pragma once
#include <cmath>

#include "coefficients.hpp"
#include "reduce.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Half-aperture asin(min(1, 2K / (rc |x|))) of the entailment cone at x, in [0, pi/2], K =
/// min_radius >= 0; pi/2 up to rc |x| = 2K.
///
/// As atan2(2K, q), q = sqrt(c |x|^2 - 4 K^2). xx = |x|^2, a number W or the sum that it came from.
/// Relative error: one rounding over excess = rc |x| / 2K - 1 where that is below 1, as q needs c
/// |x|^2 beyond the digits of W; of a compensated sum, which has them, 4 roundings.
template <class S, class W>
RAPIDITY_HD W half_aperture(const S& xx, const W& c, const W& min_radius) {
  using std::atan2;
  using std::sqrt;
  const W opposite = W(2) * min_radius;
  const W adjacent2 = scalar::minus_square(scaled(xx, c), opposite);
  if (adjacent2 <= W(0)) return atan2(W(1), W(0));
  return atan2(opposite, W(sqrt(adjacent2)));
}

/// d/dx = -2K / (|x|^2 q) x, d/dc = -K / (c q); 0 up to rc |x| = 2K. Arguments and error as above.
template <class S, class W>
RAPIDITY_HD SelfCoefficients<W> half_aperture_vjp(const S& xx, const W& c, const W& min_radius,
                                                  const W& grad_out) {
  using std::sqrt;
  const W opposite = W(2) * min_radius;
  const W adjacent2 = scalar::minus_square(scaled(xx, c), opposite);
  if (adjacent2 <= W(0)) {
    const W zero = W(0) * grad_out;
    return {zero, zero};
  }
  const W slope = -grad_out * opposite / sqrt(adjacent2);
  return {slope / rounded(xx), slope / (W(2) * c)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
