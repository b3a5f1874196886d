#pragma once
// Loops over rows, and a row as the functions of row/ want it.
#include <algorithm>
#include <cstdint>

#include "../../row/coefficients.hpp"
#include "../../row/triangle.hpp"
#include "../arguments.hpp"
#include "../execution.hpp"
#include "buffer.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

template <class T>
using Work = typename Precision<T>::work;

// Rows of one task: enough to be worth a task, few enough to share out.
constexpr std::int64_t rows_per_task = 64;

/// body(i) for every row i; bodies of different rows write to disjoint memory.
template <class Body>
void for_each_row(std::int64_t rows, Execution execution, const Body& body) {
  const std::int64_t tasks = (rows + rows_per_task - 1) / rows_per_task;
  parallel_for(tasks, execution, [&](std::int64_t task) {
    const std::int64_t end = std::min(rows, (task + 1) * rows_per_task);
    for (std::int64_t i = task * rows_per_task; i < end; ++i) body(i);
  });
}

/// The sum of all terms in their order, as if in twice the precision of W.
template <class W>
W sum_of(const Buffer<W>& terms) {
  CompensatedSum<W> sum;
  for (const W& term : terms) sum.add(term, W(1));
  return sum.value();
}

/// The sum of body(i), of type W, over all rows.
template <class W, class Body>
W sum_over_rows(std::int64_t rows, Execution execution, const Body& body) {
  Buffer<W> terms(rows);
  for_each_row(rows, execution, [&](std::int64_t i) { terms[i] = body(i); });
  return sum_of(terms);
}

/// Coordinates of a row, in the type that formulas are evaluated in.
template <class T>
struct Elements {
  const T* row;
  Work<T> operator()(std::int64_t k) const { return Work<T>(row[k]); }
};

/// a . b of two rows.
template <class T>
Work<T> dot(const T* a, const T* b, std::int64_t size) {
  return row::dot<Precision<T>>(Elements<T>{a}, Elements<T>{b}, row::Serial{size});
}

/// The triangle of a pair of rows.
template <class T>
row::Triangle<Work<T>> triangle(const T* x, const T* y, std::int64_t size, T c) {
  const auto sums = row::pair_sums<Precision<T>>(Elements<T>{x}, Elements<T>{y}, row::Serial{size});
  return row::triangle(sums, Work<T>(c));
}

template <class T>
void put(T& out, const Work<T>& value, GradMode mode) {
  out = mode == GradMode::accumulate ? T(Work<T>(out) + value) : T(value);
}

/// Writes the gradients that the coefficients describe.
template <class T>
void put_pair(const T* x, const T* y, std::int64_t size, const row::PairCoefficients<Work<T>>& k,
              T* gx, T* gy, GradMode mode) {
  for (std::int64_t d = 0; d < size; ++d) {
    const Work<T> x_d(x[d]), y_d(y[d]);
    put(gx[d], k.at_x(x_d, y_d), mode);
    put(gy[d], k.at_y(x_d, y_d), mode);
  }
}

/// Readies a gradient that is going to be added to.
template <class T>
void begin_sum(const MatrixView<T>& gradient, GradMode mode) {
  if (mode == GradMode::accumulate) return;
  for (std::int64_t i = 0; i < gradient.rows; ++i) {
    std::fill_n(gradient.row(i), gradient.cols, T(0));
  }
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
