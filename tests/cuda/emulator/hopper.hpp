// In place of cuda/detail/hopper.cuh: barriers, copies and products of a GPU of compute capability
// 9.0. What such a GPU does at some time between two points of a program happens at the first of
// them or at the last, as each launch draws: copies early and products late, or copies late and
// products early. So what is read before it has come, or overwritten before it was read, shows in
// one of the two.
#pragma once
#include <cuda_bf16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace emulator {
namespace hopper {
/// Draws the order of copies and products.
void begin_launch();
}  // namespace hopper
}  // namespace emulator

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace hopper {

inline cudaError_t is_there() { return cudaSuccess; }

/// From the beginning of the block's dynamic shared memory.
std::uint32_t shared_address(const void* pointer);

struct Barrier {
  std::uint16_t arrivals, left;  // of a phase, in all and still to come
  std::int32_t bytes : 31;       // still to come
  std::uint32_t parity : 1;      // of the phase

  void start(int count);
  void arrive() { arrive_and_expect(0); }
  void arrive_and_expect(int expected);
  void wait(int of_parity);
  void come(int count);

 private:
  void advance();
};
static_assert(sizeof(Barrier) == sizeof(std::uint64_t), "as large as the GPU's");

inline void publish_barriers() {}

struct SliceMap {
  const __nv_bfloat16* data;
  std::int64_t rows, cols, stride;
  int height;
};

inline cudaError_t describe(const __nv_bfloat16* data, std::int64_t rows, std::int64_t cols,
                            std::int64_t stride, int height, SliceMap& out) {
  out = {data, rows, cols, stride, height};
  const bool is_aligned = reinterpret_cast<std::uintptr_t>(data) % 16 == 0 && stride % 8 == 0;
  return is_aligned && rows > 0 && cols > 0 ? cudaSuccess : cudaErrorInvalidValue;
}

void load_slice(__nv_bfloat16* to, const SliceMap& from, int row, int column, Barrier& barrier);

using Sums = float[64];

void begin_products();
void end_products();
void wait_but_for_last();
void multiply(Sums& sums, std::uint64_t a, std::uint64_t b, bool adds);
void wait_for_products(Sums& sums);

void meet(int warpgroup);

template <int registers>
void shrink_to() {}
template <int registers>
void grow_to() {}

}  // namespace hopper
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
