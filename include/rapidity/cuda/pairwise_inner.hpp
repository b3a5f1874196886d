#pragma once
#include "pairwise.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Bytes of workspace that pairwise_inner wants for x [rows, cols] and y [columns, cols].
RAPIDITY_CUDA_API std::size_t pairwise_inner_workspace_bytes(std::int64_t rows,
                                                             std::int64_t columns,
                                                             std::int64_t cols,
                                                             const PairwiseOptions& options);

/// Lorentz inner products of all pairs: out_ij = <x_i, y_j>_L = x.y - x_t y_t. x [B1, D], y [B2,
/// D], out [B1, B2]. T is float, __half or __nv_bfloat16.
///
/// Error: of the rounded points, some 4 + D / 32 roundings of float of x_t y_t (fp32: 32 + 3 D /
/// 32, tf32: 4 + D / 8). Never above -1/c. Cost: a matrix product of 2 B1 B2 D operations (fp32: 3
/// of bf16), out is written once. Asynchronous. Errors: shape_error, domain_error, cudaError_t, see
/// namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t pairwise_inner(const Handle& handle, Points<T> x,
                                                           Points<T> y, DeviceCurvature<T> c,
                                                           const PairwiseOptions& options,
                                                           MatrixView<Number<T>> out,
                                                           Workspace workspace,
                                                           cudaStream_t stream);

/// Bytes of workspace that pairwise_inner_vjp wants.
RAPIDITY_CUDA_API std::size_t pairwise_inner_vjp_workspace_bytes(std::int64_t rows,
                                                                 std::int64_t columns,
                                                                 std::int64_t cols,
                                                                 const PairwiseOptions& options);

/// Gradients of sum_ij grad_out_ij <x_i, y_j>_L: writes or adds to g_x [B1, D], g_y [B2, D], and
/// the number g_c, null where not wanted. grad_out is [B1, B2]. The gradients overlap neither with
/// the points nor with each other.
///
/// Cost: three matrix products of 2 B1 B2 D operations (fp32: 9 of bf16).
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t pairwise_inner_vjp(
    const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
    const PairwiseOptions& options, MatrixView<const Number<T>> grad_out, MutablePoints<T> g_x,
    MutablePoints<T> g_y, Number<T>* g_c, GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
