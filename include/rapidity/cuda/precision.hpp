#pragma once
// The 16-bit formats as types of rows: the formulas and the sums are in double, as for float.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "../row/reduce.hpp"

namespace rapidity {
inline namespace v0 {

template <>
struct Precision<__nv_bfloat16> : Precision<float> {};
template <>
struct Precision<__half> : Precision<float> {};

}  // namespace v0
}  // namespace rapidity
