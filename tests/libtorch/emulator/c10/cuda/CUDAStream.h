#pragma once
// In place of LibTorch's, for libtorch_emulated: there is one stream, and it is nobody's.
#include <cuda_runtime_api.h>

namespace c10 {
namespace cuda {

class CUDAStream {
 public:
  cudaStream_t stream() const { return nullptr; }
};

inline CUDAStream getCurrentCUDAStream(int) { return {}; }

}  // namespace cuda
}  // namespace c10
