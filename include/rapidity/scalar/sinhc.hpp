#pragma once
#include <cmath>

#include "langevinc.hpp"
#include "limits.hpp"
#include "parts.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// sinh(z) / z as a function of z2 = z^2 >= 0 (even in z, so that an autodiff scalar meets no
/// sqrt(0) at the origin).
///
/// Below z = 1 by its Taylor series, truncated below 1e-22, and below the epsilon of a
/// multiprecision scalar. Max error (2 + z/2) ulp: the slope z is the function's own condition
/// number.
template <class T>
RAPIDITY_HD T sinhc(const T& z2) {
  if (z2 < T(1)) {
    constexpr int terms = 11 + (series_digits<T> - 64) / 8;
    T sum(1);
    for (int k = terms; k >= 1; --k) {
      const T next = z2 * sum;
      sum = T(1) + next / T(2 * k * (2 * k + 1));
    }
    return sum;
  }
  using std::sinh;
  using std::sqrt;
  const T z = sqrt(z2);
  const T s = sinh(z);
  return s / z;
}

/// The same of z^2 in two parts: also what rounding took from the root is made good, so that the
/// slope z amplifies nothing. Max error 4 ulp; of scalars that are not built in, as above.
template <class T>
RAPIDITY_HD T sinhc(const Parts<T>& z2) {
  const T value = sinhc(z2.value);
  if constexpr (is_fused<T>) {
    if (!(z2.value >= T(1)) || !(value <= detail::BuiltInLimits<T>::largest)) return value;
    const Parts<T> z = root(z2);
    const T slope = T(1) - T(1) / z.value;  // coth z - 1/z, near enough to correct a rounding
    return multiply_add(value, T(z.rest * slope), value);
  }
  return value;
}

/// sinhc'(z) / z = (z cosh z - sinh z) / z^3 as a function of z2 = z^2 >= 0; 1/3 at the origin.
/// Max error (5 + z/2) ulp.
template <class T>
RAPIDITY_HD T sinhc_slope(const T& z2) {
  const T value = sinhc(z2);
  const T logarithmic = langevinc(z2);
  return value * logarithmic;
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
