#pragma once
// What a GPU of compute capability 9.0 has for products of points in shared memory: copies that a
// barrier waits for, and products by the four warps of a warpgroup. One function an instruction of
// the PTX ISA. The emulator of tests/cuda/ brings its own.
#include <cuda_bf16.h>

#include <cstdint>

#include "rapidity/config.hpp"
#include "slices.hpp"

#if defined(__CUDACC__)
#include <cuda.h>

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace hopper {

/// cudaErrorNotSupported where the current device has not all this.
[[nodiscard]] inline cudaError_t is_there() {
  int device = 0, major = 0, minor = 0;
  cudaError_t error = cudaGetDevice(&device);
  const auto ask = [&](cudaDeviceAttr attribute, int& value) {
    if (error == cudaSuccess) error = cudaDeviceGetAttribute(&value, attribute, device);
  };
  ask(cudaDevAttrComputeCapabilityMajor, major);
  ask(cudaDevAttrComputeCapabilityMinor, minor);
  if (error != cudaSuccess) return error;
  return major == 9 && minor == 0 ? cudaSuccess : cudaErrorNotSupported;
}

__device__ inline std::uint32_t shared_address(const void* pointer) {
  return std::uint32_t(__cvta_generic_to_shared(pointer));
}

/// A barrier in shared memory. Its phases are numbered from 0; one is complete when the arrivals
/// that it was started with, and all bytes that are expected, have come.
struct Barrier {
  std::uint64_t state;

  __device__ void start(int arrivals) {
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(shared_address(this)),
                 "r"(arrivals)
                 : "memory");
  }
  __device__ void arrive() {
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(shared_address(this)) : "memory");
  }
  __device__ void arrive_and_expect(int bytes) {
    asm volatile(
        "mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(shared_address(this)),
        "r"(bytes)
        : "memory");
  }
  /// Waits until the phase of this parity is complete; the one before the first counts as complete.
  __device__ void wait(int parity) {
    while (!try_wait(parity)) {
    }
  }

 private:
  __device__ bool try_wait(int parity) {
    std::uint32_t done;
    asm volatile(
        "{\n"
        ".reg .pred done;\n"
        "mbarrier.try_wait.parity.shared::cta.b64 done, [%1], %2;\n"
        "selp.u32 %0, 1, 0, done;\n"
        "}"
        : "=r"(done)
        : "r"(shared_address(this)), "r"(parity)
        : "memory");
    return done != 0;
  }
};

/// Makes started barriers known to the copies; a meeting of the threads has to follow.
__device__ inline void publish_barriers() {
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

/// A matrix as the copies know it.
struct SliceMap {
  CUtensorMap map;
};

/// Describes [rows, cols] of bfloat16, `stride` apart, to be copied in slices of `height` rows.
[[nodiscard]] inline cudaError_t describe(const __nv_bfloat16* data, std::int64_t rows,
                                          std::int64_t cols, std::int64_t stride, int height,
                                          SliceMap& out) {
  using Encode = decltype(&cuTensorMapEncodeTiled);
  void* function = nullptr;
  cudaDriverEntryPointQueryResult found{};
#if CUDART_VERSION >= 12050
  const cudaError_t error = cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &function,
                                                             12000, cudaEnableDefault, &found);
#else
  const cudaError_t error =
      cudaGetDriverEntryPoint("cuTensorMapEncodeTiled", &function, cudaEnableDefault, &found);
#endif
  if (error != cudaSuccess) return error;
  if (found != cudaDriverEntryPointSuccess) return cudaErrorNotSupported;
  const cuuint64_t sizes[] = {cuuint64_t(cols), cuuint64_t(rows)};
  const cuuint64_t strides[] = {cuuint64_t(stride) * sizeof(__nv_bfloat16)};
  const cuuint32_t box[] = {slice_columns, cuuint32_t(height)}, steps[] = {1, 1};
  const CUresult result = reinterpret_cast<Encode>(function)(
      &out.map, CU_TENSOR_MAP_DATA_TYPE_BFLOAT16, 2, const_cast<__nv_bfloat16*>(data), sizes,
      strides, box, steps, CU_TENSOR_MAP_INTERLEAVE_NONE, CU_TENSOR_MAP_SWIZZLE_128B,
      CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  return result == CUDA_SUCCESS ? cudaSuccess : cudaErrorInvalidValue;
}

/// Begins the copy of the slice at (row, column), what lies beyond the matrix as 0. All its bytes
/// count for the barrier.
__device__ inline void load_slice(__nv_bfloat16* to, const SliceMap& from, int row, int column,
                                  Barrier& barrier) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes "
      "[%0], [%1, {%2, %3}], [%4];" ::"r"(shared_address(to)),
      "l"(&from.map), "r"(column), "r"(row), "r"(shared_address(&barrier))
      : "memory");
}

/// What a thread has of the inner products of 64 rows and 128 columns, see fragment.cuh.
using Sums = float[64];

/// Orders what the warpgroup did with its sums before the products that follow.
__device__ inline void begin_products() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
/// Closes a group of products, to be waited for.
__device__ inline void end_products() {
  asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}
/// Waits for all groups of products but the last.
__device__ inline void wait_but_for_last() {
  asm volatile("wgmma.wait_group.sync.aligned 1;" ::: "memory");
}

#define RAPIDITY_FOUR(i) "+f"(sums[i]), "+f"(sums[i + 1]), "+f"(sums[i + 2]), "+f"(sums[i + 3])
#define RAPIDITY_SUMS                                                                         \
  RAPIDITY_FOUR(0), RAPIDITY_FOUR(4), RAPIDITY_FOUR(8), RAPIDITY_FOUR(12), RAPIDITY_FOUR(16), \
      RAPIDITY_FOUR(20), RAPIDITY_FOUR(24), RAPIDITY_FOUR(28), RAPIDITY_FOUR(32),             \
      RAPIDITY_FOUR(36), RAPIDITY_FOUR(40), RAPIDITY_FOUR(44), RAPIDITY_FOUR(48),             \
      RAPIDITY_FOUR(52), RAPIDITY_FOUR(56), RAPIDITY_FOUR(60)

/// sums = a b^T, or sums += a b^T: 64 rows by 128 rows, of 16 columns each.
__device__ inline void multiply(Sums& sums, std::uint64_t a, std::uint64_t b, bool adds) {
  asm volatile(
      "{\n"
      ".reg .pred adds;\n"
      "setp.ne.b32 adds, %66, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 "
      "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
      "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "
      "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "
      "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63}, "
      "%64, %65, adds, 1, 1, 0, 0;\n"
      "}"
      : RAPIDITY_SUMS
      : "l"(a), "l"(b), "r"(int(adds)));
}

/// Waits for all products: from here on the sums may be read.
__device__ inline void wait_for_products(Sums& sums) {
  asm volatile("wgmma.wait_group.sync.aligned 0;" : RAPIDITY_SUMS::"memory");
}
#undef RAPIDITY_SUMS
#undef RAPIDITY_FOUR

/// Meets with the other threads of the warpgroup.
__device__ inline void meet(int warpgroup) {
  asm volatile("bar.sync %0, 128;" ::"r"(warpgroup + 1) : "memory");
}

/// From here on a thread of the warpgroup has so many registers.
template <int registers>
__device__ void shrink_to() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(registers));
}
template <int registers>
__device__ void grow_to() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(registers));
}

}  // namespace hopper
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity

#endif
