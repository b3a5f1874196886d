#pragma once
// The contrastive loss of matched pairs of points, without a matrix of all pairs.
#include <algorithm>
#include <cmath>

#include "../score.hpp"
#include "detail/buffer.hpp"
#include "detail/contrastive_passes.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

using rapidity::Score;

/// What the forward pass leaves for the backward pass: three numbers a pair, of B^2 nothing.
struct ContrastiveStatistics {
  detail::Buffer<double> rows;     ///< log sum_{j != i} exp(logit_ij); -inf for a single pair
  detail::Buffer<double> columns;  ///< log sum_{i != j} exp(logit_ij), of column j
  detail::Buffer<double>
      positives;  ///< logit_ii (Score::inner: plus scale / c, as in rows, columns)
};

template <class T>
struct ContrastiveLoss {
  T loss;
  ContrastiveStatistics statistics;
};

/// Gradients of the two numbers of the loss.
template <class T>
struct ContrastiveScalars {
  T c, scale;
};

/// The symmetric contrastive loss of B matched pairs (x_i, y_i), both [B, D]:
///   L = 1/2 [ mean_i -log softmax_j(logit)_ii + mean_j -log softmax_i(logit)_jj ].
///
/// scale is the inverse temperature, any finite number. B = 0 and B = 1 give 0; B may be anything.
/// NaN in a point, or inner products that overflow T, give NaN.
///
/// Accuracy: positive pairs are exact to half an ulp, however close. A negative pair's
/// u = cosh(sqrt(c) d) - 1 comes from a matrix product in T: it is off by up to
/// 12 eps c |x| |y| (eps: of T), so d is off by that over sqrt(c) sinh(sqrt(c) d); where u is not
/// above 4 eps (sqrt(1 + c|x|^2) sqrt(1 + c|y|^2) - 1) the pair counts as coincident: d = 0.
/// Exponentials below 1e-30 of the largest (1e-290 in double) count as 0.
///
/// Cost: one matrix product of 2 B^2 D operations, and about 12 MB of memory beside O(B): 8 MiB (16
/// in double), and what Eigen packs for two threads. The result is the same for every number of threads.
/// Errors: shape_error when the shapes of x and y differ.
template <class T>
ContrastiveLoss<T> contrastive_loss(Points<T> x, Points<T> y, const Curvature<T>& c,
                                    Number<T> scale, Score score = Score::distance,
                                    Execution execution = {});

/// Its gradients: g_x and g_y [B, D] are written or added to, those of c and scale returned.
/// `statistics` are those that contrastive_loss returned for the same arguments; grad_out is the
/// gradient of the loss. g_x and g_y must not overlap with x, y, or one another.
///
/// At pairs that count as coincident the negative's gradient is 0; a coincident positive pair's,
/// too. Accuracy of g_x and g_y: a pair's part is c w [Y/X x - y] with a relative error of w that
/// is half that of u, and rounding of eps c w (Y/X |x| + |y|). The parts of c and scale are sums of
/// terms of one sign for all negatives, and exact for positives.
///
/// Cost: three matrix products of 2 B^2 D operations.
/// Errors: shape_error when shapes differ, or the statistics are of another number of pairs.
template <class T>
ContrastiveScalars<T> contrastive_loss_vjp(
    Points<T> x, Points<T> y, const Curvature<T>& c, Number<T> scale, Score score,
    const ContrastiveStatistics& statistics, Number<T> grad_out, MutablePoints<T> g_x,
    MutablePoints<T> g_y, GradMode mode = GradMode::overwrite, Execution execution = {});

namespace detail {

inline Buffer<double> values_of(const Buffer<LogSumExp>& sums) {
  Buffer<double> values;
  values.reserve(sums.size());
  for (const LogSumExp& sum : sums) values.push_back(sum.value());
  return values;
}

/// log(exp(negatives) + exp(positive)), in T.
template <class T>
Buffer<T> normalisers(const Buffer<double>& negatives, const Buffer<double>& positives) {
  Buffer<T> out(static_cast<std::int64_t>(negatives.size()));
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(negatives.size()); ++i) {
    out[i] = T(positives[i] + row::softplus(negatives[i] - positives[i]));
  }
  return out;
}

