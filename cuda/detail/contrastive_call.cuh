#pragma once
// The arguments of the contrastive loss, and what its two passes share.
#include "all_pairs.cuh"
#include "pairs.cuh"
#include "rapidity/cuda/contrastive_loss.hpp"
#include "rapidity/row/score.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

/// Up to so many coordinates there are fused kernels: 128 points have to fit the shared memory of a
/// multiprocessor.
constexpr std::int64_t most_fused_cols = 768;

inline Tiling tiling(const ContrastiveOptions& options) {
  return {options.tile, options.schedule == Schedule::fused};
}

inline void check_schedule(const Check& check, const ContrastiveOptions& options,
                           std::int64_t cols) {
  if (options.schedule == Schedule::separate) return;
  if (options.products != Products::bf16) {
    check.fail<domain_error>("options.schedule", " is fused, expected options.products bf16");
  }
  if (cols > most_fused_cols) {
    check.fail<shape_error>("options.schedule", " is fused, expected up to " +
                                                    std::to_string(most_fused_cols) +
                                                    " columns, not " + std::to_string(cols));
  }
}

/// The inverse temperature; without one, 1.
__device__ inline double scale_of(const float* scale) {
  return scale == nullptr ? 1 : double(*scale);
}

/// A logit is this times the score's value, in units of the lane's logarithm. Subtracted from 0,
/// not negated: compilers move a negation behind the products with it, one for each pair.
template <class L, class Score>
__device__ float logit_scale(const float* scale, float c) {
  constexpr double value_unit = Score::template value_unit<L>, unit = value_unit / L::log_unit;
  return float((0 - scale_of(scale)) * double(Score::unit(c)) * unit);
}

/// The arguments of a call, checked.
template <class T>
struct Call {
  Check check;
  Points<T> x, y;
  const float *c, *scale;
  ContrastiveOptions options;
  ContrastiveStatistics statistics;

  Call(const char* function, const Points<T>& x_points, const Points<T>& y_points,
       const DeviceCurvature<T>& curvature, const DeviceScale<T>& tau,
       const ContrastiveOptions& which, const ContrastiveStatistics& where)
      : check{function},
        x(x_points),
        y(y_points),
        c(curvature.data),
        scale(tau.data),
        options(which),
        statistics(where) {
    check.matrix("x", x);
    check.matrix("y", y);
    check_columns(check, x, y);
    if (options.first < 0 || options.first > y.rows - x.rows) {
      check.template fail<shape_error>(
          "options.first", " is " + std::to_string(options.first) + ", expected the " +
                               std::to_string(x.rows) + " rows of x to have partners among the " +
                               std::to_string(y.rows) + " of y");
    }
    check_tile(check, options.tile);
    check_schedule(check, options, x.cols);
    check.pointer("c", c);
    check.optional_pointer("scale", scale);
    if (x.rows > 0) check.pointer("statistics.rows", statistics.rows);
    if (y.rows > 0) check.pointer("statistics.columns", statistics.columns);
    if (y.rows > 0) check.pointer("statistics.positives", statistics.positives);
  }

  /// The rows of x and their partners.
  PairRows<T> pairs() const { return {x, {y.row(options.first), x.rows, y.cols, y.stride}, c}; }
};

template <class F>
auto with_score(Score score, const F& f) {
  return score == Score::distance ? f(row::DistanceScore()) : f(row::InnerScore());
}

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
