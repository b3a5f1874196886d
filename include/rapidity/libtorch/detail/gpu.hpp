#pragma once
// The way to rapidity::cuda, open in programs that link rapidity::libtorch_cuda.
#include "tensors.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

/// The numbers of a cone; a function without cones ignores them.
struct Cone {
  double min_radius, eta;
};

// The operations on tensors of a GPU. Each has value(tensors and numbers...) -> results and
// vjp(the same..., what autograd passes back) -> gradients by the tensors; matrices are by_rows.
template <class Operation>
struct GpuMap;
template <class Operation>
struct GpuPair;
template <class Operation>
struct GpuPairwise;
struct GpuHalfAperture;
struct GpuEntailmentLoss;
struct GpuContrastiveLoss;

/// Gpu::value where there is one; call it for tensors that are on_gpu.
template <class Gpu, class... Arguments>
torch::autograd::variable_list gpu_value(const Arguments&... arguments) {
  if constexpr (with_cuda) {
    return Gpu::value(arguments...);
  } else {
    return {};
  }
}

/// Gpu::vjp, likewise.
template <class Gpu, class... Arguments>
torch::autograd::variable_list gpu_vjp(const Arguments&... arguments) {
  if constexpr (with_cuda) {
    return Gpu::vjp(arguments...);
  } else {
    return {};
  }
}

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity

#ifdef RAPIDITY_LIBTORCH_CUDA
#include "gpu_pairs.hpp"
#include "gpu_rows.hpp"
#endif
