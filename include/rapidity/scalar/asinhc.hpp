#pragma once
#include <cmath>

#include "asinh_sqrt.hpp"
#include "langevinc.hpp"
#include "limits.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// asinh(z) / z as a function of z2 = z^2 >= 0 (even in z, so that an autodiff scalar meets no
/// sqrt(0) at the origin).
///
/// Below z = 1/8 by its Taylor series, truncated below 1e-22, and below the epsilon of a
/// multiprecision scalar. Max error 3 ulp.
template <class T>
RAPIDITY_HD T asinhc(const T& z2) {
  if (z2 < T(0.015625)) {
    constexpr int terms = 12 + (series_digits<T> - 64) / 6;
    T sum(1);
    for (int k = terms; k >= 1; --k) {
      const T next = z2 * sum;
      sum = T(1) - next * T((2 * k - 1) * (2 * k - 1)) / T(2 * k * (2 * k + 1));
    }
    return sum;
  }
  using std::sqrt;
  const T z = sqrt(z2);
  return asinh_sqrt(z2) / z;
}

/// Logarithmic slope of asinhc: asinhc'(z) / (z asinhc(z)), as a function of z2 = z^2 >= 0; -1/3 at
/// the origin. With w = asinh z it is -asinhc(z^2) langevinc(w^2) / sqrt(1 + z^2). Max error 10
/// ulp.
template <class T>
RAPIDITY_HD T asinhc_log_slope(const T& z2) {
  using std::sqrt;
  const T a = asinhc(z2);
  const T w2 = z2 * a * a;
  const T sum = T(1) + z2;
  const T cosh = sqrt(sum);
  return -a * langevinc(w2) / cosh;
}

/// asinhc'(z) / z = (z / sqrt(1 + z^2) - asinh z) / z^3 as a function of z2 = z^2 >= 0; -1/3 at the
/// origin. Max error 12 ulp.
template <class T>
RAPIDITY_HD T asinhc_slope(const T& z2) {
  const T value = asinhc(z2);
  const T logarithmic = asinhc_log_slope(z2);
  return value * logarithmic;
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
