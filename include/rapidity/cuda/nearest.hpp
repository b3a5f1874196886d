#pragma once
#include "pairwise.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// The largest k of nearest: as many neighbours a block has room for.
constexpr std::int64_t most_neighbours = 1024;

/// Bytes of workspace that nearest wants for x [rows, cols] and y [columns, cols].
RAPIDITY_CUDA_API std::size_t nearest_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                                      std::int64_t cols,
                                                      const PairwiseOptions& options);

/// For each x_i the k points of y that are closest by geodesic distance, in ascending order:
/// indices_ij is the row in y of the j-th, distances_ij its distance. x [B1, D], y [B2, D], both
/// outputs [B1, k], k <= B2 and k <= most_neighbours. T is float, __half or __nv_bfloat16.
///
/// Exact, whatever options.products: the distances are those of cuda::distance, of the points as T
/// holds them, and no other point of y has a smaller one. Equal distances stand in the order of
/// their indices. A distance that is NaN, of a point that is not finite, counts as larger than all
/// others, infinity included; where x_i or the curvature is none, the indices are 0 to k - 1.
///
/// Matrix products rule out what they can, distances of pairs decide. Cost: a matrix product of
/// 2 B1 B2 D operations (fp32: 3 of bf16), and the distance of each of the pairs that are left: 512
/// to 2048 of each x_i, about k log(B2 / k) more in an order of y that is by chance (of a
/// descending order, all), and those whose u = cosh(sqrt(c) d) - 1 is within a margin of the k-th:
/// e (D + 32) c |x| |y| of float's epsilon e (fp32: 3 D in place of D), and of the points'
/// rounding, 1.2e-4 c |x| |y| (tf32: 4e-3, bf16: 3e-2; none where T fits: bf16 points, half ones in
/// tf32). Workspace: O((B1 + B2) D), and what `tile` says; never B1 B2. Asynchronous. Errors:
/// shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t nearest(const Handle& handle, Points<T> x, Points<T> y,
                                                    DeviceCurvature<T> c,
                                                    const PairwiseOptions& options,
                                                    MatrixView<std::int64_t> indices,
                                                    MatrixView<Number<T>> distances,
                                                    Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
