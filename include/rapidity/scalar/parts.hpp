#pragma once
#include <cmath>

#include "multiply_add.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

/// A number in two parts, value + rest, |rest| at most a few roundings of value: for the functions
/// whose slope would make more of those roundings than an ulp.
template <class T>
struct Parts {
  T value, rest;
};

/// What rounding took from product = a b, to the last bit; 0 for scalars that bring no fma.
template <class T>
RAPIDITY_HD T product_rest(const T& a, const T& b, const T& product) {
  if constexpr (is_fused<T>) {
    using std::fma;
    return fma(a, b, T(-product));
  } else {
    return T(0);
  }
}

/// A number as one T: itself, or the larger part.
template <class T>
RAPIDITY_HD const T& rounded(const T& x) {
  return x;
}
template <class T>
RAPIDITY_HD const T& rounded(const Parts<T>& x) {
  return x.value;
}

/// a b, to twice the digits of T.
template <class T>
RAPIDITY_HD Parts<T> product(const Parts<T>& a, const Parts<T>& b) {
  const T value = rounded_product(a.value, b.value);
  const T cross = a.value * b.rest + a.rest * b.value;
  return {value, T(product_rest(a.value, b.value, value) + cross)};
}

/// a + b, to twice the digits of T but for what cancels.
template <class T>
RAPIDITY_HD Parts<T> sum(const Parts<T>& a, const Parts<T>& b) {
  const T value = a.value + b.value;
  const T part = value - a.value;
  const T lost = (a.value - (value - part)) + (b.value - part);
  return {value, T(lost + (a.rest + b.rest))};
}

/// sqrt(a) in two parts, a > 0.
template <class T>
RAPIDITY_HD Parts<T> root(const Parts<T>& a) {
  using std::sqrt;
  const T value = sqrt(a.value);
  return {value, T((a.rest - product_rest(value, value, a.value)) / (T(2) * value))};
}

/// a - b - c to the digits of T, where c is a - b but for some roundings.
template <class T>
RAPIDITY_HD T left_over(const Parts<T>& a, const Parts<T>& b, const Parts<T>& c) {
  const T difference = a.value - b.value;
  const T part = difference - a.value;
  const T lost = (a.value - (difference - part)) - (b.value + part);
  return (difference - c.value) + ((lost + (a.rest - b.rest)) - c.rest);
}

/// a - b^2 of a, b >= 0, with the relative error of one rounding of the larger over the difference.
template <class T>
RAPIDITY_HD T minus_square(const T& a, const T& b) {
  const T square = b * b;
  return a - square;
}

/// The same in two roundings of its own, as long as a is exact.
template <class T>
RAPIDITY_HD T minus_square(const Parts<T>& a, const T& b) {
  const T square = rounded_product(b, b);
  const T high = a.value - square;
  // Nothing cancels; an infinity has no low part.
  if (!(square < T(4) * a.value) || !(a.value < T(4) * square)) return high;
  const T low = a.rest - product_rest(b, b, square);
  return high + low;
}

}  // namespace scalar
}  // namespace v0
}  // namespace rapidity
