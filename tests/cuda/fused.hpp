#pragma once
// Whether there are fused kernels: for this device, in this build.
#include <rapidity/cuda/cuda.hpp>

#include "device.hpp"

namespace fused {

inline rapidity::cuda::ContrastiveOptions options() {
  rapidity::cuda::ContrastiveOptions options;
  options.products = rapidity::cuda::Products::bf16;
  options.schedule = rapidity::cuda::Schedule::fused;
  return options;
}

inline bool is_there() {
  namespace cuda = rapidity::cuda;
  const auto number = device::number(1.0f);
  const device::Matrix<float> none(0, 1);
  const cuda::Handle handle;
  const device::Memory workspace(cuda::contrastive_loss_workspace_bytes(0, 0, 1, options()));
  const cudaError_t error = cuda::contrastive_statistics(
      handle, none.view(), none.view(), cuda::DeviceCurvature<float>(number.data()),
      cuda::DeviceScale<float>(number.data()), options(), {}, workspace.workspace(),
      device::stream());
  REQUIRE((error == cudaSuccess || error == cudaErrorNotSupported));
  if (error == cudaErrorNotSupported) std::puts("NOT RUN: fused kernels, which are for sm_90a");
  return error == cudaSuccess;
}

}  // namespace fused
