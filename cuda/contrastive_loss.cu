#include "rapidity/cuda/contrastive_loss.hpp"

#include "detail/all_pairs.cuh"
#include "detail/pair_gradients.cuh"
#include "detail/pairs.cuh"
#include "rapidity/row/log_sum_exp.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

using detail::Carver;
using detail::Check;
using detail::Lane;
using detail::line_index;
using detail::Range;
using detail::RowShape;
using detail::RowSum;
using detail::Sequence;
using detail::Square;
using detail::Tile;
using row::LogSumExp;
using Coefficients = row::PairCoefficients<double>;

/// The inverse temperature; without one, 1.
__device__ double scale_of(const float* scale) { return scale == nullptr ? 1 : double(*scale); }

// ---- Forward -----------------------------------------------------------------------------------

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
RAPIDITY_KERNEL logits_kernel(Tile tile, detail::PairFactors factors, const float* scale,
                              std::int64_t first, Parts parts, std::int64_t first_square,
                              std::int64_t columns) {
  // A finite stand-in for -inf: the maximum of no logit at all minus itself must not be NaN.
  constexpr float lowest = -scalar::detail::BuiltInLimits<float>::largest, nothing = -INFINITY;
  __shared__ detail::SquareValues logits;
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
  detail::for_rows_of_warp(rows, [&](int r) {
    float row_shift = lowest, row_sum = 0;
    const int lane = threadIdx.x % detail::warp_size;
    for (int k = lane; k < detail::square_columns; k += detail::warp_size) {
      row_shift = fmaxf(row_shift, logits[r][k]);
    }
    row_shift = detail::warp_max(row_shift);
    for (int k = lane; k < detail::square_columns; k += detail::warp_size) {
      row_sum += expf(logits[r][k] - row_shift);
    }
    row_sum = detail::warp_sum(row_sum);
    if (!detail::is_first_lane()) return;
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
RAPIDITY_KERNEL positives_kernel(RowShape shape, detail::PairRows<T> pairs, const float* scale,
                                 double* positives) {
  detail::for_rows<T>(shape, [&](const detail::RowWarp<T>& warp, std::int64_t i) {
    const double cost = Score::cost(triangle(pairs, warp, i));
    if (detail::is_first_lane()) positives[i] = -scale_of(scale) * cost;
  });
}

/// The workspace of the forward pass.
template <class Format>
struct Forward {
  detail::PairTiles<Format> tiles;
  Parts parts;
  LogSumExp *rows, *columns;

  Forward(Carver& carver, std::int64_t row_count, std::int64_t column_count, std::int64_t cols,
          std::int64_t tile)
      : tiles(carver, row_count, column_count, cols, tile) {
    const std::int64_t side = tiles.side,
                       tile_count = side > 0 ? detail::piece_count(column_count, side) : 0;
    parts.rows = carver.take<Part>(tile_count * detail::column_squares(side) * side);
    parts.columns = carver.take<Part>(detail::row_squares(side) * column_count);
    rows = carver.take<LogSumExp>(row_count);
    columns = carver.take<LogSumExp>(column_count);
  }

  template <class Score>
  [[nodiscard]] cudaError_t add_all(const Handle& handle, const float* scale, std::int64_t first,
                                    cudaStream_t stream) const {
    const std::int64_t row_count = tiles.x.rows, column_count = tiles.y.rows, side = tiles.side;
    Sequence steps;
    steps.then([&] { return detail::launch_line(clear_sums_kernel, row_count, stream, rows); })
        .then(
            [&] { return detail::launch_line(clear_sums_kernel, column_count, stream, columns); });
    for (std::int64_t p = 0; p * side < row_count; ++p) {
      const Range panel = detail::piece(row_count, side, p);
      std::int64_t squares = 0;
      for (std::int64_t t = 0; t * side < column_count; ++t) {
        const Range across = detail::piece(column_count, side, t);
        Tile tile{};
        steps.then([&] { return tiles.multiply_tile(handle, panel, across, tile, stream); })
            .then([&] {
              return detail::launch_tile(logits_kernel<Score>, tile, stream, tiles.factors(), scale,
                                         first, parts, squares, column_count);
            });
        squares += detail::column_squares(across.size);
      }
      steps
          .then([&] {
            return detail::launch_line(merge_parts_kernel, panel.size, stream, parts.rows, squares,
                                       side, rows + panel.begin);
          })
          .then([&] {
            return detail::launch_line(merge_parts_kernel, column_count, stream, parts.columns,
                                       detail::row_squares(panel.size), column_count, columns);
          });
    }
    return steps.error();
  }

  [[nodiscard]] cudaError_t write(const ContrastiveStatistics& statistics,
                                  cudaStream_t stream) const {
    Sequence steps;
    steps
        .then([&] {
          return detail::launch_line(write_sums_kernel, tiles.x.rows, stream, rows,
                                     statistics.rows);
        })
        .then([&] {
          return detail::launch_line(write_sums_kernel, tiles.y.rows, stream, columns,
                                     statistics.columns);
        });
    return steps.error();
  }
};

/// The partial sums of the loss of each row and of its partner's column.
RAPIDITY_KERNEL loss_kernel(std::int64_t rows, ContrastiveStatistics statistics, std::int64_t first,
                            RowSum* partials) {
  __shared__ double shared[detail::line_threads];
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
  for (int k = 0; k < detail::line_threads; ++k) sum.add(shared[k], 1.0);
  partials[blockIdx.x] = sum;
}

// ---- Backward ----------------------------------------------------------------------------------

/// log(exp(negatives) + exp(positive)) of each row, or column.
RAPIDITY_KERNEL normalisers_kernel(std::int64_t count, const double* negatives,
                                   const double* positives, float* out) {
  const std::int64_t k = line_index();
  if (k >= count) return;
  out[k] = float(positives[k] + row::softplus(negatives[k] - positives[k]));
}

/// Weights of the negatives: g = p by rows + p by columns.
template <class Score>
struct Negatives {
  const float *scale, *row_normalisers, *column_normalisers;
  std::int64_t first;

  /// What all pairs of a thread's column share.
  struct Column {
    const float* row_normalisers;
    float unit_scale, normaliser;
    std::int64_t partner;

    __device__ row::PairWeight<Lane> operator()(const Square& square, int r) const {
      const std::int64_t i = square.row(r);
      if (i == partner) return {{0}, {0}, {0}};
      const row::ScoreLine<Lane> score = Score::line(square.excess(r));
      const Lane logit = score.value * Lane{-unit_scale};
      const Lane g = row::exp_or_zero(logit - Lane{row_normalisers[i]}) +
                     row::exp_or_zero(logit - Lane{normaliser});
      return row::pair_weight(score, g, square.time_gap(r));
    }
  };
  __device__ Column column(const Square& square) const {
    const std::int64_t j = square.column();
    return {row_normalisers, float(scale_of(scale) * double(Score::unit(square.c()))),
            column_normalisers[j], j - first};
  }
};

/// Numbers that all gradients share: the weight of a row in the loss, and factors of sums over
/// negatives.
struct Factors {
  double share;      // grad_out / (2 B)
  double points_c;   // of the points' gradients, times c
  double values;     // of the scale's gradient
  double curvature;  // of the curvature's
};

template <class Score>
RAPIDITY_KERNEL factors_kernel(std::int64_t pairs, const float* c, const float* scale,
                               const float* grad_out, Factors* out) {
  const double curvature = detail::curvature<float>(c), tau = scale_of(scale);
  const double unit = Score::unit(curvature);
  const double share = pairs > 0 ? double(*grad_out) / (2 * double(pairs)) : 0;
  *out = {share, -share * tau * unit * curvature, -share * unit, share * tau * unit / curvature};
}

/// The positive pairs: coefficients of the points' gradients, and the partial sums of those by
/// scale and curvature. 1 - p_ii is a sigmoid, where p_ii - 1 would cancel.
template <class T, class Score>
RAPIDITY_KERNEL positives_vjp_kernel(RowShape shape, detail::PairRows<T> pairs, const float* scale,
                                     ContrastiveStatistics statistics, std::int64_t first,
                                     const Factors* factors, Coefficients* coefficients,
                                     RowSum* partials) {
  detail::BlockSums<2> sums(partials);
  detail::for_rows<T>(shape, [&](const detail::RowWarp<T>& warp, std::int64_t i) {
    const auto pair = triangle(pairs, warp, i);
    const double positive = statistics.positives[first + i];
    const double weight =
        -factors->share * (row::sigmoid(statistics.rows[i] - positive) +
                           row::sigmoid(statistics.columns[first + i] - positive));
    const Coefficients k = Score::cost_vjp(pair, -scale_of(scale) * weight);
    if (detail::is_first_lane()) coefficients[i] = k;
    sums.add(0, -weight * Score::cost(pair));
    sums.add(1, k.c);
  });
  sums.store();
}

/// Adds what the negatives give to the gradients by scale and curvature, and writes them.
RAPIDITY_KERNEL scalars_kernel(const double* positives, const double* negatives,
                               const Factors* factors, float* g_scale, float* g_c, GradMode mode) {
  const double values[2] = {positives[0] + factors->values * negatives[0],
                            positives[1] + factors->curvature * negatives[1]};
  float* out[2] = {g_scale, g_c};
  for (int k = 0; k < 2; ++k) {
    if (out[k] == nullptr) continue;
    const double old = mode == GradMode::accumulate ? double(*out[k]) : 0;
    *out[k] = float(old + values[k]);
  }
}

/// The workspace of the backward pass.
template <class Format>
struct Backward {
  detail::PairGradients<Format> gradients;
  float *row_normalisers, *column_normalisers;
  Factors* factors;
  Coefficients* coefficients;
  RowSum* partials;
  double* positive_sums;

  Backward(Carver& carver, std::int64_t rows, std::int64_t columns, std::int64_t cols,
           std::int64_t tile)
      : gradients(carver, rows, columns, cols, tile) {
    row_normalisers = carver.take<float>(rows);
    column_normalisers = carver.take<float>(columns);
    factors = carver.take<Factors>(1);
    coefficients = carver.take<Coefficients>(rows);
    partials = carver.take<RowSum>(2 * detail::row_blocks(rows));
    positive_sums = carver.take<double>(2);
  }
};

/// The arguments of a call, checked.
template <class T>
struct Call {
  Check check;
  Points<T> x, y;
  const float *c, *scale;
  ContrastiveOptions options;
  ContrastiveStatistics statistics;

  Call(const char* function, const Points<T>& x_points, const Points<T>& y_points,
       const DeviceCurvature<T>& curvature, const DeviceScale<T>& tau,
       const ContrastiveOptions& which, const ContrastiveStatistics& where)
      : check{function},
        x(x_points),
        y(y_points),
        c(curvature.data),
        scale(tau.data),
        options(which),
        statistics(where) {
    check.matrix("x", x);
    check.matrix("y", y);
    detail::check_columns(check, x, y);
    if (options.first < 0 || options.first > y.rows - x.rows) {
      check.template fail<shape_error>(
          "options.first", " is " + std::to_string(options.first) + ", expected the " +
                               std::to_string(x.rows) + " rows of x to have partners among the " +
                               std::to_string(y.rows) + " of y");
    }
    detail::check_tile(check, options.tile);
    check.pointer("c", c);
    check.optional_pointer("scale", scale);
    if (x.rows > 0) check.pointer("statistics.rows", statistics.rows);
    if (y.rows > 0) check.pointer("statistics.columns", statistics.columns);
    if (y.rows > 0) check.pointer("statistics.positives", statistics.positives);
  }

  /// The rows of x and their partners.
  detail::PairRows<T> pairs() const {
    return {x, {y.row(options.first), x.rows, y.cols, y.stride}, c};
  }
};

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
        return detail::launch_rows(positives_kernel<T, Score>, detail::row_shape(pairs.x, pairs.y),
                                   stream, pairs, call.scale,
                                   call.statistics.positives + call.options.first);
      });
  return steps.error();
}

