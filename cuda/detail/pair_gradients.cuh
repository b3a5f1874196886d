#pragma once
// The gradients of all points from weights on their pairs' excesses, tile by tile:
//   g_x_i = factor c [ (sum_j w_ij Y_j) / X_i x_i - sum_j w_ij y_j ], and likewise g_y_j,
// for a function with dL/du_ij = factor w_ij. The weights are rounded as the points are, and the
// sums with the time factors take the rounded ones.
#include "panel_sums.cuh"
#include "patch.cuh"
#include "rapidity/row/coefficients.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// The factors of a square's rows, for all of its warps; the threads of the block are to meet
/// thereafter.
template <class Weigh>
__device__ void load_rows(const Tile& tile, const TimeFactors& x, const Weigh& weigh,
                          RowFactors (&rows)[square_rows]) {
  const std::int64_t first = std::int64_t(blockIdx.y) * square_rows, r = threadIdx.x;
  if (r >= square_rows || first + r >= tile.rows.size) return;
  const std::int64_t i = tile.rows.begin + first + r;
  rows[r] = {x.excess[i], x.inverse[i], x.time[i], weigh.row_number(i)};
}

/// Four neighbouring weights, rounded: their parts, and the numbers that these add up to.
template <class Format>
struct RoundedWeights {
  using Element = typename Format::element;

  Element parts[Format::parts][patch_columns];
  ColumnNumbers numbers;

  template <class L>
  __device__ explicit RoundedWeights(const row::PairWeight<L> (&pairs)[patch_columns]) {
#pragma unroll
    for (int k = 0; k < patch_columns; k += 2) {
      Element part[2][Format::parts];
      Format::split_two(pairs[k].weight.number, pairs[k + 1].weight.number, part);
#pragma unroll
      for (int e = 0; e < 2; ++e) {
        numbers[k + e] = as_float(part[e][0]);
#pragma unroll
        for (int p = 0; p < Format::parts; ++p) {
          parts[p][k + e] = part[e][p];
          if (p > 0) numbers[k + e] += as_float(part[e][p]);
        }
      }
    }
  }

  /// Writes `count` of them, all in one access.
  __device__ void store(Element* to, std::int64_t part_size, int count) const {
    using Four = std::conditional_t<sizeof(Element) == 2, uint2, uint4>;
#pragma unroll
    for (int p = 0; p < Format::parts; ++p) {
      if (count == patch_columns) {
        Four four;
        std::memcpy(&four, parts[p], sizeof(four));
        *reinterpret_cast<Four*>(to + p * part_size) = four;
        continue;
      }
#pragma unroll
      for (int k = 0; k < patch_columns; ++k) {
        if (k < count) to[p * part_size + k] = parts[p][k];
      }
    }
  }
};

/// Writes the sums of all pairs of a block.
__device__ inline void put_block_sums(float value, float curvature, const PanelSums& sums,
                                      std::int64_t square) {
  __shared__ double of_warps[square_warps][2];
  value = warp_sum(value);
  curvature = warp_sum(curvature);
  if (is_first_lane()) {
    of_warps[threadIdx.x / warp_size][0] = value;
    of_warps[threadIdx.x / warp_size][1] = curvature;
  }
  __syncthreads();
  if (threadIdx.x >= 2) return;
  RowSum total;
  for (int warp = 0; warp < square_warps; ++warp) total.add(of_warps[warp][threadIdx.x], 1.0);
  (threadIdx.x == 0 ? sums.values : sums.curvatures)[square] = total;
}

