// The matrix products, in place of cuBLASLt's: of exactly rounded factors, summed in float.
#include "../../../cuda/detail/products.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

struct HandleState {};

namespace {

void expect(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "emulator: a product with %s\n", what);
  std::abort();
}

void expect_aligned(const void* data, std::int64_t stride, std::size_t size) {
  expect(reinterpret_cast<std::uintptr_t>(data) % 16 == 0, "misaligned data");
  expect(std::size_t(stride) * size % 16 == 0, "misaligned rows");
}

/// Element (i, j) of a factor.
float element(FactorType type, const Factor& factor, std::int64_t i, std::int64_t j) {
  const std::int64_t at = factor.is_transposed ? j * factor.stride + i : i * factor.stride + j;
  if (type == FactorType::bf16) return float(static_cast<const __nv_bfloat16*>(factor.data)[at]);
  float value = static_cast<const float*>(factor.data)[at];
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  if (value == value) expect((bits & 0x1fffu) == 0, "a number that is none of TF32");
  return value;
}

}  // namespace

cudaError_t multiply(const Handle&, const Product& p, void* workspace, cudaStream_t) {
  const std::size_t size = p.type == FactorType::bf16 ? 2 : 4;
  expect(p.rows > 0 && p.columns > 0 && p.depth > 0, "a size of 0");
  expect(workspace != nullptr, "no workspace");
  expect_aligned(p.left.data, p.left.stride, size);
  expect_aligned(p.right.data, p.right.stride, size);
  expect_aligned(p.out, p.out_stride, sizeof(float));
  for (std::int64_t i = 0; i < p.rows; ++i) {
    for (std::int64_t j = 0; j < p.columns; ++j) {
      float sum = 0;
      for (std::int64_t k = 0; k < p.depth; ++k) {
        sum += element(p.type, p.left, i, k) * element(p.type, p.right, k, j);
      }
      float& out = p.out[i * p.out_stride + j];
      out = p.adds ? out + sum : sum;
    }
  }
  return cudaSuccess;
}

}  // namespace detail

Handle::Handle() : state_(new detail::HandleState) {}
Handle::~Handle() { delete state_; }

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
