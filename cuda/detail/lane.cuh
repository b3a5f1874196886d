#pragma once
// One float as a lane, for the formulas of row/score.hpp: with the rounded functions, with those
// that a GPU computes in one instruction, or with some of each.
#include <cmath>
#include <cstdint>
#include <cstring>

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

__device__ inline std::uint32_t bits_of(float number) {
  std::uint32_t bits;
  std::memcpy(&bits, &number, sizeof(bits));
  return bits;
}
__device__ inline float number_of(std::uint32_t bits) {
  float number;
  std::memcpy(&number, &bits, sizeof(number));
  return number;
}

/// log(1 + a) for a from 0 to 2^127, which is all that distances ask for: without a branch, so that
/// those of several pairs go on at the same time. Off by up to 1.2 ulp; NaN for NaN.
__device__ inline float log1p_from_zero(float a) {
  // 1 + a = 2^e (1 + m), m between -1/4 and 1/2.
  constexpr std::uint32_t three_quarters = 0x3f400000, four = 0x40800000, of_exponent = ~0x7fffffu;
  const std::uint32_t exponent = (bits_of(1 + a) - three_quarters) & of_exponent;  // e 2^23
  const float scale = 0.25f * number_of(four - exponent);                          // 2^-e
  const float m = fmaf(a, scale, scale - 1);
  // The least relative error that m + m^2 p(m) can have, 2^-26.
  float p = fmaf(m, 0.0541324392f, -0.120673642f);
  p = fmaf(m, p, 0.149839163f);
  p = fmaf(m, p, -0.16822812f);
  p = fmaf(m, p, 0.199770778f);
  p = fmaf(m, p, -0.24993442f);
  p = fmaf(m, p, 0.333335489f);
  p = fmaf(m, p, -0.500000596f);
  constexpr float ln2_by_unit = 0.693147181f * 0x1p-23f;
  return fmaf(float(std::int32_t(exponent)), ln2_by_unit, fmaf(m * m, p, m));
}

/// The hardware's functions, all but the logarithm: its error is the one that a softmax multiplies
/// by the scale. For points and weights of 16 bits and more.
struct SoftmaxLane : LaneOf<SoftmaxLane> {
  static constexpr float log_unit = 1;

  friend __device__ SoftmaxLane operator/(SoftmaxLane a, SoftmaxLane b) {
    return SoftmaxLane::fill(a.number * hardware_reciprocal(b.number));
  }
  friend __device__ SoftmaxLane sqrt(SoftmaxLane a) {
    return SoftmaxLane::fill(hardware_sqrt(a.number));
  }
  // The product is rounded, by 2^-24 of the exponent; what is far from the largest adds little.
  friend __device__ SoftmaxLane exp(SoftmaxLane a) {
    constexpr float log2_e = 1.44269504f;
    return SoftmaxLane::fill(hardware_exp2(a.number * log2_e));
  }
  friend __device__ SoftmaxLane log1p(SoftmaxLane a) {
    return SoftmaxLane::fill(log1p_from_zero(a.number));
  }
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
