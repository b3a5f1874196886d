#pragma once
// All pairs of two sets of points in tiles: a matrix product gives the inner products of a tile,
// and kernels turn them into what is wanted, a patch of it a thread (patch.cuh).
#include <algorithm>
#include <cstdint>

#include "rounded_points.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// [begin, begin + size), a piece of a longer range.
struct Range {
  std::int64_t begin, size;
};

RAPIDITY_HD inline std::int64_t piece_count(std::int64_t total, std::int64_t length) {
  return (total + length - 1) / length;
}
inline Range piece(std::int64_t total, std::int64_t length, std::int64_t index) {
  return {index * length, std::min(length, total - index * length)};
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

/// How all pairs are cut into tiles. Of fused kernels products are not in memory, and tiles are
/// whole numbers of squares (patch.cuh).
struct Tiling {
  std::int64_t side;
  bool is_fused;

  Tiling(std::int64_t side_length, bool fused = false) : side(side_length), is_fused(fused) {}
};

/// The two sets of points, rounded, and a tile of their inner products.
template <class Format>
struct PairTiles {
  RoundedPoints<Format> x, y;
  const float* c;
  std::int64_t side;
  bool is_fused;
  float* products;
  void* product_workspace;

  PairTiles(Carver& carver, std::int64_t rows, std::int64_t columns, std::int64_t cols,
            const Tiling& tiling)
      : x(carver, rows, cols, Side::left),
        y(carver, columns, cols, Side::right),
        is_fused(tiling.is_fused) {
    const std::int64_t granule = is_fused ? 128 : 8;
    side = piece_count(std::min(tiling.side, std::max(rows, columns)), granule) * granule;
    products = carver.take<float>(is_fused ? 0 : side * side);
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

  PairFactors factors() const {
    return {x.factors, y.factors, c, Format::noise + Format::noise_of_term * float(x.stride())};
  }

  Tile tile(const Range& rows, const Range& columns) const {
    return {products, side, rows, columns};
  }

  /// Puts the inner products of a tile into it.
  [[nodiscard]] cudaError_t multiply_tile(const Handle& handle, const Tile& tile,
                                          cudaStream_t stream) const {
    return multiply(handle,
                    {Format::type, tile.rows.size, tile.columns.size, x.stride(),
                     x.whole(tile.rows.begin, false), y.whole(tile.columns.begin, true),
                     tile.values, tile.stride, false},
                    product_workspace, stream);
  }
};

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
