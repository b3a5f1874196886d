#pragma once
// The forward pass of the contrastive loss: log-sum-exps of the negatives by rows and by columns,
// the logits of the positives, and the loss of them.
#include "contrastive_call.cuh"
#include "pair_tiles.cuh"
#include "rapidity/row/log_sum_exp.hpp"
#include "row_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

using row::LogSumExp;

/// A part of a log-sum-exp: sum exp(logit - shift), and its shift, the largest logit.
struct Part {
  float shift, sum;
};

/// Where the parts of a panel of rows lie.
struct Parts {
  Part* rows;     // [squares of a row of all pairs, side]
  Part* columns;  // [squares of a column of a tile, columns of all pairs]
};

/// The parts of a tile's squares: of rows and of columns, partners left out.
template <class Score>
RAPIDITY_KERNEL logits_kernel(Tile tile, PairFactors factors, const float* scale,
                              std::int64_t first, Parts parts, std::int64_t first_square,
                              std::int64_t columns) {
  // A finite stand-in for -inf: the maximum of no logit at all minus itself must not be NaN.
  constexpr float lowest = -scalar::detail::BuiltInLimits<float>::largest, nothing = -INFINITY;
  __shared__ SquareValues logits;
  const Square square(tile, factors);
  const int rows = square.rows();
  const float unit_scale = float(scale_of(scale) * double(Score::unit(square.c())));
  float shift = lowest, sum = 0;
  for (int r = 0; r < rows; ++r) {
    float logit = nothing;
    if (square.has_column() && square.row(r) + first != square.column()) {
      logit = -unit_scale * Score::value(square.excess(r)).number;
    }
    logits[r][threadIdx.x] = logit;
    shift = shift < logit ? logit : shift;
  }
  for (int r = 0; r < rows; ++r) sum += expf(logits[r][threadIdx.x] - shift);
  if (square.has_column()) parts.columns[blockIdx.y * columns + square.column()] = {shift, sum};
  __syncthreads();
  for_rows_of_warp(rows, [&](int r) {
    float row_shift = lowest, row_sum = 0;
    const int lane = threadIdx.x % warp_size;
    for (int k = lane; k < square_columns; k += warp_size) {
      row_shift = fmaxf(row_shift, logits[r][k]);
    }
    row_shift = warp_max(row_shift);
    for (int k = lane; k < square_columns; k += warp_size) {
      row_sum += expf(logits[r][k] - row_shift);
    }
    row_sum = warp_sum(row_sum);
    if (!is_first_lane()) return;
    parts.rows[(first_square + blockIdx.x) * tile.stride + square.tile_row(r)] = {row_shift,
                                                                                  row_sum};
  });
}

RAPIDITY_KERNEL clear_sums_kernel(std::int64_t count, LogSumExp* sums) {
  if (line_index() < count) sums[line_index()] = LogSumExp();
}

/// Merges `count` parts, `stride` apart, into the sum of each line.
RAPIDITY_KERNEL merge_parts_kernel(std::int64_t lines, const Part* parts, std::int64_t count,
                                   std::int64_t stride, LogSumExp* sums) {
  const std::int64_t k = line_index();
  if (k >= lines) return;
  // The largest first: the exponentials then do not wait for each other.
  float shift = parts[k].shift;
  for (std::int64_t part = 1; part < count; ++part) {
    shift = fmaxf(shift, parts[part * stride + k].shift);
  }
  double sum = 0;
  for (std::int64_t part = 0; part < count; ++part) {
    const Part p = parts[part * stride + k];
    sum += double(p.sum) * std::exp(double(p.shift) - double(shift));
  }
  sums[k].merge(double(shift), sum);
}

RAPIDITY_KERNEL write_sums_kernel(std::int64_t count, const LogSumExp* sums, double* out) {
  if (line_index() < count) out[line_index()] = sums[line_index()].value();
}

/// out_j = log sum_r exp(parts_rj)
RAPIDITY_KERNEL merge_ranks_kernel(std::int64_t columns, const double* parts, std::int64_t ranks,
                                   double* out) {
  const std::int64_t j = line_index();
  if (j >= columns) return;
  constexpr double lowest = -scalar::detail::BuiltInLimits<double>::largest;
  LogSumExp sum;
  for (std::int64_t rank = 0; rank < ranks; ++rank) {
    const double part = parts[rank * columns + j];
    if (part < lowest) continue;  // -inf: of no row
    sum.merge(part, 1);
  }
  out[j] = sum.value();
}

