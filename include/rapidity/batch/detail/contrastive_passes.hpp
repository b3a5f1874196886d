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

    T shift = lowest;
    for (std::int64_t k = 0; k < local.size; ++k) {
      fill_logits(rows.begin + local.begin + k, columns, &logits(k, 0));
      shift = std::max(shift, line(logits, k, columns).maxCoeff());
    }
    Eigen::Map<Line<T>> shifts(&shifts_(panel, 0), columns.size);
    Eigen::Map<Line<T>> sums(&sums_(panel, 0), columns.size);
    shifts.setConstant(shift);
    sums.setZero();
    for (std::int64_t k = 0; k < local.size; ++k) {
      const T sum = add_exponentials(&logits(k, 0), shift, sums);
      sum_row(rows.begin + local.begin + k, line(logits, k, columns), shift, sum);
    }
    if ((sums < least).any()) sum_columns(logits.topRows(local.size), shifts, sums);
  }

  // All pairs of a panel have the same shift, so that one exponential serves the pair's row and its
  // column. Where that leaves a row or a column less than this, of which digits may have been lost
  // (exp_or_zero drops the square of it), each gets a shift of its own.
  static constexpr T least = sizeof(T) == sizeof(float) ? T(1e-15) : T(1e-145);
  // A finite stand-in for -inf: the maximum of no logit at all minus itself must not be NaN.
  static constexpr T lowest = std::numeric_limits<T>::lowest();

  using ConstLine = Eigen::Map<const Line<T>>;

  template <class Logits>
  static ConstLine line(const Logits& logits, std::int64_t k, Range columns) {
    return ConstLine(&logits(k, 0), columns.size);
  }

  // The sum of exp(logit - shift) over a row; each term is added to its column's sum as well.
  static T add_exponentials(const T* row, T shift, Eigen::Map<Line<T>>& column_sums) {
    LaneSum<T> sum;
    for_lanes<T>(0, column_sums.size(), [&](auto lane, std::int64_t j) {
      using L = decltype(lane);
      T* const column_sum = column_sums.data() + j;
      const L term = exp_or_zero(L::load(row + j) - L::fill(shift));
      sum.add(term);
      (L::load(column_sum) + term).store(column_sum);
    });
    return sum.value();
  }

  // Adds a row's part, from its sum for the panel's shift if that is enough.
  void sum_row(std::int64_t i, const ConstLine& row, T shift, T sum) {
    if (sum < least) {
      shift = std::max(lowest, row.maxCoeff());
      LaneSum<T> own;
      for_lanes<T>(0, row.size(), [&](auto lane, std::int64_t j) {
        using L = decltype(lane);
        own.add(exp_or_zero(L::load(row.data() + j) - L::fill(shift)));
      });
      sum = own.value();
    }
    negatives_.rows[i].merge(shift, sum);
  }

  // The columns' parts, each for a shift of its own.
  template <class Logits>
  static void sum_columns(const Logits& logits, Eigen::Map<Line<T>>& shifts,
                          Eigen::Map<Line<T>>& sums) {
    shifts = logits.colwise().maxCoeff().array().max(lowest);
    sums.setZero();
    for (std::int64_t k = 0; k < logits.rows(); ++k) {
      const T* row = &logits(k, 0);
      for_lanes<T>(0, sums.size(), [&](auto lane, std::int64_t j) {
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
