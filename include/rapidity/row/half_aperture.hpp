#pragma once
#include <cmath>

#include "coefficients.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Half-aperture asin(min(1, 2K / (rc |x|))) of the entailment cone at x, in [0, pi/2]; xx = |x|^2,
/// K = min_radius >= 0. pi/2 up to rc |x| = 2K.
template <class W>
RAPIDITY_HD W half_aperture(const W& xx, const W& c, const W& min_radius) {
  using std::atan2;
  using std::sqrt;
  const W cxx = c * xx;
  const W opposite = W(2) * min_radius;
  if (cxx <= W(opposite * opposite)) return atan2(W(1), W(0));
  const W hypotenuse = sqrt(cxx);
  const W adjacent = sqrt(W((hypotenuse - opposite) * (hypotenuse + opposite)));
  return atan2(opposite, adjacent);
}

/// d/dx = -2K / (|x|^2 q) x, d/dc = -K / (c q), q = sqrt(c |x|^2 - 4 K^2); 0 up to rc |x| = 2K.
template <class W>
RAPIDITY_HD SelfCoefficients<W> half_aperture_vjp(const W& xx, const W& c, const W& min_radius,
                                                  const W& grad_out) {
  using std::sqrt;
  const W cxx = c * xx;
  const W opposite = W(2) * min_radius;
  if (cxx <= W(opposite * opposite)) {
    const W zero = W(0) * grad_out;
    return {zero, zero};
  }
  const W hypotenuse = sqrt(cxx);
  const W adjacent = sqrt(W((hypotenuse - opposite) * (hypotenuse + opposite)));
  const W slope = -grad_out * opposite / adjacent;
  return {slope / xx, slope / (W(2) * c)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
