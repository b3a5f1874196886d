#pragma once
// All pairs of two sets of points in tiles: a matrix product gives the inner products of a tile,
// and kernels turn them into what is wanted, in squares of 32 rows and 256 columns: a thread has a
// column, and a warp sums up rows.
#include <algorithm>
#include <cstdint>

#include "lane.cuh"
#include "rapidity/row/score.hpp"
#include "rounded_points.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// [begin, begin + size), a piece of a longer range.
struct Range {
  std::int64_t begin, size;
};

inline std::int64_t piece_count(std::int64_t total, std::int64_t length) {
  return (total + length - 1) / length;
}
inline Range piece(std::int64_t total, std::int64_t length, std::int64_t index) {
  return {index * length, std::min(length, total - index * length)};
}

constexpr int square_rows = 32;
constexpr int square_columns = 256;  // threads of a block
constexpr int square_warps = square_columns / warp_size;

/// Squares of a tile's side.
inline std::int64_t row_squares(std::int64_t rows) { return piece_count(rows, square_rows); }
inline std::int64_t column_squares(std::int64_t columns) {
  return piece_count(columns, square_columns);
}

/// A tile of inner products, or of what they are turned into.
struct Tile {
  float* values;  // [rows.size, columns.size] at the pairs (rows.begin + i, columns.begin + j)
  std::int64_t stride;
  Range rows, columns;
};

/// What turns the inner product of a pair into its excess.
struct PairFactors {
  TimeFactors x, y;
  const float* c;
  float noise;
};

/// The part of a tile that a block works on, as one of its threads sees it: a column of it. Threads
/// behind the last column see that one again, so that all can do the same.
class Square {
 public:
  __device__ Square(const Tile& tile, const PairFactors& factors)
      : tile_(tile),
        factors_(factors),
        c_(float(curvature<float>(factors.c))),
        row_(std::int64_t(blockIdx.y) * square_rows),
        column_(std::int64_t(blockIdx.x) * square_columns + threadIdx.x),
        has_column_(column_ < tile.columns.size) {
    if (!has_column_) column_ = tile.columns.size - 1;
    q_ = factors.y.excess[column()];
    y_inverse_ = factors.y.inverse[column()];
  }

  __device__ bool has_column() const { return has_column_; }
  /// Rows of the square: fewer than 32 at the end of a tile.
  __device__ int rows() const {
    const std::int64_t left = tile_.rows.size - row_;
    return left < square_rows ? int(left) : square_rows;
  }
  /// Of all pairs, the row of the square's row r, and the thread's column.
  __device__ std::int64_t row(int r) const { return tile_.rows.begin + row_ + r; }
  __device__ std::int64_t column() const { return tile_.columns.begin + column_; }
  /// The same within the tile.
  __device__ std::int64_t tile_row(int r) const { return row_ + r; }
  __device__ std::int64_t tile_column() const { return column_; }

  __device__ float c() const { return c_; }
  __device__ Lane excess(int r) const {
    const float xy = tile_.values[(row_ + r) * tile_.stride + column_];
    return row::excess(Lane{xy}, c_, factors_.x.excess[row(r)], Lane{q_}, factors_.noise);
  }
  __device__ Lane time_gap(int r) const {
    const std::int64_t i = row(r);
    return row::time_gap(factors_.x.excess[i], factors_.x.inverse[i], Lane{q_}, Lane{y_inverse_});
  }

 private:
  const Tile& tile_;
  const PairFactors& factors_;
  float c_;
  std::int64_t row_, column_;
  bool has_column_;
  float q_, y_inverse_;
};

/// One number of each pair of a square, by which its threads exchange columns for rows.
using SquareValues = float[square_rows][square_columns];

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

/// body(r) for the rows that this warp sums up.
template <class Body>
__device__ void for_rows_of_warp(int rows, const Body& body) {
  for (int r = threadIdx.x / warp_size; r < rows; r += square_warps) body(r);
}

/// The two sets of points, rounded, and a tile of their inner products.
template <class Format>
struct PairTiles {
  RoundedPoints<Format> x, y;
  const float* c;
  std::int64_t side;
  float* products;
  void* product_workspace;

  PairTiles(Carver& carver, std::int64_t rows, std::int64_t columns, std::int64_t cols,
            std::int64_t tile)
      : x(carver, rows, cols, Side::left),
        y(carver, columns, cols, Side::right),
        side(std::min(tile, (std::max(rows, columns) + 7) / 8 * 8)) {
    products = carver.take<float>(side * side);
    product_workspace = carver.take<char>(product_workspace_bytes);
  }

  template <class T>
  [[nodiscard]] cudaError_t round(const MatrixView<const T>& x_points,
                                  const MatrixView<const T>& y_points, const float* curvature,
                                  cudaStream_t stream) {
    c = curvature;
    const cudaError_t error = round_points(x_points, c, x, stream);
    return error != cudaSuccess ? error : round_points(y_points, c, y, stream);
  }

  /// A matrix unit may cut off what it adds, once in 16 products: that adds up along a row.
  PairFactors factors() const {
    return {x.factors, y.factors, c, Format::noise + float(x.stride()) / 32};
  }

  /// Puts the inner products of rows and columns into a tile.
  [[nodiscard]] cudaError_t multiply_tile(const Handle& handle, const Range& rows,
                                          const Range& columns, Tile& tile,
                                          cudaStream_t stream) const {
    tile = {products, side, rows, columns};
    return multiply(handle,
                    {Format::type, rows.size, columns.size, x.stride(), x.whole(rows.begin, false),
                     y.whole(columns.begin, true), products, side, false},
                    product_workspace, stream);
  }
};

/// Launches a kernel on the squares of a tile.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch_tile(void (*kernel)(Tile, Parameters...), const Tile& tile,
                                      cudaStream_t stream, const Arguments&... arguments) {
  const dim3 grid(unsigned(column_squares(tile.columns.size)),
                  unsigned(row_squares(tile.rows.size)));
  return launch(kernel, grid, dim3(square_columns), 0, stream, tile, arguments...);
}

constexpr int line_threads = 256;

/// Launches a kernel with a thread for each of `count` numbers; none for none.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch_line(void (*kernel)(std::int64_t, Parameters...),
                                      std::int64_t count, cudaStream_t stream,
                                      const Arguments&... arguments) {
  if (count == 0) return cudaSuccess;
  return launch(kernel, dim3(unsigned(piece_count(count, line_threads))), dim3(line_threads), 0,
                stream, count, arguments...);
}
/// The number of a thread, which may be behind the last.
__device__ inline std::int64_t line_index() {
  return std::int64_t(blockIdx.x) * line_threads + threadIdx.x;
}

/// The first failure of a sequence of calls: once one has failed, no other is made.
class Sequence {
 public:
  template <class Call>
  Sequence& then(const Call& call) {
    if (error_ == cudaSuccess) error_ = call();
    return *this;
  }
  bool failed() const { return error_ != cudaSuccess; }
  [[nodiscard]] cudaError_t error() const { return error_; }

 private:
  cudaError_t error_ = cudaSuccess;
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
