#pragma once
// What a thread has of a square of pairs that its warpgroup has multiplied, and sums of it. Of 64
// rows a thread has two, eight apart; of 128 columns sixteen times two neighbours, eight apart. So
// four lanes have a row among them, and eight lanes of each of four warps a column.
#include "hopper.cuh"
#include "patch.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int group_warps = 4, group_threads = group_warps * warp_size;
constexpr int fragment_rows = 2, fragment_columns = 32;

using FragmentRows = Numbers<fragment_rows>;
using FragmentColumns = Numbers<fragment_columns>;

/// Row r and column k of a thread's fragment, in the square; where they are in its sums.
__device__ inline int fragment_row(int r) {
  const int lane = threadIdx.x % warp_size, warp = threadIdx.x % group_threads / warp_size;
  return 16 * warp + lane / 4 + 8 * r;
}
__device__ inline int fragment_column(int k) { return k / 2 * 8 + threadIdx.x % 4 * 2 + k % 2; }
__device__ constexpr int in_fragment(int r, int k) { return k / 2 * 4 + 2 * r + k % 2; }

/// Shared memory of a warpgroup.
struct alignas(16) GroupMemory {
  static constexpr int words_of_weights = 20;  // of 32 columns, and 16 bytes between rows
  union {
    float columns[group_warps + 1][square_columns];  // of each warp, and the shifts of columns
    std::uint32_t weights[group_warps][16][words_of_weights];
  };
  float of_warps[group_warps][2];

  __device__ float& shift(int column) { return columns[group_warps][column]; }
};

/// A number of each of the thread's rows, combined over the four lanes that share the row.
template <class Combine>
__device__ float over_columns(float number, const Combine& combine) {
  number = combine(number, __shfl_xor_sync(all_lanes, number, 1));
  return combine(number, __shfl_xor_sync(all_lanes, number, 2));
}

/// A number of each of the thread's columns, combined over all rows of the square, by warps in
/// their order: thread t of the warpgroup gets that of column t. All its threads call it.
template <class Combine>
__device__ float over_rows(FragmentColumns numbers, int group, GroupMemory& memory,
                           const Combine& combine) {
  exchange<16, 16>(numbers, combine);
  exchange<8, 8>(numbers, combine);
  exchange<4, 4>(numbers, combine);
  const int thread = threadIdx.x % group_threads, kept = thread % warp_size / 4 * 4;
  hopper::meet(group);  // what was there has been read
#pragma unroll
  for (int k = 0; k < 4; k += 2) {
    float* to = &memory.columns[thread / warp_size][fragment_column(kept + k)];
    *reinterpret_cast<float2*>(to) = make_float2(numbers[k], numbers[k + 1]);
  }
  hopper::meet(group);
  float total = memory.columns[0][thread];
#pragma unroll
  for (int warp = 1; warp < group_warps; ++warp) {
    total = combine(total, memory.columns[warp][thread]);
  }
  return total;
}

/// A number that the lanes of each warp agree on, for all warps of the warpgroup to see.
__device__ inline void tell_group(float number, int k, GroupMemory& memory) {
  if (is_first_lane()) memory.of_warps[threadIdx.x % group_threads / warp_size][k] = number;
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
