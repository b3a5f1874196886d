// The contrastive loss beside its floor: the four matrix products of 2 B^2 D operations that any
// evaluation of value and gradients without a B x B matrix in memory needs.
//
//   bench_contrastive_loss --benchmark_filter=float --benchmark_repetitions=5
#include <rapidity/batch/contrastive_loss.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
using batch::Score;
using bench::Case;
using bench::Matrix;
using bench::view;

constexpr double scale = 14.3;

template <class T, Score score>
void forward(benchmark::State& state) {
  const Case<T> p(state);
  p.beside_products(state, 1, 2 * p.matrix_bytes(), [&] {
    benchmark::DoNotOptimize(
        batch::contrastive_loss(view(p.x), view(p.y), p.c, T(scale), score, {p.threads}).loss);
  });
}

template <class T, Score score>
void forward_and_backward(benchmark::State& state) {
  const Case<T> p(state);
  Matrix<T> g_x(p.rows, p.columns), g_y(p.rows, p.columns);
  p.beside_products(state, 4, 4 * p.matrix_bytes(), [&] {
    const auto loss =
        batch::contrastive_loss(view(p.x), view(p.y), p.c, T(scale), score, {p.threads});
    benchmark::DoNotOptimize(batch::contrastive_loss_vjp(
        view(p.x), view(p.y), p.c, T(scale), score, loss.statistics, T(1), view(g_x), view(g_y),
        batch::GradMode::overwrite, {p.threads}));
  });
}

BENCHMARK_TEMPLATE(forward, float, Score::distance)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(forward, double, Score::distance)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(forward_and_backward, float, Score::distance)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(forward_and_backward, double, Score::distance)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(forward_and_backward, float, Score::inner)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(forward_and_backward, double, Score::inner)->Apply(bench::sizes);

}  // namespace
