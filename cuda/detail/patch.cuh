#pragma once
// How the pairs of a tile are shared out: a block has a square of 64 rows and 128 columns, each of
// its warps 8 of the rows, and a thread 4 columns of these, its patch. What belongs to a row or to
// a column is read once for all the pairs of the patch; sums of rows stay within a warp.
#include <cstdint>

#include "lane.cuh"
#include "pair_tiles.cuh"
#include "rapidity/row/score.hpp"
#include "reduce.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int patch_rows = 8, patch_columns = 4;
constexpr int square_warps = 8, square_threads = square_warps * warp_size;
constexpr int square_rows = square_warps * patch_rows;
constexpr int square_columns = warp_size * patch_columns;

/// Squares of a tile's side.
inline std::int64_t row_squares(std::int64_t rows) { return piece_count(rows, square_rows); }
inline std::int64_t column_squares(std::int64_t columns) {
  return piece_count(columns, square_columns);
}

/// Neighbouring numbers, of the columns of a patch or of its rows.
template <int n>
struct Numbers {
  float at[n];

  __device__ float& operator[](int k) { return at[k]; }
  __device__ const float& operator[](int k) const { return at[k]; }
};
using RowNumbers = Numbers<patch_rows>;
using ColumnNumbers = Numbers<patch_columns>;

/// The four numbers at an address of 16 bytes.
__device__ inline ColumnNumbers load_four(const float* from) {
  const float4 four = *reinterpret_cast<const float4*>(from);
  return {{four.x, four.y, four.z, four.w}};
}

/// Of k and what is behind the last of `count`, that one; the first of none.
__device__ inline int last_or(int k, int count) {
  return k < count ? k : count > 0 ? count - 1 : 0;
}

/// Of `count` numbers four; the last one again in place of those behind it.
__device__ inline ColumnNumbers load_some(const float* from, int count) {
  ColumnNumbers some;
#pragma unroll
  for (int k = 0; k < patch_columns; ++k) some[k] = from[last_or(k, count)];
  return some;
}

/// Which pairs of a patch count: those within the tile, but for partners.
struct Counted {
  int rows, columns;
  int diagonal;  // of a partner, column - row
  bool all;

  __device__ bool operator()(int r, int k) const {
    return r < rows && k < columns && k - r != diagonal;
  }
};

/// A thread's patch. Where the tile ends within it, its last row and column stand for those beyond;
/// where it lies beyond the tile, the tile's last do, and nothing of it counts. Offsets within a
/// tile, which has at most 2^30 pairs, are of 32 bits.
class Patch {
 public:
  __device__ explicit Patch(const Tile& tile)
      : row_begin_(tile.rows.begin),
        column_begin_(tile.columns.begin),
        stride_(int(tile.stride)),
        row_(int(blockIdx.y) * square_rows + int(threadIdx.x) / warp_size * patch_rows),
        column_(int(blockIdx.x) * square_columns + int(threadIdx.x) % warp_size * patch_columns),
        rows_(within(int(tile.rows.size) - row_, patch_rows)),
        columns_(within(int(tile.columns.size) - column_, patch_columns)) {
    if (rows_ == 0) row_ = int(tile.rows.size) - 1;
    if (columns_ == 0) column_ = int(tile.columns.size) - 1;
    values_ = tile.values + (row_ * stride_ + column_);
  }

  /// Rows and columns of it that there are.
  __device__ int rows() const { return rows_; }
  __device__ int columns() const { return columns_; }
  __device__ bool is_whole() const { return rows_ == patch_rows && columns_ == patch_columns; }
  /// Of all pairs, the row r and the first column.
  __device__ std::int64_t row(int r) const { return row_begin_ + tile_row(r); }
  __device__ std::int64_t column() const { return column_begin_ + column_; }
  /// The row r within the tile; where the pair of it and the first column is in a tile.
  __device__ int tile_row(int r) const { return row_ + r; }
  __device__ int place(int r) const { return tile_row(r) * stride_ + column_; }

