#pragma once
// The forward pass of the contrastive loss: log-sum-exps of the negatives by rows and by columns,
// the logits of the positives, and the loss of them.
#include "contrastive_parts.cuh"
#include "fused.hpp"
#include "patch.cuh"
#include "rapidity/row/log_sum_exp.hpp"
#include "row_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

using row::LogSumExp;

/// The logits of a patch, and what they sum up to.
template <class L>
struct Logits {
  ColumnNumbers at[patch_rows];

  /// The largest of row r, of column k, of all.
  __device__ float most_of_row(int r) const {
    return fmaxf(fmaxf(at[r][0], at[r][1]), fmaxf(at[r][2], at[r][3]));
  }
  __device__ float most_of_column(int k) const {
    float most = lowest;
#pragma unroll
    for (int r = 0; r < patch_rows; ++r) most = fmaxf(most, at[r][k]);
    return most;
  }
  __device__ float most() const {
    float most = lowest;
#pragma unroll
    for (int r = 0; r < patch_rows; ++r) most = fmaxf(most, most_of_row(r));
    return most;
  }

  __device__ float exponential(int r, int k, float shift) const {
    return exp(L::fill(at[r][k]) - L::fill(shift)).number;
  }
};

/// The largest number of a block.
__device__ inline float block_max(float own) {
  __shared__ float of_warps[square_warps];
  own = warp_max(own);
  if (is_first_lane()) of_warps[threadIdx.x / warp_size] = own;
  __syncthreads();
  float most = of_warps[0];
#pragma unroll
  for (int warp = 1; warp < square_warps; ++warp) most = fmaxf(most, of_warps[warp]);
  return most;
}

/// The parts of a warp's rows, each for a shift of its own: a lane gets that of its row_of_lane.
template <class L>
__device__ Part own_rows(const Logits<L>& logits) {
  Part part{};
#pragma unroll
  for (int r = 0; r < patch_rows; ++r) {
    const float shift = warp_max(fmaxf(lowest, logits.most_of_row(r)));
    float sum = 0;
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) sum += logits.exponential(r, k, shift);
    sum = warp_sum(sum);
    if (row_of_lane() == r) part = {shift, sum};
  }
  return part;
}

/// The same of a square's columns: a thread gets that of its column, see over_warps.
template <class L>
__device__ Part own_columns(const Logits<L>& logits, ColumnExchange& exchange) {
  __shared__ float shifts[square_columns];
  ColumnNumbers own;
#pragma unroll
  for (int k = 0; k < patch_columns; ++k) own[k] = logits.most_of_column(k);
  const float shift = over_warps(own, exchange, Larger());
  if (threadIdx.x < square_columns) shifts[threadIdx.x] = shift;
  __syncthreads();
#pragma unroll
  for (int k = 0; k < patch_columns; ++k) {
    const float column_shift = shifts[threadIdx.x % warp_size * patch_columns + k];
    own[k] = 0;
#pragma unroll
    for (int r = 0; r < patch_rows; ++r) own[k] += logits.exponential(r, k, column_shift);
  }
  return {shift, over_warps(own, exchange, Sum())};
}

/// Logits from the inner products of a patch, partners left out.
template <class L, class Score>
__device__ Logits<L> logits_of(const Patch& patch, const PairFactors& factors, const float* scale,
                               const Counted& counted) {
  Logits<L> logits;
  patch.load_products(logits.at);
  const auto c = float(curvature<float>(factors.c));
  const float factor = logit_scale<L, Score>(scale, c);
  const RowNumbers p = patch.of_rows(factors.x.excess);
  const ColumnNumbers q = patch.of_columns(factors.y.excess);
#pragma unroll
  for (int r = 0; r < patch_rows; ++r) {
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      const L u = row::excess(L::fill(logits.at[r][k]), c, p[r], L::fill(q[k]), factors.noise);
      logits.at[r][k] = factor * Score::value(u).number;
    }
  }
  if (counted.all) return logits;
#pragma unroll
  for (int r = 0; r < patch_rows; ++r) {
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      if (!counted(r, k)) logits.at[r][k] = nothing;
    }
  }
  return logits;
}

