#pragma once
#include "handle.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

/// Options of the functions of all pairs as matrices.
struct PairwiseOptions {
  Products products = Products::fp32;
  /// The side of the square of pairs that is in the workspace at a time, a multiple of 8.
  std::int64_t tile = 2048;
};

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
