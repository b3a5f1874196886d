// The matrix products of a tile of all pairs alone, as the library makes them: the inner products,
// and both with the weights. What a pass takes beyond them is the kernels'; and a product that is
// slow for its layout or its size shows here.
//   build/benchmarks/bench_cuda_products
#include "../../cuda/detail/products.hpp"

#include <cuda_bf16.h>

#include <random>

#include "device.hpp"

namespace {

using rapidity::cuda::Handle;
using rapidity::cuda::detail::Factor;
using rapidity::cuda::detail::FactorType;
using rapidity::cuda::detail::Product;
using rapidity::cuda::detail::product_workspace_bytes;

/// Random numbers, some over and over: products of zeros would take less power.
template <class T>
void fill(char* to, std::int64_t bytes) {
  std::mt19937 bits(1);
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::vector<T> some(1 << 20);
  for (T& value : some) value = T(uniform(bits));
  const auto piece = std::int64_t(some.size() * sizeof(T));
  for (std::int64_t begin = 0; begin < bytes; begin += piece) {
    bench::check(cudaMemcpy(to + begin, some.data(), std::size_t(std::min(piece, bytes - begin)),
                            cudaMemcpyHostToDevice));
  }
}

/// Square tiles of `side` pairs and `cols` coordinates.
struct Case {
  std::int64_t side, cols;
  FactorType type;
  std::int64_t size = type == FactorType::bf16 ? 2 : 4;
  bench::Timer timer;
  Handle handle;
  bench::Buffer<char> x{size * side * cols}, y{size * side * cols}, weights{size * side * side};
  bench::Buffer<float> out{side * side}, sums{side * cols};
  bench::Buffer<char> workspace{std::int64_t(product_workspace_bytes)};

  Case(const benchmark::State& state, FactorType factors)
      : side(state.range(0)), cols(state.range(1)), type(factors) {
    const auto fill_all = [&](auto filler) {
      filler(x.data(), size * side * cols);
      filler(y.data(), size * side * cols);
      filler(weights.data(), size * side * side);
    };
    type == FactorType::bf16 ? fill_all(fill<__nv_bfloat16>) : fill_all(fill<float>);
  }

  Product inner() const {
    return {type,       side, side, cols, {x.data(), cols, false}, {y.data(), cols, true},
            out.data(), side, false};
  }
  Product of_rows() const {
    return {type,        side, cols, side, {weights.data(), side, false}, {y.data(), cols, false},
            sums.data(), cols, true};
  }
  Product of_columns() const {
    return {type,        side, cols, side, {weights.data(), side, true}, {x.data(), cols, false},
            sums.data(), cols, true};
  }
};

template <FactorType type, Product (Case::*product)() const>
void products(benchmark::State& state) {
  if (!bench::has_device()) {
    state.SkipWithError("no CUDA device");
    return;
  }
  const Case p(state, type);
  const auto run = [&] {
    return rapidity::cuda::detail::multiply(p.handle, (p.*product)(), p.workspace.data(),
                                            p.timer.stream());
  };
  for (int k = 0; k < 3; ++k) (void)p.timer.seconds(run);
  double sum = 0;
  for (auto _ : state) {
    const double seconds = p.timer.seconds(run);
    state.SetIterationTime(seconds);
    sum += seconds;
  }
  const double operations = 2 * double(p.side) * double(p.side) * double(p.cols);
  state.counters["TFLOP/s"] = 1e-12 * operations * double(state.iterations()) / sum;
}

void tiles(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"tile", "D"})
      ->ArgsProduct({{2048, 4096, 8192}, {512}})
      ->Unit(benchmark::kMicrosecond)
      ->Iterations(50)
      ->UseManualTime();
}

BENCHMARK_TEMPLATE(products, FactorType::bf16, &Case::inner)->Name("inner_bf16")->Apply(tiles);
BENCHMARK_TEMPLATE(products, FactorType::bf16, &Case::of_rows)->Name("rows_bf16")->Apply(tiles);
BENCHMARK_TEMPLATE(products, FactorType::bf16, &Case::of_columns)
    ->Name("columns_bf16")
    ->Apply(tiles);
BENCHMARK_TEMPLATE(products, FactorType::tf32, &Case::inner)->Name("inner_tf32")->Apply(tiles);
BENCHMARK_TEMPLATE(products, FactorType::tf32, &Case::of_rows)->Name("rows_tf32")->Apply(tiles);
BENCHMARK_TEMPLATE(products, FactorType::tf32, &Case::of_columns)
    ->Name("columns_tf32")
    ->Apply(tiles);

}  // namespace
