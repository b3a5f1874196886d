#pragma once
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "../config.hpp"
#include "../scalar/multiply_add.hpp"
#include "../scalar/parts.hpp"

namespace rapidity {
inline namespace v0 {

/// A running sum of products: add a product, merge with a neighbour's sum, read the value.
/// Plain: for float products in double, long double and autodiff scalars.
template <class T>
struct Sum {
  using value_type = T;

  T sum = T(0);

  RAPIDITY_HD void add(const T& a, const T& b) {
    const T product = a * b;
    sum += product;
  }
  RAPIDITY_HD void merge(const Sum& other) { sum += other.sum; }
  RAPIDITY_HD const T& value() const { return sum; }
  RAPIDITY_HD T rest() const { return T(0); }  ///< what value() leaves out
};

/// A running sum of products as if in twice the working precision (exact product by fma, two-sum).
/// Ogita, Rump, Oishi: Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), Dot2.
template <class T>
struct CompensatedSum {
  using value_type = T;

  T sum = T(0);
  T error = T(0);

  RAPIDITY_HD void add(const T& a, const T& b) {
    using std::fma;
    const T product = scalar::rounded_product(a, b);
    error += fma(a, b, -product);
    plus(product);
  }
  RAPIDITY_HD void merge(const CompensatedSum& other) {
    plus(other.sum);
    error += other.error;
  }
  RAPIDITY_HD T value() const { return sum + error; }
  RAPIDITY_HD T rest() const {
    const T rounded = value();
    const T part = rounded - sum;
    return error - part;
  }

 private:
  RAPIDITY_HD void plus(const T& term) {
    using scalar::difference;
    const T total = sum + term;
    const T part = difference(total, sum);
    const T left = difference(total, part);
    error += (sum - left) + difference(term, part);
    sum = total;
  }
};

/// How numbers stored as T are worked on: `work` is the type of every formula, `sum` the
/// accumulator of products, has_guard_digits whether sums are good for twice the digits of T. A
/// scalar the library does not know stands for itself.
template <class T>
struct Precision {
  using work = T;
  using sum = Sum<T>;
  static constexpr bool has_guard_digits = false;
};
template <>
struct Precision<float> {
  using work = double;
  using sum = Sum<double>;
  static constexpr bool has_guard_digits = true;
};
template <>
struct Precision<double> {
  using work = double;
  using sum = CompensatedSum<double>;
  static constexpr bool has_guard_digits = true;
};

/// Whether the sums of P have digits that its work type has no room for.
template <class P>
constexpr bool has_compensated_sums =
    std::is_same<typename P::sum, CompensatedSum<typename P::work>>::value;

/// float throughout, compensated: for GPUs whose double is slow.
struct FloatOnly {
  using work = float;
  using sum = CompensatedSum<float>;
  static constexpr bool has_guard_digits = false;
};

namespace row {

/// The plain reduction: visits elements 0 .. size-1 in order on one thread.
///
/// A reduction takes an accumulator and a body, calls body(accumulator, i) for the elements it
/// owns, merges the accumulators of its threads and returns the total to all of them. A warp or a
/// block supplies its own.
struct Serial {
  std::int64_t size;

  template <class Accumulator, class Body>
  RAPIDITY_HD Accumulator operator()(Accumulator accumulator, const Body& body) const {
    for (std::int64_t i = 0; i < size; ++i) body(accumulator, i);
    return accumulator;
  }
};

/// Sum over i of x(i) y(i), with the digits that P::work has no room for. P is a Precision; x and y
/// give element i as P::work.
template <class P, class X, class Y, class Reduce>
RAPIDITY_HD typename P::sum product_sum(const X& x, const Y& y, const Reduce& reduce) {
  using S = typename P::sum;
  return reduce(S(), [&](auto& sum, auto i) { sum.add(x(i), y(i)); });
}

/// The same as one number.
template <class P, class X, class Y, class Reduce>
RAPIDITY_HD typename P::work dot(const X& x, const Y& y, const Reduce& reduce) {
  return product_sum<P>(x, y, reduce).value();
}

/// c s for a number or a sum s: a compensated one gives a product in two parts.
template <class W>
RAPIDITY_HD W scaled(const W& s, const W& c) {
  return c * s;
}
template <class W>
RAPIDITY_HD W scaled(const Sum<W>& s, const W& c) {
  return c * s.value();
}
template <class W>
RAPIDITY_HD scalar::Parts<W> scaled(const CompensatedSum<W>& s, const W& c) {
  const W value = s.value();
  const W product = scalar::rounded_product(c, value);
  return {product, W(scalar::product_rest(c, value, product) + c * s.rest())};
}

/// A number or a sum as one number.
template <class W>
RAPIDITY_HD const W& rounded(const W& s) {
  return s;
}
template <class W>
RAPIDITY_HD W rounded(const Sum<W>& s) {
  return s.value();
}
template <class W>
RAPIDITY_HD W rounded(const CompensatedSum<W>& s) {
  return s.value();
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
