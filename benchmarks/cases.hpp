#pragma once
// What the benchmarks of the batch level share: sizes, points, and the counters beside each time.
#include <benchmark/benchmark.h>
#include <rapidity/curvature.hpp>
#include <rapidity/views.hpp>

#include <cmath>
#include <random>

#include "floor.hpp"

namespace bench {

template <class T>
rapidity::MatrixView<T> view(Matrix<T>& m) {
  return {m.data(), m.rows(), m.cols(), m.cols()};
}
template <class T>
rapidity::MatrixView<const T> view(const Matrix<T>& m) {
  return {m.data(), m.rows(), m.cols(), m.cols()};
}

/// Matched pairs of points at radius about 1, half of every y shared with its x.
template <class T>
struct Case {
  std::int64_t rows, columns;
  int threads;
  Matrix<T> x, y;
  rapidity::Curvature<T> c{T(1)};

  explicit Case(const benchmark::State& state)
      : rows(state.range(0)), columns(state.range(1)), threads(int(state.range(2))) {
    std::mt19937 bits(1);
    std::normal_distribution<T> normal(T(0), 1 / std::sqrt(T(columns)));
    const auto draw = [&] { return normal(bits); };
    x = Matrix<T>::NullaryExpr(rows, columns, draw);
    y = T(0.5) * x + T(0.9) * Matrix<T>::NullaryExpr(rows, columns, draw);
  }

  std::int64_t matrix_bytes() const { return rows * columns * std::int64_t(sizeof(T)); }

  /// Measures f beside `passes` matrix products. `bytes` are those of the inputs and outputs.
  template <class F>
  void beside_products(benchmark::State& state, int passes, std::int64_t bytes, const F& f) const {
    const double operations = 2.0 * double(passes) * double(rows) * double(rows) * double(columns);
    const double floor = products_seconds<T>(passes, rows, columns, threads);
    measure(state, f, "FLOP/s", operations, bytes, floor);
  }

  /// Measures f beside a copy of as many bytes as f's inputs and outputs have.
  template <class F>
  void beside_copy(benchmark::State& state, std::int64_t bytes, const F& f) const {
    measure(state, f, "B/s", double(bytes), bytes, copy_seconds(bytes, threads));
  }

 private:
  // x_floor: how many times the floor's time f takes.
  template <class F>
  void measure(benchmark::State& state, const F& f, const char* rate, double amount,
               std::int64_t bytes, double floor) const {
    using benchmark::Counter;
    const double seconds = seconds_of([&] {
      for (auto _ : state) {
        f();
        benchmark::ClobberMemory();
      }
    });
    const double each = seconds / double(state.iterations());
    state.counters[rate] = Counter(amount / each, Counter::kDefaults, Counter::kIs1000);
    state.counters["bytes"] = Counter(double(bytes), Counter::kDefaults, Counter::kIs1024);
    state.counters["x_floor"] = each / floor;
  }
};

inline void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"B", "D", "threads"})
      ->ArgsProduct({{512, 1024, 2048, 4096, 8192}, {64, 128, 512}, {1, 2}})
      ->Unit(benchmark::kMicrosecond)
      ->UseRealTime();
}

/// The same for what memory binds, and one more that no cache holds.
inline void row_sizes(benchmark::internal::Benchmark* benchmark) {
  sizes(benchmark);
  benchmark->Args({65536, 512, 1})->Args({65536, 512, 2});
}

}  // namespace bench