/// The weights of a tile, from its inner products: weights [side, side], a part behind the other.
/// Weigh: Lane; counted(Patch); row_number(i), a number of each row; and columns(Patch, c), once a
/// thread, whose row(Patch, r, number) -> (u, gap, k) -> row::PairWeight<Lane>.
template <class Format, class Weigh>
RAPIDITY_KERNEL weigh_tile_kernel(Tile tile, PairFactors factors, Weigh weigh,
                                  typename Format::element* weights, std::int64_t part_size,
                                  PanelSums sums, std::int64_t first_square, std::int64_t columns) {
  using L = typename Weigh::Lane;
  __shared__ RowFactors square_factors[square_rows];
  __shared__ float row_sums[patch_rows][square_threads];  // each thread has its own
  __shared__ ColumnExchange exchange;
  load_rows(tile, factors.x, weigh, square_factors);
  const Patch patch(tile);
  const Counted counted = weigh.counted(patch);
  const auto c = float(curvature<float>(factors.c));
  const auto weigh_columns = weigh.columns(patch, c);
  const ColumnNumbers q = patch.of_columns(factors.y.excess),
                      inverse = patch.of_columns(factors.y.inverse),
                      time = patch.of_columns(factors.y.time);
  ColumnNumbers column_sums{};
  float value_sum = 0, curvature_sum = 0;
  __syncthreads();
#pragma unroll 1
  for (int r = 0; r < patch.rows(); ++r) {
    const RowFactors x = square_factors[threadIdx.x / warp_size * patch_rows + r];
    const auto weigh_pair = weigh_columns.row(patch, r, x.number);
    const ColumnNumbers xy = patch.products(r);
    row::PairWeight<L> pairs[patch_columns];
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      const L y = L::fill(q[k]);
      const L u = row::excess(L::fill(xy[k]), c, x.excess, y, factors.noise);
      pairs[k] = weigh_pair(u, row::time_gap(x.excess, x.inverse, y, L::fill(inverse[k])), k);
    }
    if (!counted.all) {
#pragma unroll
      for (int k = 0; k < patch_columns; ++k) {
        if (!counted(r, k)) pairs[k] = {L::fill(0), L::fill(0), L::fill(0)};
      }
    }
    const RoundedWeights<Format> rounded(pairs);
    rounded.store(weights + patch.place(r), part_size, patch.columns());
    float row_sum = 0;
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      value_sum += pairs[k].value.number;
      curvature_sum += pairs[k].curvature.number;
      column_sums[k] = fmaf(rounded.numbers[k], x.time, column_sums[k]);
      row_sum = fmaf(rounded.numbers[k], time[k], row_sum);
    }
    row_sums[r][threadIdx.x] = row_sum;
  }

  RowNumbers own;
#pragma unroll
  for (int r = 0; r < patch_rows; ++r) own[r] = r < patch.rows() ? row_sums[r][threadIdx.x] : 0;
  const float row_sum = warp_sums(own);
  const std::int64_t square = first_square + blockIdx.x;
  if (row_of_lane() < patch.rows() && is_first_of_row()) {
    sums.rows[square * tile.stride + patch.tile_row(row_of_lane())] = row_sum;
  }
  const float column_sum = over_warps(column_sums, exchange, Sum());
  const std::int64_t j = tile_column_of_thread(tile);
  if (j >= 0) sums.columns[blockIdx.y * columns + tile.columns.begin + j] = column_sum;
  put_block_sums(value_sum, curvature_sum, sums, square * gridDim.y + blockIdx.y);
}

/// Products and weights in one kernel, where there is none.
template <class Format, class Weigh>
cudaError_t multiply_and_weigh(const PairTiles<Format>&, const Tile&, const Weigh&,
                               typename Format::element*, const PanelSums&, std::int64_t,
                               cudaStream_t) {
  return cudaErrorNotSupported;
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
                std::int64_t cols, const Tiling& tiling)
      : tiles(carver, row_count, column_count, cols, tiling),
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
  cudaError_t weigh_tile(const Handle& handle, const Weigh& weigh, const Tile& tile,
                         cudaStream_t stream) const {
    const std::int64_t first_square = squares_before(tile.columns.begin);
    if (tiles.is_fused) {
      return multiply_and_weigh(tiles, tile, weigh, weights, panel, first_square, stream);
    }
    Sequence steps;
    steps.then([&] { return tiles.multiply_tile(handle, tile, stream); }).then([&] {
      return launch_tile(weigh_tile_kernel<Format, Weigh>, tile, stream, tiles.factors(), weigh,
                         weights, part_size, panel, first_square, columns);
    });
    return steps.error();
  }

  template <class Weigh>
  cudaError_t add_tile(const Handle& handle, const Weigh& weigh, const Range& tile_rows,
                       const Range& tile_columns, cudaStream_t stream) const {
    Sequence steps;
    steps.then(
        [&] { return weigh_tile(handle, weigh, tiles.tile(tile_rows, tile_columns), stream); });
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
