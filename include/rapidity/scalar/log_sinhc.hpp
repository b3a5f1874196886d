#pragma once
#include <cmath>

#include "log1p.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// log(sinh(z) / z) as a function of z2 = z^2 >= 0 (even in z, so that an autodiff scalar meets no
/// sqrt(0) at the origin); z - log(2z) far out, where sinh overflows.
///
/// Below z = 3 log1p of the Taylor series of sinh(z)/z - 1, truncated below 1e-22; above,
/// (z - log(2z)) + log1p(-exp(-2z)). Max error 4 ulp.
template <class T>
RAPIDITY_HD T log_sinhc(const T& z2) {
  if (z2 < T(9)) {
    T sum(1);
    for (int k = 16; k >= 2; --k) {
      const T next = z2 * sum;
      sum = T(1) + next / T(2 * k * (2 * k + 1));
    }
    const T excess = z2 * sum / T(6);
    return log1p(excess);
  }
  using std::exp;
  using std::log;
  using std::sqrt;
  const T z = sqrt(z2);
  const T twice = T(2) * z;
  const T negligible = -exp(T(-twice));
  return z - log(twice) + log1p(negligible);
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
