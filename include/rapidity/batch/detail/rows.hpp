#pragma once
// Loops over rows, and a row as the functions of row/ want it.
#include <algorithm>
#include <cstdint>

#include "../../row/coefficients.hpp"
#include "../../row/triangle.hpp"
#include "../arguments.hpp"
#include "../execution.hpp"
#include "buffer.hpp"
#include "elements.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

// Rows of one task: enough to be worth a task, few enough to share out.
constexpr std::int64_t rows_per_task = 64;

/// body(i) for every row i; bodies of different rows write to disjoint memory.
template <class Body>
void for_each_row(std::int64_t rows, const Team& team, const Body& body) {
  const std::int64_t tasks = (rows + rows_per_task - 1) / rows_per_task;
  team.run(tasks, [&](std::int64_t task) {
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
W sum_over_rows(std::int64_t rows, const Team& team, const Body& body) {
  Buffer<W> terms(rows);
  for_each_row(rows, team, [&](std::int64_t i) { terms[i] = body(i); });
  return sum_of(terms);
}

/// a . b of two rows.
template <class T>
Work<T> dot(const T* a, const T* b, std::int64_t size) {
  return row::dot<Precision<T>>(Elements<T>{a}, Elements<T>{b}, Registers{size});
}

/// |a|^2 of a row, with the digits that Work<T> has no room for.
template <class T>
auto square_sum(const T* a, std::int64_t size) {
  return row::product_sum<Precision<T>>(Elements<T>{a}, Elements<T>{a}, Registers{size});
}

/// The triangle of a pair of rows.
template <class T>
row::Triangle<Work<T>> triangle(const T* x, const T* y, std::int64_t size, T c) {
  const auto sums = row::pair_sums<Precision<T>>(Elements<T>{x}, Elements<T>{y}, Registers{size});
  return row::triangle(sums, Work<T>(c));
}

/// to = scale from, or to += scale from.
template <class T>
void put_scaled(const T* from, std::int64_t size, Work<T> scale, MutableElements<T> to) {
  const Elements<T> x{from};
  for_elements<Work<T>>(size, [&](auto k) {
    const auto x_k = x(k);
    to.put(k, decltype(x_k)(scale) * x_k);
  });
}

/// to = map(from), or to += map(from), element by element.
template <class T, class Map>
void put_mapped(const T* from, std::int64_t size, const Map& map, MutableElements<T> to) {
  const Elements<T> x{from};
  for_elements<Work<T>>(size, [&](auto k) { to.put(k, map(x(k))); });
}

/// Writes the gradient that the coefficients describe, of x = scale(|v|) v; g the incoming one.
template <class T, class Coefficients>
void put_scale_gradient(const T* g, const T* v, std::int64_t size, const Coefficients& coefficients,
                        MutableElements<T> g_v) {
  const Elements<T> incoming{g}, own{v};
  for_elements<Work<T>>(size, [&](auto k) { g_v.put(k, coefficients.at(incoming(k), own(k))); });
}

/// Writes the gradients that the coefficients describe.
template <class T>
void put_pair_gradients(const T* x, const T* y, std::int64_t size,
                        const row::PairCoefficients<Work<T>>& coefficients, T* g_x, T* g_y,
                        GradMode mode) {
  const Elements<T> at_x{x}, at_y{y};
  const MutableElements<T> to_x{g_x, mode}, to_y{g_y, mode};
  for_elements<Work<T>>(size, [&](auto k) {
    const auto x_k = at_x(k), y_k = at_y(k);
    to_x.put(k, coefficients.at_x(x_k, y_k));
    to_y.put(k, coefficients.at_y(x_k, y_k));
  });
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
