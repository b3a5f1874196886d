// The short version of compare.sh, a test: operations against their floors in floor.hpp, by ratio
// and not by time. The bounds are generous, so that what fails is a change that lost a factor, not
// a machine that is busy: operation and floor take turns on one thread, in processor time, each
// counts with its quickest call, and the turns go on until the bound holds or the time is up.
#include <rapidity/batch/batch.hpp>

#include <cstdio>
#include <ctime>
#include <limits>

#include "floor.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Matrix;

constexpr double seconds_per_check = 4;
constexpr int least_turns = 3;

// Processor time: a wait for the processor does not count.
template <class F>
double processor_seconds(F&& f) {
  const std::clock_t begin = std::clock();
  f();
  return double(std::clock() - begin) / CLOCKS_PER_SEC;
}

template <class Operation, class Floor>
bool within(const char* name, double bound, Operation&& operation, Floor&& floor) {
  double quickest = std::numeric_limits<double>::infinity(), quickest_floor = quickest, spent = 0;
  for (int turn = 0; turn < least_turns || quickest > bound * quickest_floor; ++turn) {
    if (turn >= least_turns && spent > seconds_per_check) break;
    const double seconds = processor_seconds(operation), at_best = processor_seconds(floor);
    spent += seconds + at_best;
    quickest = std::min(quickest, seconds);
    quickest_floor = std::min(quickest_floor, at_best);
  }
  const double ratio = quickest / quickest_floor;
  const bool holds = ratio <= bound;
  std::printf("%-45s %8.3f ms, %5.2f times the floor; at most %g: %s\n", name, quickest * 1e3,
              ratio, bound, holds ? "holds" : "FAILED");
  return holds;
}

template <class M>
auto view(M& m) {
  using T = std::remove_pointer_t<decltype(m.data())>;
  return rapidity::MatrixView<T>{m.data(), m.rows(), m.cols(), m.cols()};
}

const rapidity::Curvature<float> c(1);

bool contrastive_loss() {
  const std::int64_t rows = 1024, columns = 256;
  const Matrix<float> x = Matrix<float>::Random(rows, columns) * 0.1f;
  const Matrix<float> y = 0.5f * x + Matrix<float>::Random(rows, columns) * 0.1f;
  Matrix<float> g_x(rows, columns), g_y(rows, columns);
  const auto score = batch::Score::distance;
  bench::Products<float> products(x, y, 1);
  return within(
      "contrastive loss, forward and backward", 3,
      [&] {
        const auto loss = batch::contrastive_loss(view(x), view(y), c, 14.3f, score);
        batch::contrastive_loss_vjp(view(x), view(y), c, 14.3f, score, loss.statistics, 1.0f,
                                    view(g_x), view(g_y));
      },
      [&] { products.four(); });
}

bool pairwise_distance() {
  const std::int64_t rows = 1024, columns = 256;
  const Matrix<float> x = Matrix<float>::Random(rows, columns) * 0.1f;
  Matrix<float> out(rows, rows);
  bench::Products<float> products(x, x, 1);
  return within(
      "pairwise distance", 4, [&] { batch::pairwise_distance(view(x), view(x), c, view(out)); },
      [&] { products.one(); });
}

bool rows_of_memory() {
  constexpr bool registers = batch::detail::has_registers<double>;
  const std::int64_t rows = 8192, columns = 512;
  const Matrix<float> x = Matrix<float>::Random(rows, columns) * 0.1f;
  const Matrix<float> y = Matrix<float>::Random(rows, columns) * 0.1f;
  Matrix<float> out(rows, columns);
  bench::Copy copy(2 * rows * columns * std::int64_t(sizeof(float)), 1);
  const bool lift = within(
      "lift of rows", registers ? 4 : 10, [&] { batch::lift(view(x), c, view(out)); }, copy);
  const bool entailment = within(
      "entailment loss", registers ? 5 : 25,
      [&] { batch::entailment_loss(view(x), view(y), c, 0.1f, 1.0f); }, copy);
  return lift && entailment;
}

}  // namespace

int main() {
  bool all_hold = true;
  for (const auto check : {contrastive_loss, pairwise_distance, rows_of_memory}) {
    all_hold = check() && all_hold;
  }
  return all_hold ? 0 : 1;
}
