#pragma once
// The two passes of the contrastive loss over all pairs.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "../../row/log_sum_exp.hpp"
#include "../../row/score.hpp"
#include "buffer.hpp"
#include "pair_gradients.hpp"
#include "tiles.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

using row::exp_or_zero;
using row::LogSumExp;

/// Log-sum-exps of the rows and the columns of logits -unit_scale * value(u_ij), i != j.
struct Negatives {
  Buffer<LogSumExp> rows, columns;
};

template <class Score, class T>
class NegativesPass {
 public:
  NegativesPass(const PairTiles<T>& pairs, T unit_scale, const Tiling& tiling, const Team& team)
      : pairs_(pairs), unit_scale_(unit_scale), tiling_(tiling), team_(team) {}

  Negatives run() {
    const std::int64_t count = pairs_.x.rows;
    negatives_.rows.resize(count);
    negatives_.columns.resize(count);
    logits_.resize(std::min(count, tiling_.rows), std::min(count, tiling_.columns));
    shifts_.resize(piece_count(logits_.rows(), tiling_.panel), logits_.cols());
    sums_.resize(shifts_.rows(), shifts_.cols());
    for (std::int64_t i = 0; i < piece_count(count, tiling_.rows); ++i) {
      for (std::int64_t j = 0; j < piece_count(count, tiling_.columns); ++j) {
        run_tile(piece(count, tiling_.rows, i), piece(count, tiling_.columns, j));
      }
    }
    return std::move(negatives_);
  }

 private:
  void run_tile(Range rows, Range columns) {
    const std::int64_t panels = piece_count(rows.size, tiling_.panel);
    team_.run(panels, [&](std::int64_t panel) { run_panel(rows, columns, panel); });
    for (std::int64_t panel = 0; panel < panels; ++panel) {
      for (std::int64_t j = 0; j < columns.size; ++j) {
        negatives_.columns[columns.begin + j].merge(shifts_(panel, j), sums_(panel, j));
      }
    }
  }

  void run_panel(Range rows, Range columns, std::int64_t panel) {
    const Range local = piece(rows.size, tiling_.panel, panel);
    auto logits = logits_.block(local.begin, 0, local.size, columns.size);
    pairs_.products({rows.begin + local.begin, local.size}, columns, logits);

    // A finite stand-in for -inf: the maximum of no logit at all minus itself must not be NaN.
    const T lowest = std::numeric_limits<T>::lowest();
    Eigen::Map<Line<T>> shifts(&shifts_(panel, 0), columns.size);
    Eigen::Map<Line<T>> sums(&sums_(panel, 0), columns.size);
    shifts.setConstant(lowest);
    sums.setZero();
    for (std::int64_t k = 0; k < local.size; ++k) {
      const std::int64_t i = rows.begin + local.begin + k;
      T* row = &logits(k, 0);
      fill_logits(i, columns, row);
      const Eigen::Map<const Line<T>> line(row, columns.size);
      const T shift = std::max(lowest, line.maxCoeff());
      shifts = shifts.max(line);
      LaneSum<T> sum;
      for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
        using L = decltype(lane);
        sum.add(exp_or_zero(L::load(row + j) - L::fill(shift)));
      });
      negatives_.rows[i].merge(shift, sum.value());
    }
    for (std::int64_t k = 0; k < local.size; ++k) {
      const T* row = &logits(k, 0);
      for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
        using L = decltype(lane);
        const L term = exp_or_zero(L::load(row + j) - L::load(shifts.data() + j));
        (L::load(sums.data() + j) + term).store(sums.data() + j);
      });
    }
  }

  // From inner products to logits, in place; the positive pair becomes -inf.
  void fill_logits(std::int64_t i, Range columns, T* row) const {
    pairs_.excesses(i, columns, row);
    for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
      using L = decltype(lane);
      (Score::value(L::load(row + j)) * L::fill(-unit_scale_)).store(row + j);
    });
    const std::int64_t diagonal = i - columns.begin;
    if (0 <= diagonal && diagonal < columns.size) {
      row[diagonal] = -std::numeric_limits<T>::infinity();
    }
  }

  const PairTiles<T>& pairs_;
  const T unit_scale_;
  const Tiling tiling_;
  const Team& team_;
  Negatives negatives_;
  Matrix<T> logits_;         // of a tile
  Matrix<T> shifts_, sums_;  // a row for each panel of the tile
};

/// Weights of the excesses u_ij, i != j, in the gradient: with g_ij = p_ij by rows + p_ij by
/// columns, w_ij = g_ij value'(u_ij). Gathers by row what the scale's and the curvature's gradients
/// need: sums of g_ij value(u_ij) and of g_ij [rest(u_ij) + value'(u_ij) (X - Y)^2 / (2 X Y)], the
/// second being c / unit_scale times the derivative of -logit by the curvature.
template <class Score, class T>
struct NegativesWeights {
  const PairTiles<T>& pairs;
  T unit_scale;
  const Buffer<T>&row_normalisers, &column_normalisers;  // full log-sum-exps
  Buffer<double>&value_sums, &curvature_sums;            // by row

  void operator()(std::int64_t i, Range columns, T* row) const {
    const std::int64_t diagonal = i - columns.begin;
    if (0 <= diagonal && diagonal < columns.size) {
      weigh(i, columns.begin, row, 0, diagonal);
      row[diagonal] = 0;
      weigh(i, columns.begin, row, diagonal + 1, columns.size);
    } else {
      weigh(i, columns.begin, row, 0, columns.size);
    }
  }

 private:
  void weigh(std::int64_t i, std::int64_t offset, T* values, std::int64_t begin,
             std::int64_t end) const {
    const T* normalisers = column_normalisers.data() + offset;
    LaneSum<T> value_sum, curvature_sum;
    for_lanes<T>(begin, end, [&](auto lane, std::int64_t j) {
      using L = decltype(lane);
      const row::ScoreLine<L> score = Score::line(L::load(values + j));
      const L logit = score.value * L::fill(-unit_scale);
      const L g = exp_or_zero(logit - L::fill(row_normalisers[i])) +
                  exp_or_zero(logit - L::load(normalisers + j));
      const auto w = row::pair_weight(score, g, pairs.template time_gaps<L>(i, offset + j));
      value_sum.add(w.value);
      curvature_sum.add(w.curvature);
      w.weight.store(values + j);
    });
    value_sums[i] += value_sum.value();
    curvature_sums[i] += curvature_sum.value();
  }
};

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
