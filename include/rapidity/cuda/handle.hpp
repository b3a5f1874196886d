#pragma once
#include <stdexcept>

#include "arguments.hpp"

namespace rapidity {
inline namespace v0 {

/// What CUDA or cuBLAS refuses where no cudaError_t can be returned: in a constructor.
class cuda_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace cuda {

namespace detail {
struct HandleState;
}

/// What functions that multiply matrices take first: cuBLASLt, and the algorithms it has chosen so
/// far. Belongs to the device that is current when it is made; one for each host thread and stream
/// that calls at the same time; it grows with the number of different sizes. Make it, and call each
/// function once with each set of sizes, before a capture begins, for it is then that algorithms
/// are chosen; and destroy it outside of captures, because that may synchronise.
class Handle {
 public:
  /// @throws cuda_error when cuBLASLt cannot start: no device, no memory.
  RAPIDITY_CUDA_API Handle();
  RAPIDITY_CUDA_API ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  detail::HandleState& state() const { return *state_; }

 private:
  detail::HandleState* state_;
};

/// How the inner products of all pairs are made, and the products of the gradients. In each, the
/// points are rounded first, and their time parts are those of the rounded points, which lie on the
/// hyperboloid exactly; sums are in float.
enum class Products {
  fp32,  ///< of two bfloat16 parts each, 16 bits of mantissa in all: 3 products of bf16
  tf32,  ///< 11 bits of mantissa, as __half has
  bf16   ///< 8 bits of mantissa
};

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
