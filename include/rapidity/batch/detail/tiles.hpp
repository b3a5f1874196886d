#pragma once
// All pairs of two sets of points in tiles: a matrix product gives the inner products of a tile,
// the time factors turn them into excesses u_ij = cosh(sqrt(c) d_ij) - 1.
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "../../row/score.hpp"
#include "lane.hpp"
#include "rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using Line = Eigen::Array<T, Eigen::Dynamic, 1>;

/// The same elements as an Eigen matrix.
template <class T>
auto as_matrix(const MatrixView<T>& view) {
  using Plain = Matrix<std::remove_const_t<T>>;
  using Mapped = std::conditional_t<std::is_const_v<T>, const Plain, Plain>;
  return Eigen::Map<Mapped, Eigen::Unaligned, Eigen::OuterStride<>>(
      view.data, view.rows, view.cols, Eigen::OuterStride<>(std::max(view.stride, view.cols)));
}

/// The sizes of a tile. They set the order of every sum, so they never depend on the threads. A
/// tile of rows x columns is in memory at a time; a task is a panel of its rows. A taller panel
/// costs the products less packing of the columns' points, and leaves fewer tasks.
struct Tiling {
  std::int64_t panel;
  std::int64_t rows = 2048;
  std::int64_t columns = 1024;

  explicit Tiling(std::int64_t points) : panel(points < 2048 ? 128 : 256) {}
  Tiling(std::int64_t panel_rows, std::int64_t tile_rows, std::int64_t tile_columns)
      : panel(panel_rows), rows(tile_rows), columns(tile_columns) {}
};

/// [begin, begin + size), a piece of a longer range.
struct Range {
  std::int64_t begin, size;
};

inline std::int64_t piece_count(std::int64_t total, std::int64_t length) {
  return (total + length - 1) / length;
}

inline Range piece(std::int64_t total, std::int64_t length, std::int64_t index) {
  return {index * length, std::min(length, total - index * length)};
}

/// Of every point: its time factor X = sqrt(1 + c |x|^2), 1 / X, and X - 1 without cancellation.
template <class T>
struct TimeFactors {
  Line<T> excess, time, inverse;

  TimeFactors(const MatrixView<const T>& points, T c, const Team& team)
      : excess(points.rows), time(points.rows), inverse(points.rows) {
    for_each_row(points.rows, team, [&](std::int64_t i) {
      using W = Work<T>;
      const W a = W(c) * dot(points.row(i), points.row(i), points.cols);
      const W factor = std::sqrt(1 + a);
      excess[i] = T(a / (1 + factor));
      time[i] = T(factor);
      inverse[i] = T(1 / factor);
    });
  }
};

/// Two sets of points, all of whose pairs are wanted.
template <class T>
struct PairTiles {
  MatrixView<const T> x, y;
  T c;
  TimeFactors<T> x_factors, y_factors;

  PairTiles(MatrixView<const T> x_points, MatrixView<const T> y_points, T curvature,
            const Team& team)
      : x(x_points), y(y_points), c(curvature), x_factors(x, c, team), y_factors(y, c, team) {}

  /// tile(i, j) = x_i . y_j
  template <class Tile>
  void products(Range rows, Range columns, Tile&& tile) const {
    tile.noalias() = as_matrix(x).middleRows(rows.begin, rows.size) *
                     as_matrix(y).middleRows(columns.begin, columns.size).transpose();
  }

  /// Turns inner products x_i . y_j of a row into excesses, in place.
  void excesses(std::int64_t i, Range columns, T* values) const {
    const T p = x_factors.excess[i];
    const T* q = y_factors.excess.data() + columns.begin;
    for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
      using L = decltype(lane);
      row::excess(L::load(values + j), c, p, L::load(q + j), T(4)).store(values + j);
    });
  }

  /// (X_i - Y_j)^2 / (2 X_i Y_j) for the lane that begins at column j: what the curvature's
  /// gradient needs beside the excess.
  template <class L>
  L time_gaps(std::int64_t i, std::int64_t j) const {
    return row::time_gap(x_factors.excess[i], x_factors.inverse[i],
                         L::load(y_factors.excess.data() + j),
                         L::load(y_factors.inverse.data() + j));
  }
};

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
