#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Half-apertures of the entailment cones at x_i: out_i = asin(min(1, 2K / (sqrt(c) |x_i|))), in
/// [0, pi/2] radians, K = min_radius >= 0. x [B, D], out [B].
///
/// Error: half an ulp of Number<T>, of the points as T holds them. Cost: reads x once.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t half_aperture(Points<T> x, DeviceCurvature<T> c,
                                                          Number<T> min_radius,
                                                          MutableValues<T> out,
                                                          cudaStream_t stream);

/// Bytes of workspace that half_aperture_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t half_aperture_vjp_workspace_bytes(std::int64_t rows,
                                                                std::int64_t cols);

/// Gradients of sum_i grad_out_i half_aperture(x_i): writes or adds to g_x [B, D] and to the number
/// g_c, null where the gradient by c is not wanted, and the workspace not used.
/// 0 where sqrt(c) |x_i| <= 2K.
///
/// Error: as lift_vjp. Cost: reads x twice, the second time mostly from cache; writes g_x once.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t half_aperture_vjp(
    Points<T> x, DeviceCurvature<T> c, Number<T> min_radius, Values<T> grad_out,
    MutablePoints<T> g_x, Number<T>* g_c, GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
