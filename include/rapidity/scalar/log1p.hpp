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
struct HasLog1p : std::is_arithmetic<T> {};
template <class T>
struct HasLog1p<T, std::void_t<decltype(log1p(std::declval<const T&>()))>> : std::true_type {};

}  // namespace detail

/// log(1 + u), u > -1, to a few ulp for every u. Scalars that bring no log1p (Eigen's
/// AutoDiffScalar) get Kahan's correction of log(1 + u).
template <class T>
RAPIDITY_HD T log1p(const T& u) {
  if constexpr (detail::HasLog1p<T>::value) {
    using std::log1p;
    return log1p(u);
  } else {
    using std::log;
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
