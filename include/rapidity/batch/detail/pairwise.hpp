#pragma once
// Functions of all pairs of two sets of points, as matrices: one product and a line of arithmetic.
#include "buffer.hpp"
#include "pair_gradients.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

/// out_ij = finish(u_ij), u the excesses as lanes.
template <class T, class Finish>
void pairwise(const char* function, const MatrixView<const T>& x, const MatrixView<const T>& y, T c,
              const MatrixView<T>& out, const Team& team, const Finish& finish) {
  expect_matrix(function, "x", x);
  expect_shape(function, "y", y, y.rows, x.cols, "with the columns of x");
  expect_shape(function, "out", out, x.rows, y.rows, "as x and y have rows");
  const PairTiles<T> pairs(x, y, c, team);
  const Tiling tiling(x.rows);
  auto out_matrix = as_matrix(out);
  team.run(piece_count(x.rows, tiling.panel), [&](std::int64_t panel) {
    const Range rows = piece(x.rows, tiling.panel, panel);
    for (std::int64_t tile = 0; tile < piece_count(y.rows, tiling.columns); ++tile) {
      const Range columns = piece(y.rows, tiling.columns, tile);
      pairs.products(rows, columns,
                     out_matrix.block(rows.begin, columns.begin, rows.size, columns.size));
      for (std::int64_t i = rows.begin; i < rows.begin + rows.size; ++i) {
        T* row = out.row(i) + columns.begin;
        pairs.excesses(i, columns, row);
        for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
          using L = decltype(lane);
          finish(L::load(row + j)).store(row + j);
        });
      }
    }
  });
}

/// Weights of the excesses in the gradient of sum_ij grad_out_ij value(u_ij). Gathers by row the
/// sum of grad_out_ij [rest(u_ij) + value'(u_ij) (X - Y)^2 / (2 X Y)], which is -c / unit times the
/// curvature's gradient of sum_ij grad_out_ij unit value(u_ij).
template <class Score, class T>
struct PairwiseWeights {
  const PairTiles<T>& pairs;
  const MatrixView<const T>& grad_out;
  Buffer<double>& curvature_sums;

  void operator()(std::int64_t i, Range columns, T* values) const {
    const T* gradient = grad_out.row(i) + columns.begin;
    LaneSum<T> curvature_sum;
    for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
      using L = decltype(lane);
      const auto w = row::pair_weight(Score::line(L::load(values + j)), L::load(gradient + j),
                                      pairs.template time_gaps<L>(i, columns.begin + j));
      curvature_sum.add(w.curvature);
      w.weight.store(values + j);
    });
    curvature_sums[i] += curvature_sum.value();
  }
};

/// Gradients of sum_ij sign grad_out_ij unit value(u_ij): writes or adds to g_x and g_y, returns
/// that of c.
template <class Score, class T>
T pairwise_vjp(const char* function, const MatrixView<const T>& x, const MatrixView<const T>& y,
               T c, T sign, const MatrixView<const T>& grad_out, const MatrixView<T>& g_x,
               const MatrixView<T>& g_y, GradMode mode, const Team& team) {
  expect_matrix(function, "x", x);
  expect_shape(function, "y", y, y.rows, x.cols, "with the columns of x");
  expect_shape(function, "grad_out", grad_out, x.rows, y.rows, "as x and y have rows");
  expect_shape(function, "g_x", g_x, x.rows, x.cols, "as x");
  expect_shape(function, "g_y", g_y, y.rows, y.cols, "as y");
  begin_sum(g_x, mode);
  begin_sum(g_y, mode);
  const T factor = sign * Score::unit(c);
  Buffer<double> curvature_sums(x.rows);
  const PairTiles<T> pairs(x, y, c, team);
  const PairwiseWeights<Score, T> weights{pairs, grad_out, curvature_sums};
  add_pair_gradients(pairs, factor, weights, g_x, g_y, Tiling(x.rows), team);
  return T(-double(factor) / double(c) * sum_of(curvature_sums));
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
