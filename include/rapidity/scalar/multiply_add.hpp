#pragma once
#include <cmath>
#include <type_traits>

#include "../config.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// True if multiply_add rounds once: built-in numbers, and what says so and brings an fma.
template <class T>
constexpr bool is_fused = std::is_arithmetic<T>::value;

/// a b + c with one rounding; plain arithmetic for scalars that bring no fma (autodiff).
template <class T>
RAPIDITY_HD T multiply_add(const T& a, const T& b, const T& c) {
  if constexpr (is_fused<T>) {
    using std::fma;
    return fma(a, b, c);
  } else {
    const T product = a * b;
    return product + c;
  }
}

/// a b, rounded before anything is done with it, for what takes its rounding error apart. nvcc, and
/// GCC where the processor has a fused multiply-add, may else fuse the product with an addition
/// that follows, and the error would count twice. What is fused already they leave alone: with a
/// zero that changes not even a sign.
template <class T>
RAPIDITY_HD T rounded_product(const T& a, const T& b) {
#if defined(__CUDA_ARCH__)
  if constexpr (std::is_same<T, double>::value)
    return __dmul_rn(a, b);
  else if constexpr (std::is_same<T, float>::value)
    return __fmul_rn(a, b);
  else
    return a * b;
#elif defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  if constexpr (is_fused<T> && !std::is_same<T, long double>::value)
    return multiply_add(a, b, T(-0.0));
  else
    return a * b;
#else
  return a * b;
#endif
}

/// x - y. Registers have their own, see batch/detail/lane.hpp.
template <class T>
RAPIDITY_HD T difference(const T& x, const T& y) {
  return x - y;
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
