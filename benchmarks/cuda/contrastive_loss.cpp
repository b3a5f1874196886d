// The contrastive loss on a GPU, forward and backward, beside the products it cannot do without: as
// many as it takes, of whole B x B matrices, by cuBLAS in bfloat16.
//   build/benchmarks/bench_cuda_contrastive_loss --benchmark_filter=B:32768
#include <cublas_v2.h>
#include <cuda_bf16.h>
#include <rapidity/cuda/cuda.hpp>

#include <cmath>
#include <random>

#include "device.hpp"

namespace {

namespace cuda = rapidity::cuda;
using cuda::Products;
using cuda::Schedule;
using rapidity::GradMode;

void check(cublasStatus_t status) {
  if (status != CUBLAS_STATUS_SUCCESS) throw std::runtime_error(cublasGetStatusName(status));
}

/// Matched pairs at radius about 1, half of every y shared with its x.
template <class T>
struct Case {
  std::int64_t pairs, cols;
  cuda::ContrastiveOptions options;
  bench::Timer timer;
  cuda::Handle handle;
  bench::Buffer<T> x_data{pairs * cols}, y_data{pairs * cols}, g_x{pairs * cols}, g_y{pairs * cols};
  bench::Buffer<float> numbers{6};  // c, scale, grad_out, loss, g_c, g_scale
  bench::Buffer<double> statistics{3 * pairs};
  std::size_t bytes;
  bench::Buffer<char> memory{std::int64_t(bytes)};

  Case(const benchmark::State& state, Products products, Schedule schedule)
      : pairs(state.range(0)),
        cols(state.range(1)),
        options{cuda::Score::distance, products, 0, state.range(2), schedule},
        bytes(std::max(cuda::contrastive_loss_workspace_bytes(pairs, pairs, cols, options),
                       cuda::contrastive_loss_vjp_workspace_bytes(pairs, pairs, cols, options))) {
    std::mt19937 bits(1);
    std::normal_distribution<float> normal(0, 1 / std::sqrt(float(cols)));
    std::vector<T> x(std::size_t(pairs * cols)), y(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) {
      const float own = normal(bits);
      x[k] = T(own);
      y[k] = T(0.5f * own + 0.9f * normal(bits));
    }
    x_data.put(x);
    y_data.put(y);
    numbers.put({1, 1 / 0.07f, 1, 0, 0, 0});
  }

  rapidity::MatrixView<T> view(const bench::Buffer<T>& data) const {
    return {data.data(), pairs, cols, cols};
  }
  cuda::DeviceCurvature<T> c() const { return cuda::DeviceCurvature<T>(numbers.data()); }
  cuda::DeviceScale<T> scale() const { return cuda::DeviceScale<T>(numbers.data() + 1); }
  cuda::ContrastiveStatistics given() const {
    return {statistics.data(), statistics.data() + pairs, statistics.data() + 2 * pairs};
  }
  cuda::Workspace workspace() const { return {memory.data(), bytes}; }

  cudaError_t forward() const {
    return cuda::contrastive_loss(handle, view(x_data), view(y_data), c(), scale(), options,
                                  numbers.data() + 3, given(), workspace(), timer.stream());
  }
  cudaError_t backward() const {
    return cuda::contrastive_loss_vjp(handle, view(x_data), view(y_data), c(), scale(), options,
                                      given(), numbers.data() + 2, view(g_x), view(g_y),
                                      numbers.data() + 4, numbers.data() + 5, GradMode::overwrite,
                                      workspace(), timer.stream());
  }
};

/// Products of [B, D] matrices through a whole [B, B], all of bfloat16 but for their sums.
class Floor {
 public:
  Floor(std::int64_t pairs, std::int64_t cols, cudaStream_t stream)
      : pairs_(int(pairs)),
        cols_(int(cols)),
        x_(pairs * cols),
        y_(pairs * cols),
        g_(pairs * cols),
        all_(pairs * pairs) {
    check(cublasCreate(&cublas_));
    check(cublasSetStream(cublas_, stream));
  }
  ~Floor() { (void)cublasDestroy(cublas_); }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  /// The inner products, and (of four) once more, and both gradients.
  cudaError_t run(int products) const {
    for (int k = 0; k < products; ++k) {
      const bool is_gradient = k >= 2, is_second = k == 3;
      const float one = 1, zero = 0;
      const auto* y = y_.data();
      // Column-major: x y^T is [B, B]; then W y and W^T x.
      check(is_gradient ? cublasGemmEx(cublas_, CUBLAS_OP_N, is_second ? CUBLAS_OP_T : CUBLAS_OP_N,
                                       cols_, pairs_, pairs_, &one, y, CUDA_R_16BF, cols_,
                                       all_.data(), CUDA_R_16BF, pairs_, &zero, g_.data(),
                                       CUDA_R_16BF, cols_, CUBLAS_COMPUTE_32F, CUBLAS_GEMM_DEFAULT)
                        : cublasGemmEx(cublas_, CUBLAS_OP_T, CUBLAS_OP_N, pairs_, pairs_, cols_,
                                       &one, y, CUDA_R_16BF, cols_, x_.data(), CUDA_R_16BF, cols_,
                                       &zero, all_.data(), CUDA_R_16BF, pairs_, CUBLAS_COMPUTE_32F,
                                       CUBLAS_GEMM_DEFAULT));
    }
    return cudaSuccess;
  }

