#pragma once
// Log-sum-exps of negatives, piece by piece.
#include <cstdint>

#include "contrastive_call.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

/// A part of a log-sum-exp: sum exp(logit - shift), and its shift, in units of the lane's
/// logarithm.
struct alignas(8) Part {
  float shift, sum;
};

/// Where the parts of a panel of rows lie.
struct Parts {
  Part* rows;     // [squares of a row of all pairs, side]
  Part* columns;  // [squares of a column of a tile, columns of all pairs]
};

// A finite stand-in for -inf: the maximum of no logit at all minus itself must not be NaN.
constexpr float lowest = -scalar::detail::BuiltInLimits<float>::largest, nothing = -INFINITY;
// What a row or a column of a square has to be left with if the largest logit of the square is to
// be its shift: of 128 exponentials, those that count as 0 are less than a rounding of this.
constexpr float least = 1e-28f;

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
