#pragma once
#include <cmath>

#include "log1p.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// asinh(z) as a function of z2 = z^2, z >= 0: log1p(z + z^2 / (1 + sqrt(1 + z^2))), a sum of
/// positive terms, none of which overflows. Max error 2 ulp on [0, largest].
/// Not differentiable at 0: an autodiff scalar must branch before.
template <class T>
RAPIDITY_HD T asinh_sqrt(const T& z2) {
  using std::sqrt;
  const T z = sqrt(z2);
  const T sum = T(1) + z2;
  const T cosh = sqrt(sum);
  const T rest = z2 / T(T(1) + cosh);
  const T u = z + rest;
  return log1p(u);
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
