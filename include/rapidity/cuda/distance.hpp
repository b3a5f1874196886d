#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Geodesic distances of matched pairs: out_i = d(x_i, y_i). x and y [B, D], out [B].
///
/// Error: as batch::distance, half an ulp of Number<T>, of the points as T holds them.
/// Cost: reads x and y once, and again where a pair is nearly collinear with the origin.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t distance(Points<T> x, Points<T> y, DeviceCurvature<T> c,
                                                     MutableValues<T> out, cudaStream_t stream);

/// Bytes of workspace that distance_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t distance_vjp_workspace_bytes(std::int64_t rows, std::int64_t cols);

/// Gradients of sum_i grad_out_i d(x_i, y_i): writes or adds to g_x and g_y [B, D] and the number
/// g_c, which is null where the gradient by c is not wanted (and the workspace not used).
/// Coincident points have gradient 0. g_x and g_y overlap neither with x, y nor with each other.
///
/// Error: of a point's gradient, rounding to T; half an ulp for g_c, of the sum of magnitudes.
/// Cost: reads x and y twice, the second time mostly from cache; writes g_x and g_y once.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t distance_vjp(Points<T> x, Points<T> y,
                                                         DeviceCurvature<T> c, Values<T> grad_out,
                                                         MutablePoints<T> g_x, MutablePoints<T> g_y,
                                                         Number<T>* g_c, GradMode mode,
                                                         Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
