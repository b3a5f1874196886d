// Compiles a .cu file with a plain C++ compiler and runs its kernels on the CPU, one thread after
// the other: included in front of the file by the compiler's command line, see CMakeLists.txt. It
// shows wrong indices and wrong arithmetic, barriers and shuffles that not all threads reach,
// misaligned wide accesses, and, under the address sanitizer, accesses out of bounds. It shows
// neither races nor speed, and shared memory has no poison.
#pragma once
#include <cuda_runtime_api.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <tuple>

// CUDA's headers define these for other compilers as attributes that g++ does not know.
#undef __global__
#undef __device__
#undef __host__
#undef __shared__
#undef __constant__
#undef __forceinline__
#undef __launch_bounds__
#undef __grid_constant__
#define __global__
#define __device__
#define __host__
#define __shared__ static  // blocks run one after the other
#define __constant__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __grid_constant__
#include <cuda_bf16.h>
#include <cuda_fp16.h>

// The built-in variables, as the thread that runs finds them.
extern uint3 threadIdx, blockIdx;
extern dim3 blockDim, gridDim;

namespace emulator {

/// Calls thread() once for each thread of each block.
cudaError_t run(const dim3& grid, const dim3& block, std::size_t shared_bytes,
                const std::function<void()>& thread);

/// The dynamic shared memory of the block.
void* shared_memory();

void wait_for_block();
/// Waits until it holds, while others go on.
void wait_until(const std::function<bool()>& holds);
void wait_for_warp();

/// Leaves `size` bytes for the other lanes, waits for the warp, returns what `lane` left.
const void* exchange(const void* value, std::size_t size, int lane);

/// Ends the program.
[[noreturn]] void fail(const char* problem);

inline int lane() { return int(threadIdx.x % 32); }

template <class T>
T from_lane(unsigned mask, T value, int source) {
  if (mask != 0xffffffffu) fail("only shuffles of all lanes are emulated");
  return *static_cast<const T*>(exchange(&value, sizeof(T), source));
}

template <class T>
void expect_aligned(const T* pointer) {
  if (reinterpret_cast<std::uintptr_t>(pointer) % sizeof(T) != 0) fail("misaligned access");
}

}  // namespace emulator

inline void __syncthreads() { emulator::wait_for_block(); }
inline void __syncwarp(unsigned = 0xffffffffu) { emulator::wait_for_warp(); }
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int step) {
  return emulator::from_lane(mask, value, emulator::lane() ^ step);
}
template <class T>
T __shfl_sync(unsigned mask, T value, int source) {
  return emulator::from_lane(mask, value, source % 32);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta) {
  const int source = emulator::lane() + int(delta);
  return emulator::from_lane(mask, value, source < 32 ? source : emulator::lane());
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta) {
  const int source = emulator::lane() - int(delta);
  return emulator::from_lane(mask, value, source >= 0 ? source : emulator::lane());
}
inline int __any_sync(unsigned mask, int predicate) {
  int any = predicate != 0;
  for (int step = 16; step > 0; step /= 2) any |= __shfl_xor_sync(mask, any, step);
  return any;
}
int __syncthreads_or(int predicate);
template <class T>
T __ldca(const T* pointer) {
  emulator::expect_aligned(pointer);
  return *pointer;
}
template <class T>
void __stwb(T* pointer, T value) {
  emulator::expect_aligned(pointer);
  *pointer = value;
}

#include "hopper.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

// In place of those of cuda/detail/hardware.cuh: as far off as these may be, to either side.
inline float off_by(float value, float error) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits & 4 ? error : -error;
}
inline float flushed(float value) {
  return std::abs(value) < 0x1p-126f ? std::copysign(0.0f, value) : value;
}
inline float hardware_exp2(float x) {
  return flushed(std::exp2(flushed(x)) * (1 + off_by(x, 0x1p-22f)));
}
inline float hardware_log2(float x) {
  const float y = std::log2(flushed(x)), error = off_by(x, 0x1p-22f);
  return 0.5f < x && x < 2 ? y + error : y * (1 + error);
}
inline float hardware_sqrt(float x) { return std::sqrt(flushed(x)) * (1 + off_by(x, 0x1p-23f)); }
inline float hardware_reciprocal(float x) {
  return flushed(1 / flushed(x) * (1 + off_by(x, 0x1p-23f)));
}
inline float smaller_or_nan(float a, float b) { return a == a && b <= a ? b : b == b ? a : b; }

// In place of those of cuda/detail/launch.cuh.
template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                                 std::size_t shared_bytes, cudaStream_t,
                                 const Arguments&... arguments) {
  const std::tuple<Parameters...> parameters(arguments...);
  return emulator::run(grid, block, shared_bytes, [&] { std::apply(kernel, parameters); });
}

template <class... Parameters, class... Arguments>
[[nodiscard]] cudaError_t launch_large(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                                       std::size_t shared_bytes, cudaStream_t stream,
                                       const Arguments&... arguments) {
  emulator::hopper::begin_launch();
  return launch(kernel, grid, block, shared_bytes, stream, arguments...);
}

template <class T>
T* dynamic_shared() {
  return static_cast<T*>(emulator::shared_memory());
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
