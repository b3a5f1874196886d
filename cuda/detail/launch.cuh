#pragma once
// Every kernel is launched here, so that the emulator of tests/cuda/ can stand in for the GPU: it
// brings its own launch and dynamic_shared.
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <tuple>

#include "rapidity/config.hpp"

/// A kernel of this library: static, so that two libraries with the same one do not meet.
#define RAPIDITY_KERNEL static __global__ void

#if defined(__CUDACC__)

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// Puts kernel(arguments...) into the stream, on grid blocks of `block` threads, each block with
/// so many bytes of dynamic shared memory.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                                 std::size_t shared_bytes, cudaStream_t stream,
                                 const Arguments&... arguments) {
  std::tuple<Parameters...> parameters(arguments...);
  return std::apply(
      [&](auto&... parameter) {
        void* pointers[] = {&parameter...};
        return cudaLaunchKernel(reinterpret_cast<const void*>(kernel), grid, block, pointers,
                                shared_bytes, stream);
      },
      parameters);
}

/// The same, with more than the 48 KB of shared memory that a block gets without asking.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch_large(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                                       std::size_t shared_bytes, cudaStream_t stream,
                                       const Arguments&... arguments) {
  const cudaError_t error =
      cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel),
                           cudaFuncAttributeMaxDynamicSharedMemorySize, int(shared_bytes));
  if (error != cudaSuccess) return error;
  return launch(kernel, grid, block, shared_bytes, stream, arguments...);
}

/// The block's dynamic shared memory, aligned to 16 bytes.
template <class T>
__device__ T* dynamic_shared() {
  extern __shared__ double2 rapidity_dynamic_shared[];
  return reinterpret_cast<T*>(rapidity_dynamic_shared);
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity

#endif
