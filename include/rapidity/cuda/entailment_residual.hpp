#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// By how far specific_i lies outside the entailment cone of general_i, in radians:
///   out_i = max(0, exterior_angle(general_i, specific_i) - eta half_aperture(general_i)).
/// general and specific [B, D], out [B]; min_radius >= 0 as in half_aperture, 0.1 in the
/// literature; eta >= 0 widens the cones, 1 in MERU.
///
/// Error: as batch::entailment_residual, 1.3e-7 rad, of the points as T holds them.
/// Cost: reads the points once, and again where a pair is nearly collinear with the origin.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t
entailment_residual(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                    Number<T> min_radius, Number<T> eta, MutableValues<T> out, cudaStream_t stream);

/// Bytes of workspace that entailment_residual_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t entailment_residual_vjp_workspace_bytes(std::int64_t rows,
                                                                      std::int64_t cols);

/// Gradients of sum_i grad_out_i out_i: writes or adds to g_general and g_specific [B, D] and to
/// the number g_c, null where the gradient by c is not wanted, and the workspace not used. 0 inside
/// a cone and on its boundary. The gradients overlap neither with the points nor with each other.
///
/// Error and cost: as distance_vjp.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t entailment_residual_vjp(
    Points<T> general, Points<T> specific, DeviceCurvature<T> c, Number<T> min_radius,
    Number<T> eta, Values<T> grad_out, MutablePoints<T> g_general, MutablePoints<T> g_specific,
    Number<T>* g_c, GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