/// Where the gradients go.
template <class T>
struct Outputs {
  const float* grad_out;
  MutablePoints<T> g_x, g_y;
  float *g_c, *g_scale;
  GradMode mode;
};

template <class T, class Format, class Score>
cudaError_t gradients_of(const Handle& handle, const Call<T>& call, const Outputs<T>& out,
                         const Workspace& workspace, cudaStream_t stream) {
  Carver carver(workspace.data);
  Backward<Format> back(carver, call.x.rows, call.y.rows, call.x.cols, call.options.tile);
  auto& tiles = back.gradients.tiles;
  const std::int64_t rows = call.x.rows, columns = call.y.rows, first = call.options.first;
  const ContrastiveStatistics& given = call.statistics;
  const Negatives<Score> negatives{call.scale, back.row_normalisers, back.column_normalisers,
                                   first};
  const auto pairs = call.pairs();
  const detail::GradientRows<T, Format> of_x{
      call.x, call.y,  tiles.x, back.gradients.x, &back.factors->points_c, back.coefficients,
      first,  out.g_x, out.mode};
  const detail::GradientRows<T, Format> of_y{
      call.x, call.y,  tiles.y, back.gradients.y, &back.factors->points_c, back.coefficients,
      first,  out.g_y, out.mode};
  const detail::RowSums sums{back.partials, rows};

  Sequence steps;
  steps.then([&] { return tiles.round(call.x, call.y, call.c, stream); })
      .then([&] {
        return detail::launch(factors_kernel<Score>, dim3(1), dim3(1), 0, stream, columns, call.c,
                              call.scale, out.grad_out, back.factors);
      })
      .then([&] {
        return detail::launch_line(normalisers_kernel, rows, stream, given.rows,
                                   given.positives + first, back.row_normalisers);
      })
      .then([&] {
        return detail::launch_line(normalisers_kernel, columns, stream, given.columns,
                                   given.positives, back.column_normalisers);
      })
      .then([&] { return back.gradients.add_all(handle, negatives, stream); })
      .then([&] {
        return detail::launch_rows(positives_vjp_kernel<T, Score>,
                                   detail::row_shape(pairs.x, pairs.y), stream, pairs, call.scale,
                                   given, first, back.factors, back.coefficients, back.partials);
      })
      .then([&] { return sums.finish(0, back.positive_sums, GradMode::overwrite, stream); })
      .then([&] { return sums.finish(1, back.positive_sums + 1, GradMode::overwrite, stream); })
      .then([&] {
        return detail::launch(scalars_kernel, dim3(1), dim3(1), 0, stream, back.positive_sums,
                              back.gradients.totals, back.factors, out.g_scale, out.g_c, out.mode);
      })
      .then([&] { return detail::write_gradients<detail::Side::left>(of_x, stream); })
      .then([&] { return detail::write_gradients<detail::Side::right>(of_y, stream); });
  return steps.error();
}

