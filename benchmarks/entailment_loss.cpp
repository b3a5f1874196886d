// The entailment loss over matched rows, and its gradient, beside a copy of as many bytes.
#include <rapidity/batch/entailment_loss.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Case;
using bench::Matrix;
using bench::view;

template <class T>
void forward(benchmark::State& state) {
  const Case<T> p(state);
  p.beside_copy(state, 2 * p.matrix_bytes(), [&] {
    benchmark::DoNotOptimize(
        batch::entailment_loss(view(p.y), view(p.x), p.c, T(0.1), T(1), {p.threads}));
  });
}

template <class T>
void backward(benchmark::State& state) {
  const Case<T> p(state);
  Matrix<T> g_x(p.rows, p.columns), g_y(p.rows, p.columns);
  p.beside_copy(state, 4 * p.matrix_bytes(), [&] {
    benchmark::DoNotOptimize(batch::entailment_loss_vjp(view(p.y), view(p.x), p.c, T(0.1), T(1),
                                                        T(1), view(g_y), view(g_x),
                                                        batch::GradMode::overwrite, {p.threads}));
  });
}

BENCHMARK_TEMPLATE(forward, float)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(forward, double)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(backward, float)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(backward, double)->Apply(bench::row_sizes);

}  // namespace
