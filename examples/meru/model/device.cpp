#include "model/device.hpp"

#include <torch/torch.h>

#include <stdexcept>

namespace meru {
namespace {

#ifdef RAPIDITY_LIBTORCH_CUDA
constexpr bool kBuiltWithCuda = true;
#else
constexpr bool kBuiltWithCuda = false;
#endif

}  // namespace

torch::Device device_by_name(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  if (name != "cuda") throw std::runtime_error("device: expected cpu or cuda, got '" + name + "'");
  if (!kBuiltWithCuda) {
    throw std::runtime_error(
        "--device cuda: this program was built without CUDA, for it had no nvcc or no LibTorch "
        "with CUDA");
  }
  if (!torch::cuda::is_available()) {
    throw std::runtime_error("--device cuda: LibTorch finds no CUDA device here");
  }
  return {torch::kCUDA, 0};
}

}  // namespace meru
