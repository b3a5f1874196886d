// The distance of two points: of fixed and dynamic size, alone and with its gradient, and of the
// matched rows of two batches beside a copy of as many bytes.
#include <rapidity/batch/distance.hpp>
#include <rapidity/lorentz/distance.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Case;
using bench::Matrix;
using bench::view;

template <class T, int D>
struct Pair {
  using Point = Eigen::Matrix<T, D, 1>;
  Point x, y;
  rapidity::Curvature<T> c{T(1)};

  explicit Pair(const benchmark::State& state)
      : x(Point::Random(state.range(0))), y(Point::Random(state.range(0))) {}

  // So that the compiler takes the coordinates and the curvature for unknown in every iteration.
  void forget() {
    benchmark::DoNotOptimize(&c);
    benchmark::DoNotOptimize(x.data());
    benchmark::DoNotOptimize(y.data());
    benchmark::ClobberMemory();
  }
};

template <class T, int D>
void two_points(benchmark::State& state) {
  Pair<T, D> p(state);
  for (auto _ : state) {
    p.forget();
    benchmark::DoNotOptimize(rapidity::distance(p.x, p.y, p.c));
  }
}

template <class T, int D>
void two_points_vjp(benchmark::State& state) {
  Pair<T, D> p(state);
  for (auto _ : state) {
    p.forget();
    benchmark::DoNotOptimize(rapidity::distance_vjp(p.x, p.y, p.c, T(1)));
  }
}

template <class T>
void rows(benchmark::State& state) {
  const Case<T> p(state);
  std::vector<T> out(std::size_t(p.rows));
  const rapidity::VectorView<T> values{out.data(), p.rows};
  p.beside_copy(state, 2 * p.matrix_bytes(),
                [&] { batch::distance(view(p.x), view(p.y), p.c, values, {p.threads}); });
}

template <class T>
void rows_vjp(benchmark::State& state) {
  const Case<T> p(state);
  const std::vector<T> ones(std::size_t(p.rows), T(1));
  Matrix<T> g_x(p.rows, p.columns), g_y(p.rows, p.columns);
  const rapidity::VectorView<const T> weights{ones.data(), p.rows};
  p.beside_copy(state, 4 * p.matrix_bytes(), [&] {
    benchmark::DoNotOptimize(batch::distance_vjp(view(p.x), view(p.y), p.c, weights, view(g_x),
                                                 view(g_y), batch::GradMode::overwrite,
                                                 {p.threads}));
  });
}

BENCHMARK_TEMPLATE(two_points, double, 3)->Arg(3);
BENCHMARK_TEMPLATE(two_points, float, 3)->Arg(3);
BENCHMARK_TEMPLATE(two_points, double, Eigen::Dynamic)->Arg(512);
BENCHMARK_TEMPLATE(two_points, float, Eigen::Dynamic)->Arg(512);
BENCHMARK_TEMPLATE(two_points_vjp, double, 3)->Arg(3);
BENCHMARK_TEMPLATE(two_points_vjp, float, 3)->Arg(3);
BENCHMARK_TEMPLATE(rows, float)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(rows, double)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(rows_vjp, float)->Apply(bench::row_sizes);
BENCHMARK_TEMPLATE(rows_vjp, double)->Apply(bench::row_sizes);

}  // namespace
