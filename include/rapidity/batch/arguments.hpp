#pragma once
#include <cstdint>
#include <string>

#include "../curvature.hpp"
#include "../error.hpp"
#include "../views.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {
template <class T>
struct NotDeduced {
  using type = T;
};
}  // namespace detail

// The types of arguments. T is deduced from the Curvature<T> argument alone, so every view that
// converts is accepted, e.g. a MatrixView<T> for Points<T>.

/// Points to read, [B, D]: one a row, each its D space components.
template <class T>
using Points = typename detail::NotDeduced<MatrixView<const T>>::type;
/// Points, or gradients by points, to write.
template <class T>
using MutablePoints = typename detail::NotDeduced<MatrixView<T>>::type;
/// One number a row, [B], to read.
template <class T>
using Values = typename detail::NotDeduced<VectorView<const T>>::type;
/// One number a row, to write.
template <class T>
using MutableValues = typename detail::NotDeduced<VectorView<T>>::type;
/// A single number.
template <class T>
using Number = typename detail::NotDeduced<T>::type;

namespace detail {

inline std::string shape_text(std::int64_t rows, std::int64_t columns) {
  return "[" + std::to_string(rows) + ", " + std::to_string(columns) + "]";
}

/// Throws shape_error if the view has a negative size, or rows that overlap.
template <class T>
void expect_matrix(const char* function, const char* name, const MatrixView<T>& view) {
  const std::string subject = std::string("rapidity::batch::") + function + ": " + name;
  if (view.rows < 0 || view.cols < 0) {
    raise<shape_error>(subject + " is " + shape_text(view.rows, view.cols) +
                       ", expected sizes of 0 or more");
  }
  if (view.rows > 1 && view.stride < view.cols) {
    raise<shape_error>(subject + " has a row stride of " + std::to_string(view.stride) +
                       ", expected at least its " + std::to_string(view.cols) + " columns");
  }
}

/// Throws shape_error unless the view has that shape; `reason` says where it comes from, e.g.
/// "as x".
template <class T>
void expect_shape(const char* function, const char* name, const MatrixView<T>& view,
                  std::int64_t rows, std::int64_t columns, const char* reason) {
  expect_matrix(function, name, view);
  if (view.rows == rows && view.cols == columns) return;
  raise<shape_error>(std::string("rapidity::batch::") + function + ": " + name + " is " +
                     shape_text(view.rows, view.cols) + ", expected " + shape_text(rows, columns) +
                     " " + reason);
}

/// Throws shape_error unless the sizes agree.
inline void expect_rows(const char* function, const char* name, std::int64_t size,
                        std::int64_t rows, const char* reference) {
  if (size == rows) return;
  raise<shape_error>(std::string("rapidity::batch::") + function + ": " + name + " has " +
                     std::to_string(size) + " elements, expected " + std::to_string(rows) + " as " +
                     reference + " has rows");
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