template <class F>
auto with_score(Score score, const F& f) {
  return score == Score::distance ? f(row::DistanceScore()) : f(row::InnerScore());
}

}  // namespace

std::size_t contrastive_value_workspace_bytes(std::int64_t rows) {
  const Check check{"contrastive_value_workspace_bytes"};
  if (rows < 0)
    check.fail<shape_error>("rows", " is " + std::to_string(rows) + ", expected 0 or more");
  return std::size_t(detail::piece_count(rows, detail::line_threads)) * sizeof(RowSum);
}

std::size_t contrastive_loss_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                             std::int64_t cols, const ContrastiveOptions& options) {
  detail::check_sizes("contrastive_loss_workspace_bytes", rows, columns, cols, options.tile);
  return std::max(detail::bytes_of<Forward>(options.products, rows, columns, cols, options.tile),
                  contrastive_value_workspace_bytes(rows));
}

std::size_t contrastive_loss_vjp_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                                 std::int64_t cols,
                                                 const ContrastiveOptions& options) {
  detail::check_sizes("contrastive_loss_vjp_workspace_bytes", rows, columns, cols, options.tile);
  return detail::bytes_of<Backward>(options.products, rows, columns, cols, options.tile);
}

template <class T>
cudaError_t contrastive_statistics(const Handle& handle, Points<T> x, Points<T> y,
                                   DeviceCurvature<T> c, DeviceScale<T> scale,
                                   const ContrastiveOptions& options,
                                   const ContrastiveStatistics& statistics, Workspace workspace,
                                   cudaStream_t stream) {
  const Call<T> call("contrastive_statistics", x, y, c, scale, options, statistics);
  call.check.workspace(workspace,
                       contrastive_loss_workspace_bytes(x.rows, y.rows, x.cols, options));
  return detail::with_format(options.products, [&](auto format) {
    return with_score(options.score, [&](auto score) {
      return statistics_of<T, decltype(format), decltype(score)>(handle, call, workspace, stream);
    });
  });
}

