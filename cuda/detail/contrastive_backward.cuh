#pragma once
// The backward pass of the contrastive loss: weights of the negatives, and the positive pairs.
#include "contrastive_call.cuh"
#include "fused.hpp"
#include "negatives.cuh"
#include "pair_gradients.cuh"
#include "rapidity/row/log_sum_exp.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

using Coefficients = row::PairCoefficients<double>;

/// -log(exp(negatives) + exp(positive)) of each row, or column, in units of a logarithm.
RAPIDITY_KERNEL normalisers_kernel(std::int64_t count, const double* negatives,
                                   const double* positives, double unit, float* out) {
  const std::int64_t k = line_index();
  if (k >= count) return;
  out[k] = float(-(positives[k] + row::softplus(negatives[k] - positives[k])) / unit);
}

/// The products of a tile and the weights of them in one kernel.
template <class Score>
cudaError_t multiply_and_weigh(const PairTiles<Bf16>& tiles, const Tile& tile,
                               const Negatives<FastLane, Score>& weigh, __nv_bfloat16* weights,
                               const PanelSums& sums, std::int64_t first_square,
                               cudaStream_t stream) {
  return fused_weights(tiles, tile, weigh, weights, sums, first_square, stream);
}

/// Numbers that all gradients share: the weight of a row in the loss, and factors of sums over
/// negatives.
struct Factors {
  double share;      // grad_out / (2 B)
  double points_c;   // of the points' gradients, times c
  double values;     // of the scale's gradient
  double curvature;  // of the curvature's
};

template <class L, class Score>
RAPIDITY_KERNEL factors_kernel(std::int64_t pairs, const float* c, const float* scale,
                               const float* grad_out, Factors* out) {
  const double curvature = detail::curvature<float>(c), tau = scale_of(scale);
  const double unit = Score::unit(curvature);
  const double share = pairs > 0 ? double(*grad_out) / (2 * double(pairs)) : 0;
  const double value_unit = Score::template value_unit<L>;
  *out = {share, -share * tau * unit * curvature, -share * unit * value_unit,
          share * tau * unit / curvature};
}

/// The positive pairs: coefficients of the points' gradients, and the partial sums of those by
/// scale and curvature. 1 - p_ii is a sigmoid, where p_ii - 1 would cancel.
template <class T, class Score>
RAPIDITY_KERNEL positives_vjp_kernel(RowShape shape, PairRows<T> pairs, const float* scale,
                                     ContrastiveStatistics statistics, std::int64_t first,
                                     const Factors* factors, Coefficients* coefficients,
                                     RowSum* partials) {
  BlockSums<2> sums(partials);
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const auto pair = triangle(pairs, warp, i);
    const double positive = statistics.positives[first + i];
    const double weight =
        -factors->share * (row::sigmoid(statistics.rows[i] - positive) +
                           row::sigmoid(statistics.columns[first + i] - positive));
    const Coefficients k = Score::cost_vjp(pair, -scale_of(scale) * weight);
    if (is_first_lane()) coefficients[i] = k;
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
  PairGradients<Format> gradients;
  float *row_normalisers, *column_normalisers;
  Factors* factors;
  Coefficients* coefficients;
  RowSum* partials;
  double* positive_sums;

  Backward(Carver& carver, std::int64_t rows, std::int64_t columns, std::int64_t cols,
           const Tiling& tiling)
      : gradients(carver, rows, columns, cols, tiling) {
    row_normalisers = carver.take<float>(rows);
    column_normalisers = carver.take<float>(columns);
    factors = carver.take<Factors>(1);
    coefficients = carver.take<Coefficients>(rows);
    partials = carver.take<RowSum>(2 * row_blocks(rows));
    positive_sums = carver.take<double>(2);
  }
};

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
  using L = typename Format::Lane;
  Carver carver(workspace.data);
  Backward<Format> back(carver, call.x.rows, call.y.rows, call.x.cols, tiling(call.options));
  auto& tiles = back.gradients.tiles;
  const std::int64_t rows = call.x.rows, columns = call.y.rows, first = call.options.first;
  const ContrastiveStatistics& given = call.statistics;
  const Negatives<L, Score> negatives{call.scale, back.row_normalisers, back.column_normalisers,
                                      first};
  const auto pairs = call.pairs();
  const GradientRows<T, Format> of_x{
      call.x, call.y,  tiles.x, back.gradients.x, &back.factors->points_c, back.coefficients,
      first,  out.g_x, out.mode};
  const GradientRows<T, Format> of_y{
      call.x, call.y,  tiles.y, back.gradients.y, &back.factors->points_c, back.coefficients,
      first,  out.g_y, out.mode};
  const RowSums sums{back.partials, rows};

  Sequence steps;
  if (tiles.is_fused) steps.then(fused_is_there);
  steps.then([&] { return tiles.round(call.x, call.y, call.c, stream); })
      .then([&] {
        return launch(factors_kernel<L, Score>, dim3(1), dim3(1), 0, stream, columns, call.c,
                      call.scale, out.grad_out, back.factors);
      })
      .then([&] {
        return launch_line(normalisers_kernel, rows, stream, given.rows, given.positives + first,
                           double(L::log_unit), back.row_normalisers);
      })
      .then([&] {
        return launch_line(normalisers_kernel, columns, stream, given.columns, given.positives,
                           double(L::log_unit), back.column_normalisers);
      })
      .then([&] { return back.gradients.add_all(handle, negatives, stream); })
      .then([&] {
        return launch_rows(positives_vjp_kernel<T, Score>, row_shape(pairs.x, pairs.y), stream,
                           pairs, call.scale, given, first, back.factors, back.coefficients,
                           back.partials);
      })
      .then([&] { return sums.finish(0, back.positive_sums, GradMode::overwrite, stream); })
      .then([&] { return sums.finish(1, back.positive_sums + 1, GradMode::overwrite, stream); })
      .then([&] {
        return launch(scalars_kernel, dim3(1), dim3(1), 0, stream, back.positive_sums,
                      back.gradients.totals, back.factors, out.g_scale, out.g_c, out.mode);
      })
      .then([&] { return write_gradients<Side::left>(of_x, stream); })
      .then([&] { return write_gradients<Side::right>(of_y, stream); });
  return steps.error();
}

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
