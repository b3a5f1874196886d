#pragma once
// The gradients of all points from weights on their pairs' excesses, tile by tile:
//   g_x_i = factor c [ (sum_j w_ij Y_j) / X_i x_i - sum_j w_ij y_j ], and likewise g_y_j,
// for a function with dL/du_ij = factor w_ij. The weights are rounded as the points are, and the
// sums with the time factors take the rounded ones.
#include "pair_tiles.cuh"
#include "rapidity/row/coefficients.hpp"
#include "row_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// What the kernels of a panel of rows leave, to be added up by add_panel: of each square, the sums
/// of its rows, of its columns, and of all its pairs.
struct PanelSums {
  float* rows;     // [squares of a row of all pairs, side]: sum_j w_ij Y_j
  float* columns;  // [squares of a column of a tile, columns of all pairs]: sum_i w_ij X_i
  RowSum *values, *curvatures;  // of each square of the panel, see row::PairWeight
};

/// The weights of a tile, from its inner products: weights [side, side], a part behind the other.
/// Weigh: column(Square), once a thread, gives what (Square, r) -> row::PairWeight<Lane> is asked
/// of.
template <class Format, class Weigh>
RAPIDITY_KERNEL weigh_tile_kernel(Tile tile, PairFactors factors, Weigh weigh,
                                  typename Format::element* weights, std::int64_t part_size,
                                  PanelSums sums, std::int64_t first_square, std::int64_t columns) {
  __shared__ SquareValues by_row;
  __shared__ double block_sums[square_warps][2];
  const Square square(tile, factors);
  const int rows = square.rows();
  float column_sum = 0, value_sum = 0, curvature_sum = 0;
  // A thread without a column works on the last one, and keeps what it finds to itself.
  const auto weigh_pair = weigh.column(square);
  const float y_time = square.has_column() ? factors.y.time[square.column()] : 0;
  for (int r = 0; r < rows; ++r) {
    float rounded = 0;
    if (square.has_column()) {
      const row::PairWeight<Lane> pair = weigh_pair(square, r);
      typename Format::element part[Format::parts];
      Format::split(pair.weight.number, part);
      const std::int64_t at = square.tile_row(r) * tile.stride + square.tile_column();
      for (int k = 0; k < Format::parts; ++k) {
        weights[k * part_size + at] = part[k];
        rounded += as_float(part[k]);
      }
      value_sum += pair.value.number;
      curvature_sum += pair.curvature.number;
      column_sum += rounded * factors.x.time[square.row(r)];
    }
    by_row[r][threadIdx.x] = rounded * y_time;
  }
  const std::int64_t column_square = first_square + blockIdx.x;
  if (square.has_column()) sums.columns[blockIdx.y * columns + square.column()] = column_sum;
  const float warp_value = warp_sum(value_sum), warp_curvature = warp_sum(curvature_sum);
  if (is_first_lane()) {
    block_sums[threadIdx.x / warp_size][0] = warp_value;
    block_sums[threadIdx.x / warp_size][1] = warp_curvature;
  }
  __syncthreads();
  for_rows_of_warp(rows, [&](int r) {
    float sum = 0;
    for (int k = threadIdx.x % warp_size; k < square_columns; k += warp_size) sum += by_row[r][k];
    sum = warp_sum(sum);
    if (is_first_lane()) sums.rows[column_square * tile.stride + square.tile_row(r)] = sum;
  });
  if (threadIdx.x >= 2) return;
  RowSum total;
  for (int warp = 0; warp < square_warps; ++warp) total.add(block_sums[warp][threadIdx.x], 1.0);
  RowSum* out = threadIdx.x == 0 ? sums.values : sums.curvatures;
  out[column_square * gridDim.y + blockIdx.y] = total;
}

/// out_k (+)= the sum of `parts` numbers that are `stride` apart, in their order.
RAPIDITY_KERNEL add_parts_kernel(std::int64_t count, const float* numbers, std::int64_t parts,
                                 std::int64_t stride, double* out, bool adds) {
  const std::int64_t k = line_index();
  if (k >= count) return;
  double sum = adds ? out[k] : 0;
  for (std::int64_t part = 0; part < parts; ++part) sum += double(numbers[part * stride + k]);
  out[k] = sum;
}

