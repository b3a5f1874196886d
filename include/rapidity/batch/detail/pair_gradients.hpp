#pragma once
// The gradients of all points from weights on their pairs' excesses, tile by tile.
#include <algorithm>

#include "tiles.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

/// Returns sum_j w_j Y_j and adds w_j X to x_sums_j.
template <class T>
T add_time_sums(const T* weights, const T* y_time, std::int64_t size, T x_time, T* x_sums) {
  LaneSum<T> y_sum;
  for_lanes<T>(0, size, [&](auto lane, std::int64_t j) {
    using L = decltype(lane);
    const L w = L::load(weights + j);
    y_sum.add(w * L::load(y_time + j));
    fma(w, L::fill(x_time), L::load(x_sums + j)).store(x_sums + j);
  });
  return y_sum.value();
}

/// The backward pass over all pairs.
template <class T, class Weigh>
class PairGradients {
 public:
  PairGradients(const PairTiles<T>& pairs, T scale, const Weigh& weigh, const MatrixView<T>& g_x,
                const MatrixView<T>& g_y, const Tiling& tiling, Execution execution)
      : pairs_(pairs),
        scale_(scale),
        weigh_(weigh),
        g_x_(g_x),
        g_y_(g_y),
        tiling_(tiling),
        execution_(execution),
        x_sums_(Sums::Zero(pairs.x.rows)),
        y_sums_(Sums::Zero(pairs.y.rows)),
        weights_(std::min(pairs.x.rows, tiling.rows), std::min(pairs.y.rows, tiling.columns)),
        panel_sums_(piece_count(weights_.rows(), tiling.panel), weights_.cols()) {}

  void run() {
    for_each_tile(pairs_.x.rows, pairs_.y.rows, tiling_,
                  [&](Range rows, Range columns) { run_tile(rows, columns); });
    add_time_parts(pairs_.x, pairs_.x_factors, x_sums_, g_x_);
    add_time_parts(pairs_.y, pairs_.y_factors, y_sums_, g_y_);
  }

 private:
  using Sums = Eigen::Array<Work<T>, Eigen::Dynamic, 1>;

  void run_tile(Range rows, Range columns) {
    const std::int64_t panels = piece_count(rows.size, tiling_.panel);
    parallel_for(panels, execution_, [&](std::int64_t panel) {
      const Range local = piece(rows.size, tiling_.panel, panel);
      add_to_x({rows.begin + local.begin, local.size}, local.begin, columns, panel);
    });
    parallel_for(piece_count(columns.size, tiling_.panel), execution_, [&](std::int64_t block) {
      const Range local = piece(columns.size, tiling_.panel, block);
      add_to_y(rows, {columns.begin + local.begin, local.size}, local.begin);
    });
    for (std::int64_t panel = 0; panel < panels; ++panel) {
      y_sums_.segment(columns.begin, columns.size) +=
          panel_sums_.row(panel).head(columns.size).transpose().array().template cast<Work<T>>();
    }
  }

  // Forms the weights of a panel of rows, which begins at row `local` of the tile.
  void add_to_x(Range rows, std::int64_t local, Range columns, std::int64_t panel) {
    auto weights = weights_.block(local, 0, rows.size, columns.size);
    pairs_.products(rows, columns, weights);
    panel_sums_.row(panel).setZero();
    for (std::int64_t k = 0; k < rows.size; ++k) {
      const std::int64_t i = rows.begin + k;
      pairs_.excesses(i, columns, &weights(k, 0));
      weigh_(i, columns, &weights(k, 0));
      x_sums_[i] += add_time_sums(&weights(k, 0), &pairs_.y_factors.time[columns.begin],
                                  columns.size, pairs_.x_factors.time[i], &panel_sums_(panel, 0));
    }
    as_matrix(g_x_).middleRows(rows.begin, rows.size).noalias() -=
        scale_ * weights * as_matrix(pairs_.y).middleRows(columns.begin, columns.size);
  }

  // The columns begin at column `local` of the tile, whose weights are complete.
  void add_to_y(Range rows, Range columns, std::int64_t local) {
    const auto weights = weights_.block(0, local, rows.size, columns.size);
    as_matrix(g_y_).middleRows(columns.begin, columns.size).noalias() -=
        scale_ * weights.transpose() * as_matrix(pairs_.x).middleRows(rows.begin, rows.size);
  }

  // g_i += scale sums_i / X_i points_i
  void add_time_parts(const MatrixView<const T>& points, const TimeFactors<T>& factors,
                      const Sums& sums, const MatrixView<T>& gradient) {
    for_each_row(points.rows, execution_, [&](std::int64_t i) {
      const T part = T(Work<T>(scale_) * sums[i] / Work<T>(factors.time[i]));
      as_matrix(gradient).row(i) += part * as_matrix(points).row(i);
    });
  }

  const PairTiles<T>& pairs_;
  const T scale_;
  const Weigh& weigh_;
  const MatrixView<T> g_x_, g_y_;
  const Tiling tiling_;
  const Execution execution_;
  Sums x_sums_, y_sums_;  // of w_ij Y_j and of w_ij X_i
  Matrix<T> weights_;     // of a tile
  Matrix<T> panel_sums_;  // of w_ij X_i, a row for each panel of the tile
};

/// Adds to g_x_i and g_y_j the gradient of a function with dL/du_ij = factor * w_ij:
///   g_x_i += factor c [ (sum_j w_ij Y_j) / X_i x_i - sum_j w_ij y_j ], and likewise g_y_j.
/// weigh(i, columns, row) finds the excesses of row i with the columns in `row` and leaves their
/// weights there; it is called once for each i and tile, for one i by one thread at a time.
template <class T, class Weigh>
void add_pair_gradients(const PairTiles<T>& pairs, T factor, const Weigh& weigh,
                        const MatrixView<T>& g_x, const MatrixView<T>& g_y, const Tiling& tiling,
                        Execution execution) {
  PairGradients<T, Weigh>(pairs, factor * pairs.c, weigh, g_x, g_y, tiling, execution).run();
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
