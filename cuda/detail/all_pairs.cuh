#pragma once
// What functions of all pairs share: the choice of a format, and their checks.
#include <string>

#include "check.hpp"
#include "pair_tiles.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// f(format) for the format of the products.
template <class F>
auto with_format(Products products, const F& f) {
  if (products == Products::bf16) return f(Bf16());
  if (products == Products::tf32) return f(Tf32());
  return f(Bf16x3());
}

/// Bytes of a workspace of the layout Layout<Format>.
template <template <class> class Layout>
std::size_t bytes_of(Products products, std::int64_t rows, std::int64_t columns, std::int64_t cols,
                     const Tiling& tiling) {
  return with_format(products, [&](auto format) {
    Carver carver(nullptr);
    Layout<decltype(format)>(carver, rows, columns, cols, tiling);
    return carver.used();
  });
}

inline void check_tile(const Check& check, std::int64_t tile) {
  if (tile >= 8 && tile % 8 == 0 && tile <= 32768) return;
  check.fail<domain_error>(
      "options.tile", " is " + std::to_string(tile) + ", expected a multiple of 8 from 8 to 32768");
}

inline void check_sizes(const char* function, std::int64_t rows, std::int64_t columns,
                        std::int64_t cols, std::int64_t tile) {
  const Check check{function};
  const auto expect = [&](const char* name, std::int64_t size) {
    if (size < 0) {
      check.fail<shape_error>(name, " is " + std::to_string(size) + ", expected 0 or more");
    }
  };
  expect("rows", rows);
  expect("columns", columns);
  expect("cols", cols);
  check_tile(check, tile);
}

template <class T>
void check_columns(const Check& check, const MatrixView<const T>& x, const MatrixView<const T>& y) {
  if (y.cols == x.cols) return;
  check.fail<shape_error>("y", " is " + shape_text(y.rows, y.cols) + ", expected the " +
                                   std::to_string(x.cols) + " columns of x");
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
