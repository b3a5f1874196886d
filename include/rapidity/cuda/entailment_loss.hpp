#pragma once
#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Bytes of workspace that entailment_loss wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t entailment_loss_workspace_bytes(std::int64_t rows, std::int64_t cols);

/// The mean of entailment_residual over matched pairs, into the number loss; of no pair, 0.
/// general and specific [B, D]: text is general, an image specific.
///
/// Error and cost: as entailment_residual; nothing is written but the loss.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t entailment_loss(Points<T> general, Points<T> specific,
                                                            DeviceCurvature<T> c,
                                                            Number<T> min_radius, Number<T> eta,
                                                            Number<T>* loss, Workspace workspace,
                                                            cudaStream_t stream);

/// Bytes of workspace that entailment_loss_vjp wants for [rows, cols].
RAPIDITY_CUDA_API std::size_t entailment_loss_vjp_workspace_bytes(std::int64_t rows,
                                                                  std::int64_t cols);

/// Its gradients, times the number grad_out in device memory: writes or adds to g_general and
/// g_specific [B, D] and to the number g_c, null where the gradient by c is not wanted, and the
/// workspace not used. A pair inside its cone, or on the boundary, has gradient 0. The gradients
/// overlap neither with the points nor with each other.
///
/// Error and cost: as distance_vjp.
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t
entailment_loss_vjp(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                    Number<T> min_radius, Number<T> eta, const Number<T>* grad_out,
                    MutablePoints<T> g_general, MutablePoints<T> g_specific, Number<T>* g_c,
                    GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
