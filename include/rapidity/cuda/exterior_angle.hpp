#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Exterior angles, in [0, pi] radians, at the general point of the triangles origin, general_i,
/// specific_i. general and specific [B, D], out [B].
///
/// 0 where general_i is the origin or equals specific_i, pi where specific_i is the origin.
/// Error: as batch::exterior_angle, 1.3e-7 rad (double: 1e-15), of the points as T holds them.
/// Cost: reads the points once, and again where a pair is nearly collinear with the origin.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t exterior_angle(Points<T> general, Points<T> specific,
                                                           DeviceCurvature<T> c,
                                                           MutableValues<T> out,
                                                           cudaStream_t stream);

/// Bytes of workspace that exterior_angle_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t exterior_angle_vjp_workspace_bytes(std::int64_t rows,
                                                                 std::int64_t cols);

/// Gradients of sum_i grad_out_i angle_i: writes or adds to g_general and g_specific [B, D] and to
/// the number g_c, null where the gradient by c is not wanted, and the workspace not used. 0 where
/// the angle is 0 or pi. The gradients overlap neither with the points nor with each other.
///
/// Error and cost: as distance_vjp.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t
exterior_angle_vjp(Points<T> general, Points<T> specific, DeviceCurvature<T> c, Values<T> grad_out,
                   MutablePoints<T> g_general, MutablePoints<T> g_specific, Number<T>* g_c,
                   GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
