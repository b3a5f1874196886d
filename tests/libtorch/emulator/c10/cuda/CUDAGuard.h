#pragma once
// In place of LibTorch's, for libtorch_emulated: there is one device.
#include <c10/core/Device.h>

#include "CUDAStream.h"

namespace c10 {
namespace cuda {

class CUDAGuard {
 public:
  explicit CUDAGuard(Device) {}
  ~CUDAGuard() {}
};

class CUDAStreamGuard {
 public:
  explicit CUDAStreamGuard(CUDAStream stream) : before_(emulated_stream) {
    emulated_stream = stream.stream();
  }
  CUDAStreamGuard(const CUDAStreamGuard&) = delete;
  CUDAStreamGuard& operator=(const CUDAStreamGuard&) = delete;
  ~CUDAStreamGuard() { emulated_stream = before_; }

 private:
  cudaStream_t before_;
};

}  // namespace cuda
}  // namespace c10