/// Of both sets of points: sum_j w_ij y_j, [rows, padded], and sum_j w_ij Y_j.
struct WeightedSums {
  float* points;
  double* times;
};

/// All that the tiles leave; and where.
template <class Format>
struct PairGradients {
  PairTiles<Format> tiles;
  std::int64_t rows, columns, part_size;
  typename Format::element* weights;
  PanelSums panel;
  WeightedSums x, y;
  double* totals;  // sums of value and curvature over all pairs

  PairGradients(Carver& carver, std::int64_t row_count, std::int64_t column_count,
                std::int64_t cols, std::int64_t tile)
      : tiles(carver, row_count, column_count, cols, tile),
        rows(row_count),
        columns(column_count),
        part_size(tiles.side * tiles.side) {
    weights = carver.take<typename Format::element>(Format::parts * part_size);
    const std::int64_t side = tiles.side, tile_count = side > 0 ? piece_count(columns, side) : 0;
    const std::int64_t across = tile_count * column_squares(side), down = row_squares(side);
    panel.rows = carver.take<float>(across * side);
    panel.columns = carver.take<float>(down * columns);
    panel.values = carver.take<RowSum>(across * down);
    panel.curvatures = carver.take<RowSum>(across * down);
    x.points = carver.take<float>(rows * tiles.x.padded);
    x.times = carver.take<double>(rows);
    y.points = carver.take<float>(columns * tiles.y.padded);
    y.times = carver.take<double>(columns);
    totals = carver.take<double>(2);
  }

  /// Sums over all tiles.
  template <class Weigh>
  [[nodiscard]] cudaError_t add_all(const Handle& handle, const Weigh& weigh,
                                    cudaStream_t stream) const {
    Sequence steps;
    steps.then([&] { return clear(stream); });
    for (std::int64_t p = 0; p * tiles.side < rows; ++p) {
      const Range panel_rows = piece(rows, tiles.side, p);
      for (std::int64_t t = 0; t * tiles.side < columns; ++t) {
        const Range tile_columns = piece(columns, tiles.side, t);
        steps.then([&] { return add_tile(handle, weigh, panel_rows, tile_columns, stream); });
      }
      if (columns > 0) steps.then([&] { return add_panel(panel_rows, p > 0, stream); });
    }
    return steps.error();
  }

 private:
  std::int64_t squares_before(std::int64_t column) const {
    return column / tiles.side * column_squares(tiles.side);
  }

  // What no tile reaches is 0, and the products add to what is there.
  cudaError_t clear(cudaStream_t stream) const {
    const auto zero = [&](void* data, std::int64_t bytes) {
      return bytes > 0 ? cudaMemsetAsync(data, 0, std::size_t(bytes), stream) : cudaSuccess;
    };
    Sequence steps;
    steps.then([&] { return zero(x.points, rows * tiles.x.padded * sizeof(float)); })
        .then([&] { return zero(x.times, rows * sizeof(double)); })
        .then([&] { return zero(y.points, columns * tiles.y.padded * sizeof(float)); })
        .then([&] { return zero(y.times, columns * sizeof(double)); })
        .then([&] { return zero(totals, 2 * sizeof(double)); });
    return steps.error();
  }

  template <class Weigh>
  cudaError_t add_tile(const Handle& handle, const Weigh& weigh, const Range& tile_rows,
                       const Range& tile_columns, cudaStream_t stream) const {
    Tile tile{};
    Sequence steps;
    steps.then([&] { return tiles.multiply_tile(handle, tile_rows, tile_columns, tile, stream); })
        .then([&] {
          return launch_tile(weigh_tile_kernel<Format, Weigh>, tile, stream, tiles.factors(), weigh,
                             weights, part_size, panel, squares_before(tile_columns.begin),
                             columns);
        });
    // w y for the rows and w^T x for the columns: of parts, all products but that of the smallest.
    for (int w = 0; w < Format::parts; ++w) {
      for (int k = 0; w + k < Format::parts; ++k) {
        const auto* weight_part = weights + w * part_size;
        steps
            .then([&] {
              return multiply(
                  handle,
                  {Format::type, tile_rows.size, tiles.y.padded, tile_columns.size,
                   Factor{weight_part, tiles.side, false}, tiles.y.part(tile_columns.begin, k),
                   x.points + tile_rows.begin * tiles.x.padded, tiles.x.padded, true},
                  tiles.product_workspace, stream);
            })
            .then([&] {
              return multiply(
                  handle,
                  {Format::type, tile_columns.size, tiles.x.padded, tile_rows.size,
                   Factor{weight_part, tiles.side, true}, tiles.x.part(tile_rows.begin, k),
                   y.points + tile_columns.begin * tiles.y.padded, tiles.y.padded, true},
                  tiles.product_workspace, stream);
            });
      }
    }
    return steps.error();
  }

