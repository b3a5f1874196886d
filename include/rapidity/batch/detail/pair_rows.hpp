#pragma once
// Functions of matched pairs: row i of one set of points with row i of another.
#include <string>

#include "rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

/// A function's name and those of its two points, for its errors.
struct PairNames {
  const char *function, *first, *second;

  template <class T>
  void expect_matching(const MatrixView<const T>& a, const MatrixView<const T>& b) const {
    expect_matrix(function, first, a);
    expect_shape(function, second, b, a.rows, a.cols, ("as " + std::string(first)).c_str());
  }

  template <class T>
  void expect_matching(const MatrixView<const T>& a, const MatrixView<const T>& b,
                       const MatrixView<T>& ga, const MatrixView<T>& gb) const {
    expect_matching(a, b);
    const auto gradient_of = [](const char* name) { return "g_" + std::string(name); };
    const std::string reason = "as " + std::string(first);
    expect_shape(function, gradient_of(first).c_str(), ga, a.rows, a.cols, reason.c_str());
    expect_shape(function, gradient_of(second).c_str(), gb, a.rows, a.cols, reason.c_str());
  }
};

/// out_i = value(triangle of a_i, b_i)
template <class T, class Value>
void map_pairs(const PairNames& names, const MatrixView<const T>& a, const MatrixView<const T>& b,
               T c, const VectorView<T>& out, const Team& team, const Value& value) {
  names.expect_matching(a, b);
  expect_rows(names.function, "out", out.size, a.rows, names.first);
  for_each_row(a.rows, team,
               [&](std::int64_t i) { out[i] = T(value(triangle(a.row(i), b.row(i), a.cols, c))); });
}

/// Writes the gradients by both points of sum_i f_i, where vjp(triangle, i) gives the coefficients
/// of f_i; returns the gradient by c.
template <class T, class Vjp>
T map_pairs_vjp(const PairNames& names, const MatrixView<const T>& a, const MatrixView<const T>& b,
                T c, const MatrixView<T>& ga, const MatrixView<T>& gb, GradMode mode,
                const Team& team, const Vjp& vjp) {
  names.expect_matching(a, b, ga, gb);
  return T(sum_over_rows<Work<T>>(a.rows, team, [&](std::int64_t i) {
    const auto k = vjp(triangle(a.row(i), b.row(i), a.cols, c), i);
    put_pair_gradients(a.row(i), b.row(i), a.cols, k, ga.row(i), gb.row(i), mode);
    return k.c;
  }));
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
