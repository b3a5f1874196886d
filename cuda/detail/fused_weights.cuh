#pragma once
// The work of the backward pass on a fused square: what weigh_tile_kernel of pair_gradients.cuh
// does with products from memory.
#include "fused_squares.cuh"
#include "negatives.cuh"
#include "panel_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

template <class Score>
struct FusedWeights {
  using L = Bf16::Lane;
  using Row = RowFactors;
  using Column = RowFactors;
  struct Numbers {
    float c, factor;
  };

  PairFactors factors;
  Negatives<L, Score> negatives;
  __nv_bfloat16* weights;  // [side, side], whole squares of them
  PanelSums sums;
  std::int64_t first_square, side, columns;
  std::int64_t squares_down;  // of the tile

  __device__ Row row(std::int64_t i) const {
    const TimeFactors& x = factors.x;
    return {x.excess[i], x.inverse[i], x.time[i], negatives.row_normalisers[i]};
  }
  __device__ Column column(std::int64_t j) const {
    const TimeFactors& y = factors.y;
    return {y.excess[j], y.inverse[j], y.time[j], negatives.column_normalisers[j]};
  }
  __device__ Numbers numbers() const {
    const auto c = float(curvature<float>(factors.c));
    return {c, negatives.factor(c)};
  }

  __device__ void operator()(const hopper::Sums& products, const Row (&rows)[fragment_rows],
                             const Column* across, const Numbers& numbers, const Square& square,
                             int group, GroupMemory& memory) const {
    const Counted counted = square.counted(negatives.first);
    hopper::meet(group);  // what was in the memory has been read
    // Code of its own for all squares but those on the diagonal and the edges: without a question
    // a pair, the compiler orders what it does for many of them.
    const Totals totals = counted.all
                              ? weigh_all(products, rows, across, numbers, square, memory,
                                          [](int, int) { return true; })
                              : weigh_all(products, rows, across, numbers, square, memory, counted);
    put(totals, square, group, memory);
  }

 private:
  // Of a fragment: then four lanes have 32 columns of a row among them.
  static constexpr int columns_at_a_time = 8;

  struct Totals {
    FragmentRows rows;
    FragmentColumns columns;
    float value, curvature;

    /// Adds two neighbours of a row, by their rounded weights, which it returns.
    __device__ __nv_bfloat162 add(const row::PairWeight<L> (&pairs)[2], int r, int k, const Row& x,
                                  const Column (&y)[2]) {
      __nv_bfloat162 rounded;
      put_two(pairs[0].weight.number, pairs[1].weight.number, rounded.x, rounded.y);
      const float numbers[2] = {as_float(rounded.x), as_float(rounded.y)};
#pragma unroll
      for (int e = 0; e < 2; ++e) {
        value += pairs[e].value.number;
        curvature += pairs[e].curvature.number;
        rows[r] = fmaf(numbers[e], y[e].time, rows[r]);
        columns[k + e] = fmaf(numbers[e], x.time, columns[k + e]);
      }
      return rounded;
    }
  };

  /// Writes the weights of the pairs that count, and adds them up.
  template <class Counts>
  __device__ Totals weigh_all(const hopper::Sums& products, const Row (&rows)[fragment_rows],
                              const Column* across, const Numbers& numbers, const Square& square,
                              GroupMemory& memory, const Counts& counts) const {
    Totals totals{};
#pragma unroll
    for (int k = 0; k < fragment_columns; k += 2) {
      const Column of_column[2] = {across[fragment_column(k)], across[fragment_column(k + 1)]};
#pragma unroll
      for (int r = 0; r < fragment_rows; ++r) {
        row::PairWeight<L> pairs[2];
#pragma unroll
        for (int e = 0; e < 2; ++e) {
          pairs[e] = weigh(products[in_fragment(r, k + e)], numbers, rows[r], of_column[e]);
          if (!counts(fragment_row(r), fragment_column(k + e))) {
            pairs[e] = {L::fill(0), L::fill(0), L::fill(0)};
          }
        }
        const __nv_bfloat162 rounded = totals.add(pairs, r, k, rows[r], of_column);
        place(memory, r, k) = as_word(rounded);
      }
      if (k % columns_at_a_time == columns_at_a_time - 2) {
        store(memory, square, k - columns_at_a_time + 2);
      }
    }
    return totals;
  }

  __device__ row::PairWeight<L> weigh(float product, const Numbers& numbers, const Row& x,
                                      const Column& y) const {
    const L q = L::fill(y.excess);
    const L u = row::excess(L::fill(product), numbers.c, x.excess, q, factors.noise);
    const L gap = row::time_gap(x.excess, x.inverse, q, L::fill(y.inverse));
    return negatives.weight(u, gap, numbers.factor, x.number, y.number);
  }

  __device__ static std::uint32_t as_word(const __nv_bfloat162& two) {
    std::uint32_t word;
    std::memcpy(&word, &two, sizeof(word));
    return word;
  }

  /// Where a warp gathers 32 columns of its 16 rows: two weights a word.
  __device__ static std::uint32_t& place(GroupMemory& memory, int r, int k) {
    const int lane = threadIdx.x % warp_size, warp = threadIdx.x % group_threads / warp_size;
    return memory.weights[warp][lane / 4 + 8 * r][k % columns_at_a_time / 2 * 4 + lane % 4];
  }

  /// Writes what a warp has gathered, 16 bytes a lane at a time; k is the first column.
  __device__ void store(const GroupMemory& memory, const Square& square, int k) const {
    const int lane = threadIdx.x % warp_size, warp = threadIdx.x % group_threads / warp_size;
    __syncwarp();
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      // Rows four apart, whose 20 words begin in banks 16 apart, are read at a time.
      const int row = half * 8 + lane / 8 + lane / 4 % 2 * 4, piece = lane % 4;
      const uint4 eight = *reinterpret_cast<const uint4*>(&memory.weights[warp][row][4 * piece]);
      const std::int64_t i = square.down * square_rows + 16 * warp + row,
                         j = square.across * square_columns + 4 * k + 8 * piece;
      *reinterpret_cast<uint4*>(weights + i * side + j) = eight;
    }
    __syncwarp();
  }

  __device__ void put(const Totals& totals, const Square& square, int group,
                      GroupMemory& memory) const {
    const std::int64_t at = first_square + square.across;
#pragma unroll
    for (int r = 0; r < fragment_rows; ++r) {
      const float sum = over_columns(totals.rows[r], Sum());
      const bool is_mine = threadIdx.x % 4 == 0 && fragment_row(r) < square.rows;
      if (is_mine) sums.rows[at * side + square.down * square_rows + fragment_row(r)] = sum;
    }
    tell_group(warp_sum(totals.value), 0, memory);
    tell_group(warp_sum(totals.curvature), 1, memory);
    const float sum = over_rows(totals.columns, group, memory, Sum());
    const int column = threadIdx.x % group_threads;
    if (column < square.columns) sums.columns[square.down * columns + square.column + column] = sum;
    if (column >= 2) return;
    double total = 0;
    for (int warp = 0; warp < group_warps; ++warp) total += double(memory.of_warps[warp][column]);
    (column == 0 ? sums.values : sums.curvatures)[at * squares_down + square.down] = {total, 0};
  }
};

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
