// The logarithmic map at the origin: of one point in fixed and dynamic size, and of the rows of a
// batch beside a copy of as many bytes.
#include <rapidity/batch/logmap0.hpp>
#include <rapidity/lorentz/logmap0.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Case;
using bench::Matrix;
using bench::view;

template <class T, int D>
void one_point(benchmark::State& state) {
  const rapidity::Curvature<T> c(T(1));
  Eigen::Matrix<T, D, 1> v = Eigen::Matrix<T, D, 1>::Random(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(v.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(rapidity::logmap0(v, c));
  }
}

template <class T>
void rows(benchmark::State& state) {
  const Case<T> p(state);
  Matrix<T> out(p.rows, p.columns);
  p.beside_copy(state, 2 * p.matrix_bytes(),
                [&] { batch::logmap0(view(p.x), p.c, view(out), {p.threads}); });
}

template <class T>
void rows_vjp(benchmark::State& state) {
  const Case<T> p(state);
  Matrix<T> gradient(p.rows, p.columns);
  p.beside_copy(state, 3 * p.matrix_bytes(), [&] {
    benchmark::DoNotOptimize(batch::logmap0_vjp(view(p.x), p.c, view(p.y), view(gradient),
                                                batch::GradMode::overwrite, {p.threads}));
  });
}

BENCHMARK_TEMPLATE(one_point, float, 3)->Arg(3);
BENCHMARK_TEMPLATE(one_point, double, 3)->Arg(3);
BENCHMARK_TEMPLATE(one_point, float, Eigen::Dynamic)->Arg(512);
BENCHMARK_TEMPLATE(one_point, double, Eigen::Dynamic)->Arg(512);
BENCHMARK_TEMPLATE(rows, float)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(rows, double)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(rows_vjp, float)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(rows_vjp, double)->Apply(bench::row_sizes);

}  // namespace
