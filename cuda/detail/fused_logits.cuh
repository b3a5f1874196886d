#pragma once
// The work of the forward pass on a fused square: what logits_kernel of contrastive_forward.cuh
// does with products from memory.
#include "contrastive_parts.cuh"
#include "fused_squares.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

template <class Score>
struct FusedLogits {
  using L = Bf16::Lane;
  using Row = float;     // X - 1
  using Column = float;  // Y - 1
  struct Numbers {
    float c, factor;
  };

  PairFactors factors;
  const float* scale;
  std::int64_t first, first_square, side, columns;
  Parts parts;

  __device__ Row row(std::int64_t i) const { return factors.x.excess[i]; }
  __device__ Column column(std::int64_t j) const { return factors.y.excess[j]; }
  __device__ Numbers numbers() const {
    const auto c = float(curvature<float>(factors.c));
    return {c, logit_scale<L, Score>(scale, c)};
  }

  __device__ void operator()(hopper::Sums& sums, const Row (&p)[fragment_rows], const Column* q,
                             const Numbers& numbers, const Square& square, int group,
                             GroupMemory& memory) const {
    become_logits(sums, p, q, numbers, square.counted(first));
    const float shift = most_of_all(sums, group, memory);
    FragmentRows row_sums{};
    FragmentColumns column_sums;
#pragma unroll
    for (int k = 0; k < fragment_columns; ++k) {
      column_sums[k] = 0;
#pragma unroll
      for (int r = 0; r < fragment_rows; ++r) {
        const float term = exponential(sums, r, k, shift);
        row_sums[r] += term;
        column_sums[k] += term;
      }
    }
    put_rows(sums, row_sums, shift, square);
    put_columns(sums, column_sums, shift, square, group, memory);
  }

 private:
  /// From inner products; partners, and what lies beyond the tile, are left out.
  __device__ void become_logits(hopper::Sums& sums, const Row (&p)[fragment_rows], const Column* q,
                                const Numbers& numbers, const Counted& counted) const {
#pragma unroll
    for (int k = 0; k < fragment_columns; ++k) {
      const L y = L::fill(q[fragment_column(k)]);
#pragma unroll
      for (int r = 0; r < fragment_rows; ++r) {
        float& sum = sums[in_fragment(r, k)];
        const L u = row::excess(L::fill(sum), numbers.c, p[r], y, factors.noise);
        sum = numbers.factor * Score::value(u).number;
      }
    }
    if (counted.all) return;
#pragma unroll
    for (int k = 0; k < fragment_columns; ++k) {
#pragma unroll
      for (int r = 0; r < fragment_rows; ++r) {
        if (!counted(fragment_row(r), fragment_column(k))) sums[in_fragment(r, k)] = nothing;
      }
    }
  }

  __device__ static float exponential(const hopper::Sums& sums, int r, int k, float shift) {
    return exp(L::fill(sums[in_fragment(r, k)]) - L::fill(shift)).number;
  }
  __device__ static float most_of_row(const hopper::Sums& sums, int r) {
    float most = lowest;
#pragma unroll
    for (int k = 0; k < fragment_columns; ++k) most = fmaxf(most, sums[in_fragment(r, k)]);
    return most;
  }
  __device__ static float most_of_all(const hopper::Sums& sums, int group, GroupMemory& memory) {
    tell_group(warp_max(fmaxf(most_of_row(sums, 0), most_of_row(sums, 1))), 0, memory);
    hopper::meet(group);
    float most = memory.of_warps[0][0];
#pragma unroll
    for (int warp = 1; warp < group_warps; ++warp) most = fmaxf(most, memory.of_warps[warp][0]);
    return most;
  }

  /// Row by row: the sum for this shift or, where that leaves a row of the warp too little, for
  /// shifts of their own.
  __device__ void put_rows(const hopper::Sums& sums, FragmentRows row_sums, float shift,
                           const Square& square) const {
    bool is_little = false;
    FragmentRows shifts{{shift, shift}};
#pragma unroll
    for (int r = 0; r < fragment_rows; ++r) {
      row_sums[r] = over_columns(row_sums[r], Sum());
      is_little |= fragment_row(r) < square.rows && row_sums[r] < least;
    }
    if (__any_sync(all_lanes, is_little)) {
#pragma unroll
      for (int r = 0; r < fragment_rows; ++r) {
        shifts[r] = over_columns(most_of_row(sums, r), Larger());
        float sum = 0;
#pragma unroll
        for (int k = 0; k < fragment_columns; ++k) sum += exponential(sums, r, k, shifts[r]);
        row_sums[r] = over_columns(sum, Sum());
      }
    }
    if (threadIdx.x % 4 != 0) return;
    Part* to = parts.rows + (first_square + square.across) * side + square.down * square_rows;
#pragma unroll
    for (int r = 0; r < fragment_rows; ++r) {
      if (fragment_row(r) < square.rows) to[fragment_row(r)] = {shifts[r], row_sums[r]};
    }
  }

  /// The same column by column; here it is the square whose columns are summed again.
  __device__ void put_columns(const hopper::Sums& sums, const FragmentColumns& column_sums,
                              float shift, const Square& square, int group,
                              GroupMemory& memory) const {
    const int column = threadIdx.x % group_threads;
    Part part{shift, over_rows(column_sums, group, memory, Sum())};
    const bool is_little = column < square.columns && part.sum < least;
    tell_group(float(__any_sync(all_lanes, is_little)), 1, memory);
    hopper::meet(group);
    float little = 0;
#pragma unroll
    for (int warp = 0; warp < group_warps; ++warp) little += memory.of_warps[warp][1];
    if (little > 0) part = own_columns(sums, group, memory);
    if (column >= square.columns) return;
    parts.columns[square.down * columns + square.column + column] = part;
  }

  __device__ static Part own_columns(const hopper::Sums& sums, int group, GroupMemory& memory) {
    FragmentColumns own;
#pragma unroll
    for (int k = 0; k < fragment_columns; ++k) {
      own[k] = fmaxf(lowest, fmaxf(sums[in_fragment(0, k)], sums[in_fragment(1, k)]));
    }
    const float shift = over_rows(own, group, memory, Larger());
    memory.shift(threadIdx.x % group_threads) = shift;
    hopper::meet(group);
#pragma unroll
    for (int k = 0; k < fragment_columns; ++k) {
      const float column_shift = memory.shift(fragment_column(k));
      own[k] = exponential(sums, 0, k, column_shift) + exponential(sums, 1, k, column_shift);
    }
    return {shift, over_rows(own, group, memory, Sum())};
  }
};

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
