#pragma once
// One float as a lane, for the formulas of row/score.hpp.
#include <cmath>

#include "rapidity/config.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

struct Lane {
  using Scalar = float;

  float number;

  __device__ static Lane fill(float value) { return {value}; }

  friend __device__ Lane operator+(Lane a, Lane b) { return {a.number + b.number}; }
  friend __device__ Lane operator-(Lane a, Lane b) { return {a.number - b.number}; }
  friend __device__ Lane operator*(Lane a, Lane b) { return {a.number * b.number}; }
  friend __device__ Lane operator/(Lane a, Lane b) { return {a.number / b.number}; }
  friend __device__ Lane fma(Lane a, Lane b, Lane c) {
    return {::fmaf(a.number, b.number, c.number)};
  }
  friend __device__ Lane sqrt(Lane a) { return {::sqrtf(a.number)}; }
  friend __device__ Lane exp(Lane a) { return {::expf(a.number)}; }
  friend __device__ Lane log1p(Lane a) { return {::log1pf(a.number)}; }
  friend __device__ bool at_most(Lane a, Lane b) { return a.number <= b.number; }
  friend __device__ Lane choose(bool mask, Lane where_set, Lane elsewhere) {
    return mask ? where_set : elsewhere;
  }
  /// The smaller of the two; NaN where a is NaN.
  friend __device__ Lane capped(Lane a, float cap) { return {cap <= a.number ? cap : a.number}; }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
