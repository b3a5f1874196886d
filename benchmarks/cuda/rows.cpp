// The functions of rows on a GPU, forward and backward, beside a copy of the bytes that they have
// to move.
//   build/benchmarks/bench_cuda_rows --benchmark_repetitions=5 --benchmark_report_aggregates_only
#include <rapidity/cuda/cuda.hpp>

#include <cmath>
#include <random>

#include "device.hpp"

namespace {

namespace cuda = rapidity::cuda;
using rapidity::GradMode;

/// Random points x and y [B, D], and room for everything that a function writes.
template <class T>
struct Case {
  using N = cuda::Number<T>;

  std::int64_t rows, cols;
  bench::Timer timer;
  bench::Buffer<T> x_data{rows * cols}, y_data{rows * cols}, a_data{rows * cols},
      b_data{rows * cols};
  bench::Buffer<N> values{rows}, weights{rows}, numbers{4};
  bench::Buffer<char> memory{std::int64_t(cuda::lift_vjp_workspace_bytes(rows, cols))};

  explicit Case(const benchmark::State& state) : rows(state.range(0)), cols(state.range(1)) {
    std::mt19937_64 bits(1);
    const double width = std::sqrt(12 / double(cols)) * 0x1p-53;  // points at a radius of about 1
    std::vector<T> host(std::size_t(rows * cols));
    for (const bench::Buffer<T>* points : {&x_data, &y_data}) {
      for (T& value : host) value = T((double(bits() >> 11) - 0x1p52) * width);
      points->put(host);
    }
    weights.put(std::vector<N>(std::size_t(rows), N(1)));
    numbers.put({N(1), N(1), N(0), N(0)});
  }

  rapidity::MatrixView<T> view(const bench::Buffer<T>& data) const {
    return {data.data(), rows, cols, cols};
  }
  rapidity::MatrixView<T> x() const { return view(x_data); }
  rapidity::MatrixView<T> y() const { return view(y_data); }
  rapidity::MatrixView<T> a() const { return view(a_data); }
  rapidity::MatrixView<T> b() const { return view(b_data); }
  rapidity::VectorView<N> out() const { return {values.data(), rows}; }
  rapidity::VectorView<N> weight() const { return {weights.data(), rows}; }
  cuda::DeviceCurvature<T> c() const { return cuda::DeviceCurvature<T>(numbers.data()); }
  cuda::DeviceScale<T> alpha() const { return cuda::DeviceScale<T>(numbers.data() + 1); }
  N* g_c() const { return numbers.data() + 2; }
  N* g_alpha() const { return numbers.data() + 3; }
  cuda::Workspace workspace() const {
    return {memory.data(), cuda::lift_vjp_workspace_bytes(rows, cols)};
  }
  std::int64_t matrices(int count) const { return count * rows * cols * std::int64_t(sizeof(T)); }
};

/// run(case, stream), which moves so many matrices [B, D].
template <class T, class Run>
void measure(benchmark::State& state, int matrices, const Run& run) {
  if (!bench::has_device()) {
    state.SkipWithError("no CUDA device");
    return;
  }
  const Case<T> p(state);
  bench::beside_copy(state, p.timer, p.matrices(matrices),
                     [&](cudaStream_t stream) { return run(p, stream); });
}

template <class T>
void lift(benchmark::State& state) {
  measure<T>(state, 2, [](const auto& p, cudaStream_t stream) {
    return cuda::lift(p.x(), p.alpha(), p.c(), 80, p.a(), stream);
  });
}
template <class T>
void lift_vjp(benchmark::State& state) {
  measure<T>(state, 3, [](const auto& p, cudaStream_t stream) {
    return cuda::lift_vjp(p.x(), p.alpha(), p.c(), 80, p.y(), p.a(), p.g_alpha(), p.g_c(),
                          GradMode::overwrite, p.workspace(), stream);
  });
}
template <class T>
void logmap0(benchmark::State& state) {
  measure<T>(state, 2, [](const auto& p, cudaStream_t stream) {
    return cuda::logmap0(p.x(), p.c(), p.a(), stream);
  });
}
template <class T>
void half_aperture(benchmark::State& state) {
  measure<T>(state, 1, [](const auto& p, cudaStream_t stream) {
    return cuda::half_aperture(p.x(), p.c(), cuda::Number<T>(0.1), p.out(), stream);
  });
}
template <class T>
void distance(benchmark::State& state) {
  measure<T>(state, 2, [](const auto& p, cudaStream_t stream) {
    return cuda::distance(p.x(), p.y(), p.c(), p.out(), stream);
  });
}
template <class T>
void distance_vjp(benchmark::State& state) {
  measure<T>(state, 4, [](const auto& p, cudaStream_t stream) {
    return cuda::distance_vjp(p.x(), p.y(), p.c(), p.weight(), p.a(), p.b(), p.g_c(),
                              GradMode::overwrite, p.workspace(), stream);
  });
}
template <class T>
void entailment_loss(benchmark::State& state) {
  using N = cuda::Number<T>;
  measure<T>(state, 2, [](const auto& p, cudaStream_t stream) {
    return cuda::entailment_loss(p.x(), p.y(), p.c(), N(0.1), N(1), p.g_c(), p.workspace(), stream);
  });
}
template <class T>
void entailment_loss_vjp(benchmark::State& state) {
  using N = cuda::Number<T>;
  measure<T>(state, 4, [](const auto& p, cudaStream_t stream) {
    return cuda::entailment_loss_vjp(p.x(), p.y(), p.c(), N(0.1), N(1), p.weight().data, p.a(),
                                     p.b(), p.g_c(), GradMode::overwrite, p.workspace(), stream);
  });
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"B", "D"})->UseManualTime()->Unit(benchmark::kMicrosecond);
  benchmark->Args({4096, 512})->Args({32768, 512})->Args({131072, 128})->Args({32768, 1024});
}

#define RAPIDITY_BENCH(function)                             \
  BENCHMARK_TEMPLATE(function, float)->Apply(sizes);         \
  BENCHMARK_TEMPLATE(function, __nv_bfloat16)->Apply(sizes); \
  BENCHMARK_TEMPLATE(function, double)->Args({32768, 512})->ArgNames({"B", "D"})->UseManualTime();
RAPIDITY_BENCH(lift)
RAPIDITY_BENCH(lift_vjp)
RAPIDITY_BENCH(logmap0)
RAPIDITY_BENCH(half_aperture)
RAPIDITY_BENCH(distance)
RAPIDITY_BENCH(distance_vjp)
RAPIDITY_BENCH(entailment_loss)
RAPIDITY_BENCH(entailment_loss_vjp)

}  // namespace
