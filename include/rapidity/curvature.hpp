#pragma once
#include <type_traits>

#include "config.hpp"
#include "error.hpp"

namespace rapidity {
inline namespace v0 {

/// The curvature parameter c > 0 of hyperbolic space: the space has sectional curvature -c.
///
/// A type of its own, with an explicit constructor, so that a curvature cannot be mistaken for a
/// temperature, a radius or a gradient. T: float, double, long double or an autodiff scalar.
template <class T>
class Curvature {
  static_assert(!std::is_integral<T>::value, "a curvature is a real number: write 1.0, not 1");

 public:
  /// @throws rapidity::domain_error unless 0 < value < infinity (NaN included).
  explicit constexpr Curvature(const T& value) : value_(checked(value)) {}

  RAPIDITY_HD constexpr const T& value() const { return value_; }

 private:
  static constexpr const T& checked(const T& value) {
    const T zero = value - value;  // NaN if value is infinite or NaN
    if (!(value > T(0)) || !(zero == T(0))) {
      raise<domain_error>("rapidity::Curvature: value must be positive and finite" +
                          detail::got(value));
    }
    return value;
  }

  T value_;
};

}  // namespace v0
}  // namespace rapidity
