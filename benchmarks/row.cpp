// The formulas of a pair of points on their own, from the sums over coordinates on: what a batch
// pays for a row beside reading it.
#include <benchmark/benchmark.h>
#include <rapidity/row/row.hpp>

#include <array>

namespace {

namespace row = rapidity::row;

using Point = std::array<double, 3>;
const Point x{0.3, -0.7, 0.5}, y{0.4, -1.1, 0.2};

auto sums_of(const Point& a, const Point& b) {
  return row::pair_sums<rapidity::Precision<double>>(
      [&](std::int64_t k) { return a[std::size_t(k)]; },
      [&](std::int64_t k) { return b[std::size_t(k)]; }, row::Serial{3});
}

template <class F>
void from_sums(benchmark::State& state, const F& formula) {
  auto sums = sums_of(x, y);
  for (auto _ : state) {
    benchmark::DoNotOptimize(&sums);
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(formula(row::triangle(sums, 1.0)));
  }
}

void pair_sums(benchmark::State& state) {
  Point a = x, b = y;
  for (auto _ : state) {
    benchmark::DoNotOptimize(&a);
    benchmark::DoNotOptimize(&b);
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(sums_of(a, b));
  }
}

using Triangle = row::Triangle<double>;

BENCHMARK(pair_sums);
BENCHMARK_CAPTURE(from_sums, distance, [](const Triangle& t) { return row::distance(t); });
BENCHMARK_CAPTURE(from_sums, distance_vjp,
                  [](const Triangle& t) { return row::distance_vjp(t, 1.0); });
BENCHMARK_CAPTURE(from_sums, exterior_angle,
                  [](const Triangle& t) { return row::exterior_angle(t); });
BENCHMARK_CAPTURE(from_sums, exterior_angle_vjp,
                  [](const Triangle& t) { return row::exterior_angle_vjp(t, 1.0); });
BENCHMARK_CAPTURE(from_sums, entailment_residual,
                  [](const Triangle& t) { return row::entailment_residual(t, 0.1, 1.0); });
BENCHMARK_CAPTURE(from_sums, entailment_residual_vjp,
                  [](const Triangle& t) { return row::entailment_residual_vjp(t, 0.1, 1.0, 1.0); });

}  // namespace
