#pragma once
// Matrix products by cuBLASLt (products.cpp). The emulator of tests/cuda/ has its own.
#include <cstddef>
#include <cstdint>

#include "rapidity/cuda/handle.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// What the factors of a product hold: __nv_bfloat16, or float of which TF32's bits count.
enum class FactorType { bf16, tf32 };

/// A row-major matrix, or the transpose of one; 16-byte aligned, its rows too.
struct Factor {
  const void* data;
  std::int64_t stride;
  bool is_transposed;
};

/// out = left right, or out += left right: [rows, depth] by [depth, columns], all row-major.
struct Product {
  FactorType type;
  std::int64_t rows, columns, depth;
  Factor left, right;
  float* out;
  std::int64_t out_stride;
  bool adds;
};

/// What cuBLASLt may use in addition, carved from the caller's workspace.
constexpr std::size_t product_workspace_bytes = std::size_t(32) << 20;

/// Puts the product into the stream. No sizes of 0. Deterministic: no sum is split in parts that
/// meet by atomics. cudaErrorInvalidDevice where the handle is another device's.
[[nodiscard]] cudaError_t multiply(const Handle& handle, const Product& product, void* workspace,
                                   cudaStream_t stream);

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
