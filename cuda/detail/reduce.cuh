#pragma once
// A warp as the reduction of a row, with elements read 16 bytes at a time where they may be.
#include <cstdint>
#include <cstring>

#include "rapidity/config.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int warp_size = 32;
constexpr unsigned all_lanes = 0xffffffffu;

/// n neighbouring elements of a row, that one thread works on together.
template <int n>
struct Span {
  std::int64_t first;
};

/// One of them; `offset` is known when the code is compiled, as the loops over a span are unrolled.
template <int n>
struct Element {
  std::int64_t first;
  int offset;
};

/// The accumulator of the lane that differs in bit `step`.
template <class Accumulator>
__device__ Accumulator of_lane_across(const Accumulator& own, int step) {
  using W = typename Accumulator::value_type;
  constexpr int numbers = sizeof(Accumulator) / sizeof(W);
  static_assert(sizeof(Accumulator) == numbers * sizeof(W), "an accumulator is numbers alone");
  W values[numbers];
  std::memcpy(values, &own, sizeof(own));
#pragma unroll
  for (int k = 0; k < numbers; ++k) values[k] = __shfl_xor_sync(all_lanes, values[k], step);
  Accumulator other;
  std::memcpy(&other, values, sizeof(other));
  return other;
}

/// The total of the accumulators of a warp, the same bits in every lane: the lower lane's goes
/// first, because compensated sums do not commute to the last bit. All 32 lanes call it.
template <class Accumulator>
__device__ Accumulator merge_lanes(Accumulator own) {
  const int lane = threadIdx.x % warp_size;
#pragma unroll
  for (int step = warp_size / 2; step > 0; step /= 2) {
    const Accumulator other = of_lane_across(own, step);
    const bool is_lower = (lane & step) == 0;
    Accumulator total = is_lower ? own : other;
    total.merge(is_lower ? other : own);
    own = total;
  }
  return own;
}

/// A row's reduction, as row/ wants one, and its loop, shared among the lanes of a warp: spans of
/// `width` elements up to `wide`, then single ones up to `size`. All 32 lanes call it.
template <int width>
struct Warp {
  std::int64_t size;
  std::int64_t wide;  // a multiple of width

  /// body(span) of this lane's spans.
  template <class Body>
  __device__ void for_spans(const Body& body) const {
    const int lane = threadIdx.x % warp_size;
#pragma unroll 2
    for (std::int64_t k = std::int64_t(lane) * width; k < wide; k += warp_size * width) {
      body(Span<width>{k});
    }
#pragma unroll 1
    for (std::int64_t k = wide + lane; k < size; k += warp_size) body(Span<1>{k});
  }

  template <class Accumulator, class Body>
  __device__ Accumulator operator()(Accumulator sums, const Body& body) const {
    for_spans([&](auto span) { add_span(sums, span, body); });
    return merge_lanes(sums);
  }

 private:
  template <class Accumulator, int n, class Body>
  __device__ static void add_span(Accumulator& sums, Span<n> span, const Body& body) {
#pragma unroll
    for (int k = 0; k < n; ++k) body(sums, Element<n>{span.first, k});
  }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
