// The contrastive loss beside its floor: the four matrix products of 2 B^2 D operations that any
// evaluation of value and gradients without a B x B matrix in memory needs. The floor's products
// are of whole matrices, with the B x B matrix in memory, by the same Eigen on as many threads.
//
//   ./contrastive_loss --benchmark_repetitions=5 --benchmark_report_aggregates_only
#include <benchmark/benchmark.h>
#include <rapidity/batch/contrastive_loss.hpp>

#include <random>

namespace {

namespace batch = rapidity::batch;
using Matrix = batch::detail::Matrix<float>;
using rapidity::MatrixView;

struct Case {
  std::int64_t pairs, dimensions;
  int threads;

  explicit Case(const benchmark::State& state)
      : pairs(state.range(0)), dimensions(state.range(1)), threads(int(state.range(2))) {}

  // Matched pairs at radius about 1, half of every point shared with its partner.
  std::pair<Matrix, Matrix> points() const {
    std::mt19937 bits(1);
    std::normal_distribution<float> normal;
    const auto draw = [&] { return normal(bits) / std::sqrt(float(dimensions)); };
    const Matrix x = Matrix::NullaryExpr(pairs, dimensions, draw);
    const Matrix y = 0.5f * x + 0.9f * Matrix::NullaryExpr(pairs, dimensions, draw);
    return {x, y};
  }

  void report(benchmark::State& state, double products) const {
    const double operations = 2.0 * double(pairs) * double(pairs) * double(dimensions) * products;
    state.counters["FLOP/s"] = benchmark::Counter(
        operations, benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
  }
};

template <class M>
auto view(M& matrix) {
  using T = std::remove_pointer_t<decltype(matrix.data())>;
  return MatrixView<T>{matrix.data(), matrix.rows(), matrix.cols(), matrix.cols()};
}

const rapidity::Curvature<float> curvature(1);
constexpr float scale = 14.3f;

void forward(benchmark::State& state, batch::Score score) {
  const Case c(state);
  const auto [x, y] = c.points();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        batch::contrastive_loss(view(x), view(y), curvature, scale, score, {c.threads}).loss);
  }
  c.report(state, 1);
}

void forward_and_backward(benchmark::State& state, batch::Score score) {
  const Case c(state);
  const auto [x, y] = c.points();
  Matrix g_x(c.pairs, c.dimensions), g_y(c.pairs, c.dimensions);
  for (auto _ : state) {
    const auto loss =
        batch::contrastive_loss(view(x), view(y), curvature, scale, score, {c.threads});
    benchmark::DoNotOptimize(batch::contrastive_loss_vjp(
        view(x), view(y), curvature, scale, score, loss.statistics, 1.0f, view(g_x), view(g_y),
        batch::GradMode::overwrite, {c.threads}));
  }
  c.report(state, 4);
}

void four_products(benchmark::State& state) {
  const Case c(state);
  const auto [x, y] = c.points();
  const Matrix& left = x;
  const Matrix& right = y;
  Matrix all(c.pairs, c.pairs), g_x(c.pairs, c.dimensions), g_y(c.pairs, c.dimensions);
  const std::int64_t share = batch::detail::piece_count(c.pairs, c.threads);
  for (auto _ : state) {
    for (int pass = 0; pass < 2; ++pass) {
      batch::detail::parallel_for(c.threads, {c.threads}, [&](std::int64_t k) {
        const auto rows = batch::detail::piece(c.pairs, share, k);
        all.middleRows(rows.begin, rows.size).noalias() =
            left.middleRows(rows.begin, rows.size) * right.transpose();
      });
    }
    batch::detail::parallel_for(c.threads, {c.threads}, [&](std::int64_t k) {
      const auto rows = batch::detail::piece(c.pairs, share, k);
      g_x.middleRows(rows.begin, rows.size).noalias() =
          all.middleRows(rows.begin, rows.size) * right;
      g_y.middleRows(rows.begin, rows.size).noalias() =
          all.middleCols(rows.begin, rows.size).transpose() * left;
    });
    benchmark::DoNotOptimize(g_x.data());
    benchmark::DoNotOptimize(g_y.data());
  }
  c.report(state, 4);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"B", "D", "threads"})
      ->ArgsProduct({{512, 1024, 2048, 4096}, {64, 128, 512}, {1, 2}})
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

BENCHMARK(four_products)->Apply(sizes);
BENCHMARK_CAPTURE(forward_and_backward, distance, batch::Score::distance)->Apply(sizes);
BENCHMARK_CAPTURE(forward_and_backward, inner, batch::Score::inner)->Apply(sizes);
BENCHMARK_CAPTURE(forward, distance, batch::Score::distance)->Apply(sizes);

}  // namespace