 private:
  int pairs_, cols_;
  bench::Buffer<__nv_bfloat16> x_, y_, g_, all_;
  cublasHandle_t cublas_ = nullptr;
};

/// Times run(case), which makes so many products of all pairs.
template <class T, class Run>
void measure(benchmark::State& state, Products kind, int products, const Run& run,
             Schedule schedule = Schedule::separate) {
  if (!bench::has_device()) {
    state.SkipWithError("no CUDA device");
    return;
  }
  const Case<T> p(state, kind, schedule);
  const cudaError_t error = p.forward();
  if (error == cudaErrorNotSupported) {
    state.SkipWithError("no such kernel for this device");
    return;
  }
  bench::check(error);
  for (int k = 0; k < 3; ++k) (void)p.timer.seconds([&] { return run(p); });
  std::vector<double> times;
  for (auto _ : state) {
    times.push_back(p.timer.seconds([&] { return run(p); }));
    state.SetIterationTime(times.back());
  }
  std::nth_element(times.begin(), times.begin() + std::ptrdiff_t(times.size() / 2), times.end());
  const double median = times[times.size() / 2];
  state.counters["workspace"] = benchmark::Counter(double(p.bytes), benchmark::Counter::kDefaults,
                                                   benchmark::Counter::kIs1024);
  state.counters["TFLOP/s"] =
      2e-12 * products * double(p.pairs) * double(p.pairs) * double(p.cols) / median;
  state.counters["median_ms"] = 1e3 * median;
  if (p.pairs > 65536) return;  // whole matrices of more pairs do not fit
  const Floor floor(p.pairs, p.cols, p.timer.stream());
  double least = 1e9;
  for (int k = 0; k < 7; ++k) {
    least = std::min(least, p.timer.seconds([&] { return floor.run(products); }));
  }
  state.counters["x_floor"] = median / least;
}

template <class T>
void time_both(benchmark::State& state, Products kind, Schedule schedule = Schedule::separate) {
  const auto run = [](const auto& p) {
    const cudaError_t error = p.forward();
    return error != cudaSuccess ? error : p.backward();
  };
  measure<T>(state, kind, 4, run, schedule);
}
void time_forward(benchmark::State& state, Schedule schedule) {
  const auto run = [](const auto& p) { return p.forward(); };
  measure<__nv_bfloat16>(state, Products::bf16, 1, run, schedule);
}

void forward_bf16(benchmark::State& state) { time_forward(state, Schedule::separate); }
void forward_bf16_fused(benchmark::State& state) { time_forward(state, Schedule::fused); }
void both_bf16(benchmark::State& state) { time_both<__nv_bfloat16>(state, Products::bf16); }
void both_bf16_fused(benchmark::State& state) {
  time_both<__nv_bfloat16>(state, Products::bf16, Schedule::fused);
}
void both_tf32(benchmark::State& state) { time_both<float>(state, Products::tf32); }
void both_fp32(benchmark::State& state) { time_both<float>(state, Products::fp32); }

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"B", "D", "tile"})
      ->ArgsProduct({{4096, 32768}, {512}, {2048, 4096}})
      ->Args({8192, 512, 2048})
      ->Args({16384, 512, 2048})
      ->Args({131072, 512, 2048})
      ->Unit(benchmark::kMillisecond)
      ->UseManualTime();
}
void fused_sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"B", "D", "tile"})
      ->ArgsProduct({{4096, 8192, 16384, 32768}, {512}, {4096, 8192}})
      ->Args({131072, 512, 8192})
      ->Unit(benchmark::kMillisecond)
      ->UseManualTime();
}

BENCHMARK(forward_bf16)->Apply(sizes);
BENCHMARK(forward_bf16_fused)->Apply(fused_sizes);
BENCHMARK(both_bf16)->Apply(sizes);
BENCHMARK(both_bf16_fused)->Apply(fused_sizes);
BENCHMARK(both_tf32)->Apply(sizes);
BENCHMARK(both_fp32)->Apply(sizes);

}  // namespace
