#pragma once
#include <cmath>

#include "coefficients.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Time part sqrt(1/c + |x|^2) of a point; xx = |x|^2.
template <class W>
RAPIDITY_HD W time(const W& xx, const W& c) {
  using std::sqrt;
  const W square = W(1) / c + xx;
  return sqrt(square);
}

/// d/dx = x / x_t, d/dc = -1 / (2 c^2 x_t).
template <class W>
RAPIDITY_HD SelfCoefficients<W> time_vjp(const W& xx, const W& c, const W& grad_out) {
  const W slope = grad_out / time(xx, c);
  return {slope, -slope / (W(2) * c * c)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
