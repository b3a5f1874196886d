#pragma once
#include <cmath>

#include "../scalar/asinhc.hpp"
#include "coefficients.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Distance asinh(rc |x|) / rc of a point from the origin; xx = |x|^2.
template <class W>
RAPIDITY_HD W radius(const W& xx, const W& c) {
  using std::sqrt;
  if (xx == W(0)) return W(0);
  const W norm = sqrt(xx);
  return norm * scalar::asinhc(W(c * xx));
}

/// d/dx = x / (|x| X), X = sqrt(1 + c |x|^2), d/dc = |x|^3 asinhc_slope(c |x|^2) / 2; 0 at the
/// origin.
template <class W>
RAPIDITY_HD SelfCoefficients<W> radius_vjp(const W& xx, const W& c, const W& grad_out) {
  using std::sqrt;
  if (xx == W(0)) {
    const W zero = xx * grad_out;
    return {zero, zero};
  }
  const W norm = sqrt(xx);
  const W cxx = c * xx;
  const W time2 = W(1) + cxx;
  const W time = sqrt(time2);
  // |x|^3 slope = (|x| / c) (c |x|^2 slope), whose second factor stays below 1
  const W bend = cxx * scalar::asinhc_log_slope(cxx) * scalar::asinhc(cxx);
  return {grad_out / norm / time, grad_out * norm * bend / (W(2) * c)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
