#pragma once
#include <cmath>
#include <type_traits>

#include "../scalar/multiply_add.hpp"
#include "reduce.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Accumulator of a sum of squares whose margin is wanted: compensated wherever W is built in.
template <class W>
using MarginSum = std::conditional_t<scalar::is_fused<W>, CompensatedSum<W>, Sum<W>>;

/// 1 - c s, by which a point of the ball of radius 1/rc misses its boundary; s = |p|^2.
/// Autodiff and multiprecision scalars: error eps c s.
template <class W>
RAPIDITY_HD W margin(const Sum<W>& s, const W& c) {
  const W product = c * s.value();
  return W(1) - product;
}

/// The same from a sum in twice the precision: c s, too, is a product in two parts, whose large one
/// is subtracted from 1 exactly where that cancels. Relative error eps + D eps^2 / |margin|: a few
/// ulp up to the boundary itself.
template <class W>
RAPIDITY_HD W margin(const CompensatedSum<W>& s, const W& c) {
  using std::fma;
  const W product = scalar::rounded_product(c, s.sum);
  const W high = W(1) - product;
  if (!(product < W(4))) return high;  // nothing cancels; an infinity has no low part
  const W low = fma(c, s.sum, -product) + c * s.error;
  return high - low;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