cudaError_t contrastive_merge(const double* parts, std::int64_t ranks, std::int64_t columns,
                              double* merged, cudaStream_t stream) {
  const Check check{"contrastive_merge"};
  if (ranks < 1) {
    check.fail<shape_error>("ranks", " is " + std::to_string(ranks) + ", expected 1 or more");
  }
  if (columns < 0) {
    check.fail<shape_error>("columns", " is " + std::to_string(columns) + ", expected 0 or more");
  }
  if (columns > 0) check.pointer("parts", parts);
  if (columns > 0) check.pointer("merged", merged);
  return detail::launch_line(merge_ranks_kernel, columns, stream, parts, ranks, merged);
}

template <class N>
cudaError_t contrastive_value(const ContrastiveStatistics& statistics, std::int64_t rows,
                              std::int64_t columns, std::int64_t first, N* loss,
                              Workspace workspace, cudaStream_t stream) {
  const Check check{"contrastive_value"};
  if (rows < 0 || first < 0 || first > columns - rows) {
    check.fail<shape_error>("rows", " is " + std::to_string(rows) + " from " +
                                        std::to_string(first) + " on, expected some of the " +
                                        std::to_string(columns) + " columns");
  }
  check.pointer("loss", loss);
  check.workspace(workspace, contrastive_value_workspace_bytes(rows));
  if (rows > 0) {
    check.pointer("statistics.rows", statistics.rows);
    check.pointer("statistics.columns", statistics.columns);
    check.pointer("statistics.positives", statistics.positives);
  }
  auto* partials = static_cast<RowSum*>(workspace.data);
  const double divisor = columns > 0 ? 2 * double(columns) : 1;
  Sequence steps;
  steps
      .then([&] {
        return detail::launch_line(loss_kernel, rows, stream, statistics, first, partials);
      })
      .then([&] {
        return detail::launch(detail::finish_sum_kernel<N>, dim3(1), dim3(detail::finish_threads),
                              0, stream, partials, detail::piece_count(rows, detail::line_threads),
                              divisor, GradMode::overwrite, loss);
      });
  return steps.error();
}