/// The logits of the pairs (x_i, y_(first + i)), at their columns.
template <class T, class Score>
RAPIDITY_KERNEL positives_kernel(RowShape shape, PairRows<T> pairs, const float* scale,
                                 double* positives) {
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const double cost = Score::cost(triangle(pairs, warp, i));
    if (is_first_lane()) positives[i] = -scale_of(scale) * cost;
  });
}

/// The workspace of the forward pass.
template <class Format>
struct Forward {
  PairTiles<Format> tiles;
  Parts parts;
  LogSumExp *rows, *columns;

  Forward(Carver& carver, std::int64_t row_count, std::int64_t column_count, std::int64_t cols,
          std::int64_t tile)
      : tiles(carver, row_count, column_count, cols, tile) {
    const std::int64_t side = tiles.side,
                       tile_count = side > 0 ? piece_count(column_count, side) : 0;
    parts.rows = carver.take<Part>(tile_count * column_squares(side) * side);
    parts.columns = carver.take<Part>(row_squares(side) * column_count);
    rows = carver.take<LogSumExp>(row_count);
    columns = carver.take<LogSumExp>(column_count);
  }

  template <class Score>
  [[nodiscard]] cudaError_t add_all(const Handle& handle, const float* scale, std::int64_t first,
                                    cudaStream_t stream) const {
    const std::int64_t row_count = tiles.x.rows, column_count = tiles.y.rows, side = tiles.side;
    Sequence steps;
    steps.then([&] { return launch_line(clear_sums_kernel, row_count, stream, rows); }).then([&] {
      return launch_line(clear_sums_kernel, column_count, stream, columns);
    });
    for (std::int64_t p = 0; p * side < row_count; ++p) {
      const Range panel = piece(row_count, side, p);
      std::int64_t squares = 0;
      for (std::int64_t t = 0; t * side < column_count; ++t) {
        const Range across = piece(column_count, side, t);
        Tile tile{};
        steps.then([&] { return tiles.multiply_tile(handle, panel, across, tile, stream); })
            .then([&] {
              return launch_tile(logits_kernel<Score>, tile, stream, tiles.factors(), scale, first,
                                 parts, squares, column_count);
            });
        squares += column_squares(across.size);
      }
      steps
          .then([&] {
            return launch_line(merge_parts_kernel, panel.size, stream, parts.rows, squares, side,
                               rows + panel.begin);
          })
          .then([&] {
            return launch_line(merge_parts_kernel, column_count, stream, parts.columns,
                               row_squares(panel.size), column_count, columns);
          });
    }
    return steps.error();
  }

  [[nodiscard]] cudaError_t write(const ContrastiveStatistics& statistics,
                                  cudaStream_t stream) const {
    Sequence steps;
    steps
        .then([&] {
          return launch_line(write_sums_kernel, tiles.x.rows, stream, rows, statistics.rows);
        })
        .then([&] {
          return launch_line(write_sums_kernel, tiles.y.rows, stream, columns, statistics.columns);
        });
    return steps.error();
  }
};

/// The partial sums of the loss of each row and of its partner's column.
RAPIDITY_KERNEL loss_kernel(std::int64_t rows, ContrastiveStatistics statistics, std::int64_t first,
                            RowSum* partials) {
  __shared__ double shared[line_threads];
  const std::int64_t i = line_index();
  double term = 0;
  if (i < rows) {
    const double positive = statistics.positives[first + i];
    term = row::softplus(statistics.rows[i] - positive) +
           row::softplus(statistics.columns[first + i] - positive);
  }
  shared[threadIdx.x] = term;
  __syncthreads();
  if (threadIdx.x != 0) return;
  RowSum sum;
  for (int k = 0; k < line_threads; ++k) sum.add(shared[k], 1.0);
  partials[blockIdx.x] = sum;
}

template <class T, class Format, class Score>
cudaError_t statistics_of(const Handle& handle, const Call<T>& call, const Workspace& workspace,
                          cudaStream_t stream) {
  Carver carver(workspace.data);
  Forward<Format> forward(carver, call.x.rows, call.y.rows, call.x.cols, call.options.tile);
  const auto pairs = call.pairs();
  Sequence steps;
  steps.then([&] { return forward.tiles.round(call.x, call.y, call.c, stream); })
      .then([&] {
        return forward.template add_all<Score>(handle, call.scale, call.options.first, stream);
      })
      .then([&] { return forward.write(call.statistics, stream); })
      .then([&] {
        return launch_rows(positives_kernel<T, Score>, row_shape(pairs.x, pairs.y), stream, pairs,
                           call.scale, call.statistics.positives + call.options.first);
      });
  return steps.error();
}

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
