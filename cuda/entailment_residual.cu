#include "rapidity/cuda/entailment_residual.hpp"

#include "detail/entailment.cuh"
#include "detail/instantiate.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

template <class T>
cudaError_t entailment_residual(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                                Number<T> min_radius, Number<T> eta, MutableValues<T> out,
                                cudaStream_t stream) {
  const detail::Pairs<T> pairs("entailment_residual", "general", "specific", general, specific, c);
  return pairs.map(entailment_options(pairs.check, min_radius, eta), out, stream);
}

std::size_t entailment_residual_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t entailment_residual_vjp(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                                    Number<T> min_radius, Number<T> eta, Values<T> grad_out,
                                    MutablePoints<T> g_general, MutablePoints<T> g_specific,
                                    Number<T>* g_c, GradMode mode, Workspace workspace,
                                    cudaStream_t stream) {
  const detail::Pairs<T> pairs("entailment_residual_vjp", "general", "specific", general, specific,
                               c);
  pairs.check.values("grad_out", grad_out, "general", general.rows);
  return pairs.map_vjp(entailment_options(pairs.check, min_radius, eta), grad_out, g_general,
                       g_specific, g_c, mode, workspace, stream);
}

#define RAPIDITY_INSTANTIATE(T)                                                                    \
  template cudaError_t entailment_residual<T>(Points<T>, Points<T>, DeviceCurvature<T>, Number<T>, \
                                              Number<T>, MutableValues<T>, cudaStream_t);          \
  template cudaError_t entailment_residual_vjp<T>(                                                 \
      Points<T>, Points<T>, DeviceCurvature<T>, Number<T>, Number<T>, Values<T>, MutablePoints<T>, \
      MutablePoints<T>, Number<T>*, GradMode, Workspace, cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