template <class T>
cudaError_t contrastive_loss(const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
                             DeviceScale<T> scale, const ContrastiveOptions& options,
                             Number<T>* loss, const ContrastiveStatistics& statistics,
                             Workspace workspace, cudaStream_t stream) {
  const Check check{"contrastive_loss"};
  check.matrix("x", x);
  check.matrix_as("y", y, "x", x);
  check.pointer("loss", loss);
  Sequence steps;
  steps
      .then([&] {
        return contrastive_statistics<T>(handle, x, y, c, scale, options, statistics, workspace,
                                         stream);
      })
      .then([&] {
        return contrastive_value(statistics, x.rows, y.rows, options.first, loss, workspace,
                                 stream);
      });
  return steps.error();
}

template <class T>
cudaError_t contrastive_loss_vjp(const Handle& handle, Points<T> x, Points<T> y,
                                 DeviceCurvature<T> c, DeviceScale<T> scale,
                                 const ContrastiveOptions& options,
                                 const ContrastiveStatistics& statistics, const Number<T>* grad_out,
                                 MutablePoints<T> g_x, MutablePoints<T> g_y, Number<T>* g_c,
                                 Number<T>* g_scale, GradMode mode, Workspace workspace,
                                 cudaStream_t stream) {
  const Call<T> call("contrastive_loss_vjp", x, y, c, scale, options, statistics);
  call.check.pointer("grad_out", grad_out);
  call.check.matrix_as("g_x", g_x, "x", x);
  call.check.matrix_as("g_y", g_y, "y", y);
  call.check.optional_pointer("g_c", g_c);
  call.check.optional_pointer("g_scale", g_scale);
  call.check.workspace(workspace,
                       contrastive_loss_vjp_workspace_bytes(x.rows, y.rows, x.cols, options));
  const Outputs<T> out{grad_out, g_x, g_y, g_c, g_scale, mode};
  return detail::with_format(options.products, [&](auto format) {
    return with_score(options.score, [&](auto score) {
      return gradients_of<T, decltype(format), decltype(score)>(handle, call, out, workspace,
                                                                stream);
    });
  });
}

template cudaError_t contrastive_value<float>(const ContrastiveStatistics&, std::int64_t,
                                              std::int64_t, std::int64_t, float*, Workspace,
                                              cudaStream_t);

#define RAPIDITY_INSTANTIATE(T)                                                                    \
  template cudaError_t contrastive_statistics<T>(                                                  \
      const Handle&, Points<T>, Points<T>, DeviceCurvature<T>, DeviceScale<T>,                     \
      const ContrastiveOptions&, const ContrastiveStatistics&, Workspace, cudaStream_t);           \
  template cudaError_t contrastive_loss<T>(const Handle&, Points<T>, Points<T>,                    \
                                           DeviceCurvature<T>, DeviceScale<T>,                     \
                                           const ContrastiveOptions&, Number<T>*,                  \
                                           const ContrastiveStatistics&, Workspace, cudaStream_t); \
  template cudaError_t contrastive_loss_vjp<T>(                                                    \
      const Handle&, Points<T>, Points<T>, DeviceCurvature<T>, DeviceScale<T>,                     \
      const ContrastiveOptions&, const ContrastiveStatistics&, const Number<T>*, MutablePoints<T>, \
      MutablePoints<T>, Number<T>*, Number<T>*, GradMode, Workspace, cudaStream_t);
RAPIDITY_INSTANTIATE(float)
RAPIDITY_INSTANTIATE(__nv_bfloat16)
RAPIDITY_INSTANTIATE(__half)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
