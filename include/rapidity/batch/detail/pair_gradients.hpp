#pragma once
// The gradients of all points from weights on their pairs' excesses, tile by tile.
#include <algorithm>

#include "tiles.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

// Of a tile, whose g_y are one product: as many tasks as the tile has panels.
constexpr std::int64_t columns_per_task = 128;

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

/// Adds to g_x_i and g_y_j the gradient of a function with dL/du_ij = factor * w_ij:
///   g_x_i += factor c [ (sum_j w_ij Y_j) / X_i x_i - sum_j w_ij y_j ], and likewise g_y_j.
/// weigh(i, columns, row) finds the excesses of row i with the columns in `row` and leaves their
/// weights there; it is called once for each i and tile, for one i by one thread at a time.
template <class T, class Weigh>
void add_pair_gradients(const PairTiles<T>& pairs, T factor, const Weigh& weigh,
                        const MatrixView<T>& g_x, const MatrixView<T>& g_y, const Tiling& tiling,
                        const Team& team) {
  const std::int64_t x_count = pairs.x.rows, y_count = pairs.y.rows;
  const T scale = factor * pairs.c;
  const auto x = as_matrix(pairs.x), y = as_matrix(pairs.y);
  auto gx_matrix = as_matrix(g_x), gy_matrix = as_matrix(g_y);
  using W = Work<T>;
  Eigen::Array<W, Eigen::Dynamic, 1> x_times = Eigen::Array<W, Eigen::Dynamic, 1>::Zero(x_count);
  Eigen::Array<W, Eigen::Dynamic, 1> y_times = Eigen::Array<W, Eigen::Dynamic, 1>::Zero(y_count);
  Matrix<T> weights(std::min(x_count, tiling.rows), std::min(y_count, tiling.columns));
  Matrix<T> panel_times(piece_count(weights.rows(), tiling.panel), weights.cols());

  for (std::int64_t tile_row = 0; tile_row < piece_count(x_count, tiling.rows); ++tile_row) {
    const Range rows = piece(x_count, tiling.rows, tile_row);
    for (std::int64_t tile_column = 0; tile_column < piece_count(y_count, tiling.columns);
         ++tile_column) {
      const Range columns = piece(y_count, tiling.columns, tile_column);
      const auto y_tile = y.middleRows(columns.begin, columns.size);
      const auto x_tile = x.middleRows(rows.begin, rows.size);
      const T* y_time = pairs.y_factors.time.data() + columns.begin;
      const std::int64_t panels = piece_count(rows.size, tiling.panel);

      team.run(panels, [&](std::int64_t panel) {
        const Range local = piece(rows.size, tiling.panel, panel);
        const Range global{rows.begin + local.begin, local.size};
        auto panel_weights = weights.block(local.begin, 0, local.size, columns.size);
        auto panel_time = panel_times.row(panel);
        pairs.products(global, columns, panel_weights);
        panel_time.setZero();
        for (std::int64_t k = 0; k < local.size; ++k) {
          const std::int64_t i = global.begin + k;
          T* row = &panel_weights(k, 0);
          pairs.excesses(i, columns, row);
          weigh(i, columns, row);
          x_times[i] += W(
              add_time_sums(row, y_time, columns.size, pairs.x_factors.time[i], panel_time.data()));
        }
        gx_matrix.middleRows(global.begin, global.size).noalias() -= scale * panel_weights * y_tile;
      });

      const std::int64_t blocks = piece_count(columns.size, columns_per_task);
      team.run(blocks, [&](std::int64_t block) {
        const Range local = piece(columns.size, columns_per_task, block);
        gy_matrix.middleRows(columns.begin + local.begin, local.size).noalias() -=
            scale * weights.block(0, local.begin, rows.size, local.size).transpose() * x_tile;
      });
      for (std::int64_t panel = 0; panel < panels; ++panel) {
        y_times.segment(columns.begin, columns.size) +=
            panel_times.row(panel).head(columns.size).transpose().array().template cast<W>();
      }
    }
  }
  for_each_row(x_count, team, [&](std::int64_t i) {
    gx_matrix.row(i) += T(W(scale) * x_times[i] / W(pairs.x_factors.time[i])) * x.row(i);
  });
  for_each_row(y_count, team, [&](std::int64_t j) {
    gy_matrix.row(j) += T(W(scale) * y_times[j] / W(pairs.y_factors.time[j])) * y.row(j);
  });
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