/// The parts of a tile's squares: of rows and of columns. All pairs of a square have the same
/// shift, so that one exponential serves the pair's row and its column; where that leaves one of
/// these less than `least`, the warp's rows, or the square's columns, get shifts of their own.
template <class L, class Score>
RAPIDITY_KERNEL logits_kernel(Tile tile, PairFactors factors, const float* scale,
                              std::int64_t first, Parts parts, std::int64_t first_square,
                              std::int64_t columns) {
  __shared__ ColumnExchange exchange;
  const Patch patch(tile);
  const Logits<L> logits = logits_of<L, Score>(patch, factors, scale, patch.counted(first));
  const float shift = block_max(logits.most());
  RowNumbers row_sums{};
  ColumnNumbers column_sums{};
#pragma unroll
  for (int r = 0; r < patch_rows; ++r) {
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      const float term = logits.exponential(r, k, shift);
      row_sums[r] += term;
      column_sums[k] += term;
    }
  }

  const bool has_row = row_of_lane() < patch.rows();
  Part row{shift, warp_sums(row_sums)};
  if (__any_sync(all_lanes, has_row && row.sum < least)) row = own_rows(logits);
  if (has_row && is_first_of_row()) {
    const std::int64_t square = first_square + blockIdx.x;
    parts.rows[square * tile.stride + patch.tile_row(row_of_lane())] = row;
  }

  const std::int64_t j = tile_column_of_thread(tile);
  Part column{shift, over_warps(column_sums, exchange, Sum())};
  if (__syncthreads_or(j >= 0 && column.sum < least)) column = own_columns(logits, exchange);
  if (j >= 0) parts.columns[blockIdx.y * columns + tile.columns.begin + j] = column;
}

RAPIDITY_KERNEL clear_sums_kernel(std::int64_t count, LogSumExp* sums) {
  if (line_index() < count) sums[line_index()] = LogSumExp();
}

/// Merges `count` parts, `stride` apart, into the sum of each line; their shifts are in units.
RAPIDITY_KERNEL merge_parts_kernel(std::int64_t lines, const Part* parts, std::int64_t count,
                                   std::int64_t stride, double unit, LogSumExp* sums) {
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
    sum += double(p.sum) * std::exp(unit * (double(p.shift) - double(shift)));
  }
  sums[k].merge(unit * double(shift), sum);
}

RAPIDITY_KERNEL write_sums_kernel(std::int64_t count, const LogSumExp* sums, double* out) {
  if (line_index() < count) out[line_index()] = sums[line_index()].value();
}

/// out_j = log sum_r exp(parts_rj)
RAPIDITY_KERNEL merge_ranks_kernel(std::int64_t columns, const double* parts, std::int64_t ranks,
                                   double* out) {
  const std::int64_t j = line_index();
  if (j >= columns) return;
  constexpr double finite = -scalar::detail::BuiltInLimits<double>::largest;
  LogSumExp sum;
  for (std::int64_t rank = 0; rank < ranks; ++rank) {
    const double part = parts[rank * columns + j];
    if (part < finite) continue;  // -inf: of no row
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
          const Tiling& tiling)
      : tiles(carver, row_count, column_count, cols, tiling) {
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
    using L = typename Format::Lane;
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
        steps.then([&] {
          return add_tile<Score>(handle, tiles.tile(panel, across), scale, first, squares, stream);
        });
        squares += column_squares(across.size);
      }
      steps
          .then([&] {
            return launch_line(merge_parts_kernel, panel.size, stream, parts.rows, squares, side,
                               double(L::log_unit), rows + panel.begin);
          })
          .then([&] {
            return launch_line(merge_parts_kernel, column_count, stream, parts.columns,
                               row_squares(panel.size), column_count, double(L::log_unit), columns);
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

 private:
  /// The parts of the squares of a tile, of which the first is so many squares from the left.
  template <class Score>
  cudaError_t add_tile(const Handle& handle, const Tile& tile, const float* scale,
                       std::int64_t first, std::int64_t squares, cudaStream_t stream) const {
    if constexpr (std::is_same_v<Format, Bf16>) {
      if (tiles.is_fused) {
        return fused_logits<Score>(tiles, tile, scale, first, parts, squares, stream);
      }
    }
    using L = typename Format::Lane;
    Sequence steps;
    steps.then([&] { return tiles.multiply_tile(handle, tile, stream); }).then([&] {
      return launch_tile(logits_kernel<L, Score>, tile, stream, tiles.factors(), scale, first,
                         parts, squares, tiles.y.rows);
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
  Forward<Format> forward(carver, call.x.rows, call.y.rows, call.x.cols, tiling(call.options));
  const auto pairs = call.pairs();
  Sequence steps;
  if (forward.tiles.is_fused) steps.then(fused_is_there);
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
