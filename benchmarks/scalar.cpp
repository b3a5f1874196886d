// The functions of one real variable, beside the standard library's acosh, which is what a plain
// implementation calls.
#include <benchmark/benchmark.h>
#include <rapidity/scalar/scalar.hpp>

#include <cmath>
#include <random>
#include <vector>

namespace {

namespace scalar = rapidity::scalar;

// Arguments over the decades, so that series and closed forms take their turns.
template <class T>
std::vector<T> arguments() {
  std::mt19937 bits(1);
  std::uniform_real_distribution<T> exponent(T(-6), T(1));
  std::vector<T> values(1024);
  for (T& value : values) value = std::pow(T(10), exponent(bits));
  return values;
}

template <class T, class F>
void each(benchmark::State& state, const F& f) {
  const std::vector<T> values = arguments<T>();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(values[i++ % 1024]));
  }
}

template <class T>
void standard_acosh(benchmark::State& state) {
  each<T>(state, [](T u) { return std::acosh(1 + u); });
}
template <class T>
void acosh1p(benchmark::State& state) {
  each<T>(state, [](T u) { return scalar::acosh1p(u); });
}
template <class T>
void asinh_sqrt(benchmark::State& state) {
  each<T>(state, [](T z2) { return scalar::asinh_sqrt(z2); });
}
template <class T>
void sinhc(benchmark::State& state) {
  each<T>(state, [](T z2) { return scalar::sinhc(z2); });
}
template <class T>
void asinhc(benchmark::State& state) {
  each<T>(state, [](T z2) { return scalar::asinhc(z2); });
}
template <class T>
void langevinc(benchmark::State& state) {
  each<T>(state, [](T z2) { return scalar::langevinc(z2); });
}

BENCHMARK_TEMPLATE(standard_acosh, double);
BENCHMARK_TEMPLATE(acosh1p, double);
BENCHMARK_TEMPLATE(asinh_sqrt, double);
BENCHMARK_TEMPLATE(sinhc, double);
BENCHMARK_TEMPLATE(asinhc, double);
BENCHMARK_TEMPLATE(langevinc, double);
BENCHMARK_TEMPLATE(standard_acosh, float);
BENCHMARK_TEMPLATE(acosh1p, float);
BENCHMARK_TEMPLATE(asinh_sqrt, float);
BENCHMARK_TEMPLATE(sinhc, float);
BENCHMARK_TEMPLATE(asinhc, float);
BENCHMARK_TEMPLATE(langevinc, float);

}  // namespace
