#pragma once
// Sums over rows without atomics: each block leaves partial sums in the workspace, and one block
// adds them up in their order.
#include <cstddef>
#include <cstdint>

#include "check.hpp"
#include "rows.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

using RowSum = CompensatedSum<double>;

/// Bytes of the partial sums of `count` sums over rows.
inline std::size_t row_sums_bytes(std::int64_t rows, int count = 1) {
  return rows > 0 ? std::size_t(row_blocks(rows)) * count * sizeof(RowSum) : 0;
}

/// A block's part of `count` sums over rows. Where nobody wants them, `partials` is null.
template <int count>
class BlockSums {
 public:
  __device__ explicit BlockSums(RowSum* partials) : partials_(partials) {}

  /// Adds a row's term to sum k; the lanes of a warp call it alike.
  __device__ void add(int k, double term) { sums_[k].add(term, 1.0); }

  /// Writes the block's sums, warp by warp; all threads of the block call it once.
  __device__ void store() const {
    if (partials_ == nullptr) return;
    __shared__ double shared[count][warps_per_block][2];
    if (is_first_lane()) {
      for (int k = 0; k < count; ++k) {
        double* mine = shared[k][threadIdx.x / warp_size];
        mine[0] = sums_[k].sum;
        mine[1] = sums_[k].error;
      }
    }
    __syncthreads();
    if (threadIdx.x >= count) return;
    RowSum total;
    for (int warp = 0; warp < warps_per_block; ++warp) {
      const double* part = shared[threadIdx.x][warp];
      total.merge(RowSum{part[0], part[1]});
    }
    partials_[std::int64_t(threadIdx.x) * gridDim.x + blockIdx.x] = total;
  }

 private:
  RowSum* partials_;
  RowSum sums_[count];
};

constexpr int finish_threads = 256;

/// out (+)= the sum of the partials of one sum, divided.
template <class N>
RAPIDITY_KERNEL finish_sum_kernel(const RowSum* partials, std::int64_t blocks, double divisor,
                                  GradMode mode, N* out) {
  __shared__ double shared[finish_threads][2];
  RowSum sum;
  for (std::int64_t k = threadIdx.x; k < blocks; k += finish_threads) sum.merge(partials[k]);
  double* mine = shared[threadIdx.x];
  mine[0] = sum.sum;
  mine[1] = sum.error;
  for (int half = finish_threads / 2; half > 0; half /= 2) {
    __syncthreads();
    if (int(threadIdx.x) >= half) continue;
    const double* other = shared[threadIdx.x + half];
    sum.merge(RowSum{other[0], other[1]});
    mine[0] = sum.sum;
    mine[1] = sum.error;
  }
  if (threadIdx.x != 0) return;
  const double value = sum.value() / divisor;
  *out = N(mode == GradMode::accumulate ? double(*out) + value : value);
}

/// Where the partial sums of several sums over rows lie in a workspace.
struct RowSums {
  RowSum* partials;
  std::int64_t rows;

  RowSum* of(int k) const { return partials + k * row_blocks(rows); }

  /// Writes sum k to out, or adds it; nothing where out is null. No row: a sum of 0.
  template <class N>
  [[nodiscard]] cudaError_t finish(int k, N* out, GradMode mode, cudaStream_t stream,
                                   double divisor = 1) const {
    if (out == nullptr) return cudaSuccess;
    const RowSum* first = of(k);
    return launch(finish_sum_kernel<N>, dim3(1), dim3(finish_threads), 0, stream, first,
                  row_blocks(rows), divisor, mode, out);
  }
};

/// The workspace as partial sums, or null where no sum is wanted.
inline RowSums row_sums(const Check& check, const Workspace& workspace, std::int64_t rows,
                        bool wanted, int count = 1) {
  if (!wanted) return {nullptr, rows};
  check.workspace(workspace, row_sums_bytes(rows, count));
  return {static_cast<RowSum*>(workspace.data), rows};
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
