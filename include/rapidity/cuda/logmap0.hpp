#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Logarithmic map at the origin, inverse of lift with alpha = 1:
///   v_i = asinh(sqrt(c) |x_i|) / (sqrt(c) |x_i|) x_i.
/// x and v [B, D]; v may be x.
///
/// Error: rounding to T, half an ulp. Cost: reads x twice, the second time mostly from cache, and
/// writes v once.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t logmap0(Points<T> x, DeviceCurvature<T> c,
                                                    MutablePoints<T> v, cudaStream_t stream);

/// Bytes of workspace that logmap0_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t logmap0_vjp_workspace_bytes(std::int64_t rows, std::int64_t cols);

/// Gradients of sum_i grad_out_i . logmap0(x_i): writes or adds to g_x [B, D] and to the number
/// g_c, null where the gradient by c is not wanted, and the workspace not used.
/// grad_out [B, D] must not overlap with g_x.
///
/// Error: as lift_vjp. Cost: reads x and grad_out twice, the second time mostly from cache; writes
/// g_x once.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t logmap0_vjp(Points<T> x, DeviceCurvature<T> c,
                                                        Points<T> grad_out, MutablePoints<T> g_x,
                                                        Number<T>* g_c, GradMode mode,
                                                        Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
