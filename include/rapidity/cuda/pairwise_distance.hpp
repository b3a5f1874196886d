#pragma once
#include "pairwise.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Bytes of workspace that pairwise_distance wants for x [rows, cols] and y [columns, cols].
RAPIDITY_CUDA_API std::size_t pairwise_distance_workspace_bytes(std::int64_t rows,
                                                                std::int64_t columns,
                                                                std::int64_t cols,
                                                                const PairwiseOptions& options);

/// Geodesic distances of all pairs: out_ij = d(x_i, y_j). x [B1, D], y [B2, D], out [B1, B2].
/// T is float, __half or __nv_bfloat16.
///
/// Error: u = cosh(sqrt(c) d) - 1 is that of the rounded points, off by some 4 + D / 32 roundings
/// of float of c |x| |y| (fp32: 32 + 3 D / 32, tf32: 4 + D / 8); d therefore by that over sqrt(c)
/// sinh(sqrt(c) d). Where u does not exceed it the pair counts as coincident: d = 0. For matched
/// pairs to half an ulp, use cuda::distance. Cost: a matrix product of 2 B1 B2 D operations (fp32:
/// 3 of bf16), out is written once. Asynchronous. Errors: shape_error, domain_error, cudaError_t,
/// see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t pairwise_distance(const Handle& handle, Points<T> x,
                                                              Points<T> y, DeviceCurvature<T> c,
                                                              const PairwiseOptions& options,
                                                              MatrixView<Number<T>> out,
                                                              Workspace workspace,
                                                              cudaStream_t stream);

/// Bytes of workspace that pairwise_distance_vjp wants.
RAPIDITY_CUDA_API std::size_t pairwise_distance_vjp_workspace_bytes(std::int64_t rows,
                                                                    std::int64_t columns,
                                                                    std::int64_t cols,
                                                                    const PairwiseOptions& options);

/// Gradients of sum_ij grad_out_ij d(x_i, y_j): writes or adds to g_x [B1, D], g_y [B2, D], and the
/// number g_c, null where not wanted. grad_out is [B1, B2]. Pairs that count as coincident have
/// gradient 0. The gradients overlap neither with the points nor with each other.
///
/// Cost: three matrix products of 2 B1 B2 D operations (fp32: 9 of bf16).
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t pairwise_distance_vjp(
    const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
    const PairwiseOptions& options, MatrixView<const Number<T>> grad_out, MutablePoints<T> g_x,
    MutablePoints<T> g_y, Number<T>* g_c, GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
