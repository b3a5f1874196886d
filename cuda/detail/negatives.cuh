#pragma once
// The weights of the contrastive loss's negatives.
#include "contrastive_call.cuh"
#include "patch.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

/// Weights of the negatives: g = p by rows + p by columns.
template <class L, class Score>
struct Negatives {
  using Lane = L;

  const float *scale, *row_normalisers, *column_normalisers;  // the latter two negative
  std::int64_t first;

  /// Of a pair whose logit is factor value(u).
  __device__ static row::PairWeight<L> weight(L u, L gap, float factor, float row_normaliser,
                                              float column_normaliser) {
    const row::ScoreLine<L> score = Score::line(u);
    const L by_factor = L::fill(factor);
    const L g = exp(fma(score.value, by_factor, L::fill(row_normaliser))) +
                exp(fma(score.value, by_factor, L::fill(column_normaliser)));
    return row::pair_weight(score, g, gap);
  }

  /// What all pairs of a row of a patch share.
  struct Row {
    float factor, normaliser;
    ColumnNumbers normalisers;

    __device__ row::PairWeight<L> operator()(L u, L gap, int k) const {
      return weight(u, gap, factor, normaliser, normalisers[k]);
    }
  };
  struct Columns {
    float factor;
    ColumnNumbers normalisers;

    __device__ Row row(const Patch&, int, float normaliser) const {
      return {factor, normaliser, normalisers};
    }
  };

  __device__ Counted counted(const Patch& patch) const { return patch.counted(first); }
  __device__ float row_number(std::int64_t i) const { return row_normalisers[i]; }
  __device__ float factor(float c) const { return logit_scale<L, Score>(scale, c); }
  __device__ Columns columns(const Patch& patch, float c) const {
    return {factor(c), patch.of_columns(column_normalisers)};
  }
};

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
