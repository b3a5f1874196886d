#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Exponential map at the origin, of scaled vectors: x_i = lift(alpha v_i), with
///   lift(u) = sinh(sqrt(c) |u|) / (sqrt(c) |u|) u.
/// v and x [B, D]; x may be v.
///
/// Where sqrt(c) |u| exceeds max_rapidity (at least 0; infinity means no limit) the point stays at
/// that rapidity, in u's direction. Without a limit, float overflows at a rapidity of about 88,
/// half at 12: coordinates become infinite, never NaN.
///
/// Error: rounding to T, half an ulp. Cost: reads v twice, the second time mostly from cache, and
/// writes x once.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t lift(Points<T> v, DeviceScale<T> alpha,
                                                 DeviceCurvature<T> c, Number<T> max_rapidity,
                                                 MutablePoints<T> x, cudaStream_t stream);

/// Bytes of workspace that lift_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t lift_vjp_workspace_bytes(std::int64_t rows, std::int64_t cols);

/// Gradients of sum_i grad_out_i . lift(alpha v_i): writes or adds to g_v [B, D] and to the numbers
/// g_alpha and g_c, each null where it is not wanted; where both are, the workspace is not used.
/// Beyond max_rapidity the point does not move with |v_i|, nor with alpha. grad_out [B, D] must not
/// overlap with g_v.
///
/// Error: of a point's gradient, rounding to T; of g_alpha and g_c, half an ulp of the sum, and
/// some ulp of double of the sum of the terms' magnitudes. Cost: reads v and grad_out twice, the
/// second time mostly from cache; writes g_v once. Asynchronous. Errors: shape_error, domain_error,
/// cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t lift_vjp(Points<T> v, DeviceScale<T> alpha,
                                                     DeviceCurvature<T> c, Number<T> max_rapidity,
                                                     Points<T> grad_out, MutablePoints<T> g_v,
                                                     Number<T>* g_alpha, Number<T>* g_c,
                                                     GradMode mode, Workspace workspace,
                                                     cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
