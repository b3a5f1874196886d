#pragma once
// Functions of one float that a GPU has an instruction for. Of those named after it, the errors are
// the ones that the PTX ISA states; denormal arguments and results count as 0. The emulator of
// tests/cuda/ brings its own, which are off by as much.
#include "rapidity/config.hpp"

#if defined(__CUDACC__)

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// 2^x, off by up to 2^-22 of it.
__device__ inline float hardware_exp2(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

/// log2(x), off by up to 2^-22, and by 2^-22 of it where x is not between 1/2 and 2.
__device__ inline float hardware_log2(float x) {
  float y;
  asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

/// sqrt(x), off by up to 2^-23 of it.
__device__ inline float hardware_sqrt(float x) {
  float y;
  asm("sqrt.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

/// 1 / x, off by up to 2^-23 of it.
__device__ inline float hardware_reciprocal(float x) {
  float y;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

/// The smaller of two numbers, exactly; NaN where one of them is NaN.
__device__ inline float smaller_or_nan(float a, float b) {
#if __CUDA_ARCH__ >= 800
  float y;
  asm("min.NaN.f32 %0, %1, %2;" : "=f"(y) : "f"(a), "f"(b));
  return y;
#else
  return a == a && b <= a ? b : b == b ? a : b;
#endif
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity

#endif
