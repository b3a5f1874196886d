// The distances of all pairs beside their floor, one matrix product.
#include <rapidity/batch/pairwise_distance.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Case;
using bench::Matrix;
using bench::view;

template <class T>
void pairwise_distance(benchmark::State& state) {
  const Case<T> p(state);
  Matrix<T> out(p.rows, p.rows);
  p.beside_products(state, 1, 2 * p.matrix_bytes() + out.size() * std::int64_t(sizeof(T)), [&] {
    batch::pairwise_distance(view(p.x), view(p.y), p.c, view(out), {p.threads});
  });
}

BENCHMARK_TEMPLATE(pairwise_distance, float)->Apply(bench::sizes);
BENCHMARK_TEMPLATE(pairwise_distance, double)->Apply(bench::sizes);

}  // namespace