  /// Of a row that there is.
  __device__ ColumnNumbers products(int r) const { return load_columns(values_ + r * stride_); }
  /// All of them.
  __device__ void load_products(ColumnNumbers (&to)[patch_rows]) const {
    if (is_whole()) {
#pragma unroll
      for (int r = 0; r < patch_rows; ++r) to[r] = load_four(values_ + r * stride_);
      return;
    }
#pragma unroll
    for (int r = 0; r < patch_rows; ++r) to[r] = products(last_or(r, rows_));
  }
  /// Numbers of its columns, or of its rows, from those of all points.
  __device__ ColumnNumbers of_columns(const float* numbers) const {
    return load_columns(numbers + column());
  }
  __device__ RowNumbers of_rows(const float* numbers) const {
    const float* from = numbers + row(0);
    RowNumbers some;
    if (rows_ == patch_rows) {
      const ColumnNumbers low = load_four(from), high = load_four(from + 4);
      some = {{low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3]}};
    } else {
#pragma unroll
      for (int r = 0; r < patch_rows; ++r) some[r] = from[last_or(r, rows_)];
    }
    return some;
  }

  /// All pairs of the tile, and all but those of x_i and y_(first + i).
  __device__ Counted counted() const { return {rows_, columns_, square_columns, is_whole()}; }
  __device__ Counted counted(std::int64_t first) const {
    const std::int64_t diagonal = row(0) + first - column();
    if (diagonal <= -patch_rows || diagonal >= patch_columns) return counted();
    return {rows_, columns_, int(diagonal), false};
  }

 private:
  __device__ static int within(int left, int most) {
    return left <= 0 ? 0 : left < most ? left : most;
  }
  // Tiles and numbers of points are aligned to 16 bytes, and so is every fourth column and row.
  __device__ ColumnNumbers load_columns(const float* from) const {
    return columns_ == patch_columns ? load_four(from) : load_some(from, columns_);
  }

  std::int64_t row_begin_, column_begin_;
  int stride_, row_, column_, rows_, columns_;
  const float* values_;
};

/// The sum of a number over the lanes of a warp, in the same order for all.
__device__ inline float warp_sum(float value) {
#pragma unroll
  for (int step = warp_size / 2; step > 0; step /= 2) {
    value += __shfl_xor_sync(all_lanes, value, step);
  }
  return value;
}
__device__ inline float warp_max(float value) {
#pragma unroll
  for (int step = warp_size / 2; step > 0; step /= 2) {
    value = fmaxf(value, __shfl_xor_sync(all_lanes, value, step));
  }
  return value;
}

constexpr int lanes_of_row = warp_size / patch_rows;

struct Larger {
  __device__ float operator()(float a, float b) const { return fmaxf(a, b); }
};
struct Sum {
  __device__ float operator()(float a, float b) const { return a + b; }
};

/// Combines the lower or the upper `half` of the first numbers with those of the lane `step` away,
/// and gives it the others.
template <int half, int step, int n, class Combine>
__device__ void exchange(Numbers<n>& numbers, const Combine& combine) {
  const bool is_upper = (threadIdx.x & unsigned(step)) != 0;
#pragma unroll
  for (int k = 0; k < half; ++k) {
    const float given = is_upper ? numbers[k] : numbers[k + half];
    const float kept = is_upper ? numbers[k + half] : numbers[k];
    numbers[k] = combine(kept, __shfl_xor_sync(all_lanes, given, step));
  }
}

/// The sums of 8 numbers over the lanes of a warp, number k in the four lanes from 4 k on: each
/// exchange adds up half of what is left, and gives the other half away.
__device__ inline float warp_sums(RowNumbers numbers) {
  exchange<4, 16>(numbers, Sum());
  exchange<2, 8>(numbers, Sum());
  exchange<1, 4>(numbers, Sum());
  float sum = numbers[0];
#pragma unroll
  for (int step = lanes_of_row / 2; step > 0; step /= 2) {
    sum += __shfl_xor_sync(all_lanes, sum, step);
  }
  return sum;
}
/// The row of the patch whose sum a lane has from warp_sums.
__device__ inline int row_of_lane() { return int(threadIdx.x % warp_size) / lanes_of_row; }
__device__ inline bool is_first_of_row() { return threadIdx.x % lanes_of_row == 0; }

/// By which the threads of a square exchange what they have of its columns.
using ColumnExchange = float[square_warps][square_columns];

/// A number of each of the thread's columns, combined over the warps of the square in their order:
/// thread t gets that of column t % 128. All threads of the block call it.
template <class Combine>
__device__ float over_warps(const ColumnNumbers& own, ColumnExchange& exchange,
                            const Combine& combine) {
  __syncthreads();  // what was there has been read
  float* mine = &exchange[threadIdx.x / warp_size][threadIdx.x % warp_size * patch_columns];
#pragma unroll
  for (int k = 0; k < patch_columns; ++k) mine[k] = own[k];
  __syncthreads();
  const int column = threadIdx.x % square_columns;
  float total = exchange[0][column];
#pragma unroll
  for (int warp = 1; warp < square_warps; ++warp) total = combine(total, exchange[warp][column]);
  return total;
}

/// The column of its square that a thread has a number of from over_warps, in the tile; or -1,
/// where there is none, or another thread has it as well.
__device__ inline std::int64_t tile_column_of_thread(const Tile& tile) {
  const std::int64_t column = std::int64_t(blockIdx.x) * square_columns + threadIdx.x;
  return threadIdx.x < square_columns && column < tile.columns.size ? column : -1;
}

/// Launches a kernel on the squares of a tile.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch_tile(void (*kernel)(Tile, Parameters...), const Tile& tile,
                                      cudaStream_t stream, const Arguments&... arguments) {
  const dim3 grid(unsigned(column_squares(tile.columns.size)),
                  unsigned(row_squares(tile.rows.size)));
  return launch(kernel, grid, dim3(square_threads), 0, stream, tile, arguments...);
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
