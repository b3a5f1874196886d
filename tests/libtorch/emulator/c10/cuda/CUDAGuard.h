#pragma once
// In place of LibTorch's, for libtorch_emulated: there is one device.
#include <c10/core/Device.h>

namespace c10 {
namespace cuda {

class CUDAGuard {
 public:
  explicit CUDAGuard(Device) {}
  ~CUDAGuard() {}
};

}  // namespace cuda
}  // namespace c10
