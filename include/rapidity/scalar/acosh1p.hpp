#pragma once
#include "asinh_sqrt.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// acosh(1 + u) = 2 asinh(sqrt(u / 2)), u >= 0, without forming 1 + u. Max error 2 ulp on
/// [0, largest]. Not differentiable at 0: an autodiff scalar must branch before.
template <class T>
RAPIDITY_HD T acosh1p(const T& u) {
  const T half = u / T(2);
  return T(2) * asinh_sqrt(half);
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
