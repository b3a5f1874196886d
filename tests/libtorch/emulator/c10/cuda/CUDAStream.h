#pragma once
// In place of LibTorch's, for libtorch_emulated: a stream is a name, by which a call is known to be
// in the current one.
#include <cuda_runtime_api.h>

namespace c10 {
namespace cuda {

class CUDAStream {
 public:
  explicit CUDAStream(cudaStream_t stream) : stream_(stream) {}
  cudaStream_t stream() const { return stream_; }

 private:
  cudaStream_t stream_;
};

inline thread_local cudaStream_t emulated_stream = nullptr;

inline CUDAStream getCurrentCUDAStream(int = 0) { return CUDAStream(emulated_stream); }

inline CUDAStream getStreamFromPool() {
  static char name;
  return CUDAStream(reinterpret_cast<cudaStream_t>(&name));
}

}  // namespace cuda
}  // namespace c10