  cudaError_t add_panel(const Range& panel_rows, bool adds, cudaStream_t stream) const {
    const std::int64_t last = (columns - 1) / tiles.side;  // tile
    const std::int64_t across =
        last * column_squares(tiles.side) + column_squares(columns - last * tiles.side);
    const std::int64_t down = row_squares(panel_rows.size);
    const GradMode mode = adds ? GradMode::accumulate : GradMode::overwrite;
    const auto total = [&](const RowSum* squares, double* out) {
      return launch(finish_sum_kernel<double>, dim3(1), dim3(finish_threads), 0, stream, squares,
                    across * down, 1.0, mode, out);
    };
    Sequence steps;
    steps
        .then([&] {
          return launch_line(add_parts_kernel, panel_rows.size, stream, panel.rows, across,
                             tiles.side, x.times + panel_rows.begin, false);
        })
        .then([&] {
          return launch_line(add_parts_kernel, columns, stream, panel.columns, down, columns,
                             y.times, adds);
        })
        .then([&] { return total(panel.values, totals); })
        .then([&] { return total(panel.curvatures, totals + 1); });
    return steps.error();
  }
};

/// What turns sums into gradients: g (+)= factor c [times / X x - points], and, of a row with a
/// partner, the gradient of that pair.
template <class T, class Format>
struct GradientRows {
  MatrixView<const T> x, y;
  RoundedPoints<Format> own;  // of x, or of y
  WeightedSums sums;
  const double* factor_c;
  const row::PairCoefficients<double>* pairs;  // null: no pairs
  std::int64_t first;                          // of y, the partner of x_0
  MatrixView<T> out;
  GradMode mode;
};

template <Side side, class T, class Format>
RAPIDITY_KERNEL gradient_rows_kernel(RowShape shape, GradientRows<T, Format> g) {
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t k) {
    const std::int64_t i = side == Side::left ? k : k - g.first, j = i + g.first;
    const bool is_paired = g.pairs != nullptr && 0 <= i && i < g.x.rows;
    const double scale = *g.factor_c;
    const double along = scale * g.sums.times[k] / double(g.own.factors.time[k]);
    const T* own = side == Side::left ? g.x.row(k) : g.y.row(k);
    const float* points = g.sums.points + k * g.own.padded;
    warp.for_spans([&](auto span) {
      put(g.out.row(k), span, g.mode, [&](auto e) {
        const std::int64_t at = e.first + e.offset;
        typename Format::element part[Format::parts];
        Format::split(as_float(own[at]), part);
        double rounded = 0;
        for (int p = 0; p < Format::parts; ++p) rounded += double(as_float(part[p]));
        double sum = along * rounded - scale * double(points[at]);
        if (is_paired) {
          const double x = widened(g.x.row(i)[at]), y = widened(g.y.row(j)[at]);
          sum += side == Side::left ? g.pairs[i].at_x(x, y) : g.pairs[i].at_y(x, y);
        }
        return sum;
      });
    });
  });
}

/// Writes the gradients of one set of points.
template <Side side, class T, class Format>
[[nodiscard]] cudaError_t write_gradients(const GradientRows<T, Format>& gradients,
                                          cudaStream_t stream) {
  return launch_rows(gradient_rows_kernel<side, T, Format>, row_shape(gradients.out), stream,
                     gradients);
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
