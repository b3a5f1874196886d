// The 10 nearest points of each of B among B, beside the floor, one matrix product.
#include <rapidity/batch/nearest.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Case;
using bench::Matrix;
using bench::view;

constexpr std::int64_t count = 10;

template <class T>
void nearest(benchmark::State& state) {
  const Case<T> p(state);
  Matrix<std::int64_t> indices(p.rows, count);
  Matrix<T> distances(p.rows, count);
  const std::int64_t out_bytes = p.rows * count * std::int64_t(sizeof(std::int64_t) + sizeof(T));
  p.beside_products(state, 1, 2 * p.matrix_bytes() + out_bytes, [&] {
    batch::nearest(view(p.x), view(p.y), p.c, view(indices), view(distances), {p.threads});
  });
}

BENCHMARK_TEMPLATE(nearest, float)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(nearest, double)->Apply(bench::sizes);

}  // namespace