template <class Score, class T>
ContrastiveLoss<T> contrastive_loss(const MatrixView<const T>& x, const MatrixView<const T>& y, T c,
                                    T scale, const Tiling& tiling, const Team& team) {
  const std::int64_t count = x.rows;
  const PairTiles<T> pairs(x, y, c, team);
  const Negatives negatives =
      NegativesPass<Score, T>(pairs, scale * Score::unit(c), tiling, team).run();
  ContrastiveLoss<T> out{T(0), {values_of(negatives.rows), values_of(negatives.columns), {}}};
  ContrastiveStatistics& statistics = out.statistics;
  statistics.positives.resize(count);
  for_each_row(count, team, [&](std::int64_t i) {
    statistics.positives[i] =
        -double(scale) * double(Score::cost(triangle(x.row(i), y.row(i), x.cols, c)));
  });
  const double sum = sum_over_rows<double>(count, team, [&](std::int64_t i) {
    return row::softplus(statistics.rows[i] - statistics.positives[i]) +
           row::softplus(statistics.columns[i] - statistics.positives[i]);
  });
  if (count > 0) out.loss = T(sum / (2 * double(count)));
  return out;
}

template <class Score, class T>
ContrastiveScalars<T> contrastive_loss_vjp(const MatrixView<const T>& x,
                                           const MatrixView<const T>& y, T c, T scale,
                                           const ContrastiveStatistics& statistics, T grad_out,
                                           const MatrixView<T>& g_x, const MatrixView<T>& g_y,
                                           const Tiling& tiling, const Team& team) {
  const std::int64_t count = x.rows;
  const double share = double(grad_out) / (2 * double(count));
  const double unit = Score::unit(double(c));
  const PairTiles<T> pairs(x, y, c, team);
  const auto rows = normalisers<T>(statistics.rows, statistics.positives);
  const auto columns = normalisers<T>(statistics.columns, statistics.positives);
  Buffer<double> value_sums(count), curvature_sums(count);
  const NegativesWeights<Score, T> weights{
      pairs, T(scale * Score::unit(c)), rows, columns, value_sums, curvature_sums};
  add_pair_gradients(pairs, T(-share * scale * unit), weights, g_x, g_y, tiling, team);

  // The positive pairs: 1 - p_ii is a sigmoid, where p_ii - 1 would cancel.
  Buffer<double> scale_terms(count), curvature_terms(count);
  for_each_row(count, team, [&](std::int64_t i) {
    const auto pair = triangle(x.row(i), y.row(i), x.cols, c);
    const double positive = statistics.positives[i];
    const double weight = -share * (row::sigmoid(statistics.rows[i] - positive) +
                                    row::sigmoid(statistics.columns[i] - positive));
    const auto k = Score::cost_vjp(pair, Work<T>(-scale * weight));
    put_pair_gradients(x.row(i), y.row(i), x.cols, k, g_x.row(i), g_y.row(i), GradMode::accumulate);
    scale_terms[i] = -weight * Score::cost(pair) - share * unit * value_sums[i];
    curvature_terms[i] = k.c + share * scale * unit / c * curvature_sums[i];
  });
  return {T(sum_of(curvature_terms)), T(sum_of(scale_terms))};
}

}  // namespace detail

template <class T>
ContrastiveLoss<T> contrastive_loss(Points<T> x, Points<T> y, const Curvature<T>& c,
                                    Number<T> scale, Score score, Execution execution) {
  const char* name = "contrastive_loss";
  detail::expect_matrix(name, "x", x);
  detail::expect_shape(name, "y", y, x.rows, x.cols, "as x");
  const auto loss = score == Score::distance ? detail::contrastive_loss<row::DistanceScore, T>
                                             : detail::contrastive_loss<row::InnerScore, T>;
  return loss(x, y, c.value(), scale, detail::Tiling(x.rows), execution);
}

template <class T>
ContrastiveScalars<T> contrastive_loss_vjp(Points<T> x, Points<T> y, const Curvature<T>& c,
                                           Number<T> scale, Score score,
                                           const ContrastiveStatistics& statistics,
                                           Number<T> grad_out, MutablePoints<T> g_x,
                                           MutablePoints<T> g_y, GradMode mode,
                                           Execution execution) {
  const char* name = "contrastive_loss_vjp";
  detail::expect_matrix(name, "x", x);
  detail::expect_shape(name, "y", y, x.rows, x.cols, "as x");
  detail::expect_shape(name, "g_x", g_x, x.rows, x.cols, "as x");
  detail::expect_shape(name, "g_y", g_y, x.rows, x.cols, "as y");
  for (const auto* values : {&statistics.rows, &statistics.columns, &statistics.positives}) {
    detail::expect_rows(name, "statistics", std::int64_t(values->size()), x.rows, "x");
  }
  const detail::Team team(execution);  // refuses what it is to refuse before a gradient is touched
  detail::begin_sum(g_x, mode);
  detail::begin_sum(g_y, mode);
  const auto vjp = score == Score::distance ? detail::contrastive_loss_vjp<row::DistanceScore, T>
                                            : detail::contrastive_loss_vjp<row::InnerScore, T>;
  return vjp(x, y, c.value(), scale, statistics, grad_out, g_x, g_y, detail::Tiling(x.rows),
             team);
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
