#pragma once
#include <limits>
#include <type_traits>

#include "../config.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

namespace detail {

/// Limits of a built-in type as constants: device code may read these, but not call numeric_limits.
template <class T>
struct BuiltInLimits {
  static constexpr T epsilon = std::numeric_limits<T>::epsilon();
  static constexpr T largest = std::numeric_limits<T>::max();
  static constexpr T infinity = std::numeric_limits<T>::infinity();
  static constexpr T least_normal = std::numeric_limits<T>::min();
};

}  // namespace detail

/// Distance from 1 to the next number; 0 for a scalar without std::numeric_limits.
template <class T>
RAPIDITY_HD T epsilon() {
  if constexpr (std::is_arithmetic<T>::value) {
    return detail::BuiltInLimits<T>::epsilon;
  } else {
    return T(std::numeric_limits<T>::epsilon());
  }
}

/// Binary digits that a series has to have for T: those of long double, and more where T has more.
template <class T>
constexpr int series_digits =
    std::numeric_limits<T>::digits > 64 ? std::numeric_limits<T>::digits : 64;

/// Replaces an overflow to +infinity by the largest finite number, so that a zero scaled by it
/// stays zero. NaN passes. Scalars without std::numeric_limits pass unchanged.
template <class T>
RAPIDITY_HD T saturate(const T& x) {
  if constexpr (std::is_arithmetic<T>::value) {
    constexpr T largest = detail::BuiltInLimits<T>::largest;
    return x > largest ? largest : x;
  } else if constexpr (std::numeric_limits<T>::is_specialized) {
    const T largest(std::numeric_limits<T>::max());
    return x > largest ? largest : x;
  } else {
    return x;
  }
}

/// +infinity as a T: the value of an option that is switched off.
template <class T>
T infinity() {
  static_assert(std::numeric_limits<T>::has_infinity, "pass the option explicitly for this scalar");
  return T(std::numeric_limits<T>::infinity());
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
