#pragma once
// One float as a lane, for the formulas of row/score.hpp: with the rounded functions, or with those
// that a GPU computes in one instruction.
#include <cmath>

#include "hardware.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// What both lanes share. A kernel compiled with -fmad=false fuses where fma is called alone.
template <class L>
struct LaneOf {
  using Scalar = float;

  float number;

  __device__ static L fill(float value) {
    L lane;
    lane.number = value;
    return lane;
  }

  friend __device__ L operator+(L a, L b) { return L::fill(a.number + b.number); }
  friend __device__ L operator-(L a, L b) { return L::fill(a.number - b.number); }
  friend __device__ L operator*(L a, L b) { return L::fill(a.number * b.number); }
  friend __device__ L fma(L a, L b, L c) { return L::fill(::fmaf(a.number, b.number, c.number)); }
  friend __device__ bool at_most(L a, L b) { return a.number <= b.number; }
  friend __device__ L choose(bool mask, L where_set, L elsewhere) {
    return mask ? where_set : elsewhere;
  }
  /// The smaller of the two; NaN where a is NaN.
  friend __device__ L capped(L a, float cap) { return L::fill(smaller_or_nan(a.number, cap)); }
};

/// The functions to about a rounding.
struct Lane : LaneOf<Lane> {
  /// log1p and exp are natural.
  static constexpr float log_unit = 1;

  friend __device__ Lane operator/(Lane a, Lane b) { return Lane::fill(a.number / b.number); }
  friend __device__ Lane sqrt(Lane a) { return Lane::fill(::sqrtf(a.number)); }
  friend __device__ Lane exp(Lane a) { return Lane::fill(::expf(a.number)); }
  friend __device__ Lane log1p(Lane a) { return Lane::fill(::log1pf(a.number)); }
};

/// The hardware's functions, for points and weights of few bits. log1p is off by up to 2^-22 ln 2,
/// and by a rounding of 1 + a: both are absolute.
struct FastLane : LaneOf<FastLane> {
  /// log1p and exp are of base 2: of an exponential of a multiple of a logarithm, nothing is left
  /// of the base but this, in the factor between them.
  static constexpr float log_unit = 0.693147181f;

  friend __device__ FastLane operator/(FastLane a, FastLane b) {
    return FastLane::fill(a.number * hardware_reciprocal(b.number));
  }
  friend __device__ FastLane sqrt(FastLane a) { return FastLane::fill(hardware_sqrt(a.number)); }
  friend __device__ FastLane exp(FastLane a) { return FastLane::fill(hardware_exp2(a.number)); }
  friend __device__ FastLane log1p(FastLane a) {
    return FastLane::fill(hardware_log2(1 + a.number));
  }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
