#pragma once
// How rows are shared out: a warp works on one row at a time.
#include <algorithm>
#include <cstdint>

#include "elements.cuh"
#include "launch.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int warps_per_block = 4;  // few, as the gradients of a pair take 100 registers a thread
constexpr int row_threads = warps_per_block * warp_size;
#if defined(__CUDACC__)
// Some waves of blocks on today's largest GPUs; the number decides how sums over rows are grouped,
// so it does not depend on the device.
constexpr std::int64_t most_row_blocks = 4096;
#else  // the emulator, whose tests are to see warps go on to further rows
constexpr std::int64_t most_row_blocks = 2;
#endif

/// Blocks of a kernel that works on rows.
inline std::int64_t row_blocks(std::int64_t rows) {
  return std::min((rows + warps_per_block - 1) / warps_per_block, most_row_blocks);
}

/// The size of rows, and up to where they may be read 16 bytes at a time.
struct RowShape {
  std::int64_t rows, cols, wide;
};

template <class T>
bool rows_are_aligned(const MatrixView<T>& view) {
  const bool first = reinterpret_cast<std::uintptr_t>(view.data) % 16 == 0;
  return first && (view.rows < 2 || view.stride % wide_access<T> == 0);
}

/// The shape that the views have in common.
template <class T, class... Views>
RowShape row_shape(const MatrixView<T>& first, const Views&... others) {
  const bool aligned = rows_are_aligned(first) && (rows_are_aligned(others) && ...);
  const std::int64_t wide = aligned ? first.cols - first.cols % wide_access<T> : 0;
  return {first.rows, first.cols, wide};
}

/// body(warp, i) for this warp's rows i. The lanes of a warp stay together.
template <class T, class Body>
__device__ void for_rows(const RowShape& shape, const Body& body) {
  const RowWarp<T> warp{shape.cols, shape.wide};
  const std::int64_t step = std::int64_t(gridDim.x) * warps_per_block;
  std::int64_t i = std::int64_t(blockIdx.x) * warps_per_block + threadIdx.x / warp_size;
  for (; i < shape.rows; i += step) body(warp, i);
}

/// One lane of a warp, for what is written once a row.
__device__ inline bool is_first_lane() { return threadIdx.x % warp_size == 0; }

/// Launches a kernel that works on rows; none where there is no row.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch_rows(void (*kernel)(Parameters...), const RowShape& shape,
                                      cudaStream_t stream, const Arguments&... arguments) {
  if (shape.rows == 0) return cudaSuccess;
  const auto blocks = unsigned(row_blocks(shape.rows));
  return launch(kernel, dim3(blocks), dim3(row_threads), 0, stream, shape, arguments...);
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
