#pragma once
// What is refused before a launch, by name: sizes, strides, null and misaligned data.
#include <cstdint>
#include <string>

#include "rapidity/cuda/arguments.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

inline std::string shape_text(std::int64_t rows, std::int64_t columns) {
  return "[" + std::to_string(rows) + ", " + std::to_string(columns) + "]";
}

/// The checks of one function's arguments, each of which it calls by its name.
struct Check {
  const char* function;

  template <class Error>
  [[noreturn]] void fail(const char* name, const std::string& problem) const {
    raise<Error>(std::string("rapidity::cuda::") + function + ": " + name + problem);
  }

  /// Data that may be read or written as T.
  template <class T>
  void pointer(const char* name, const T* data) const {
    if (data == nullptr) fail<domain_error>(name, " is null, expected device memory");
    if (reinterpret_cast<std::uintptr_t>(data) % alignof(T) != 0) {
      fail<domain_error>(
          name, " is misaligned, expected a multiple of " + std::to_string(alignof(T)) + " bytes");
    }
  }
  /// The same where null means: not wanted.
  template <class T>
  void optional_pointer(const char* name, const T* data) const {
    if (data != nullptr) pointer(name, data);
  }

  template <class T>
  void matrix(const char* name, const MatrixView<T>& view) const {
    if (view.rows < 0 || view.cols < 0) {
      fail<shape_error>(
          name, " is " + shape_text(view.rows, view.cols) + ", expected sizes of 0 or more");
    }
    if (view.rows > 1 && view.stride < view.cols) {
      fail<shape_error>(name, " has a row stride of " + std::to_string(view.stride) +
                                  ", expected at least its " + std::to_string(view.cols) +
                                  " columns");
    }
    if (view.rows > 0 && view.cols > 0) pointer(name, view.data);
  }

  template <class T, class U>
  void matrix_as(const char* name, const MatrixView<T>& view, const char* reference,
                 const MatrixView<U>& as) const {
    if (view.rows != as.rows || view.cols != as.cols) {
      fail<shape_error>(name, " is " + shape_text(view.rows, view.cols) + ", expected " +
                                  shape_text(as.rows, as.cols) + " as " + reference);
    }
    matrix(name, view);
  }

  /// One number for each row of another argument.
  template <class T>
  void values(const char* name, const VectorView<T>& view, const char* reference,
              std::int64_t rows) const {
    if (view.size != rows) {
      fail<shape_error>(name, " has " + std::to_string(view.size) + " elements, expected " +
                                  std::to_string(rows) + " as " + reference + " has rows");
    }
    if (view.size > 0) pointer(name, view.data);
  }
  /// The same to be written: no two of them in one place.
  template <class T>
  void outputs(const char* name, const VectorView<T>& view, const char* reference,
               std::int64_t rows) const {
    values(name, view, reference, rows);
    if (view.size > 1 && view.stride == 0) {
      fail<shape_error>(name, " has a stride of 0, expected distinct elements to write");
    }
  }

  template <class T>
  void non_negative(const char* name, T value) const {
    if (value < T(0)) {
      fail<domain_error>(name,
                         " is negative, expected a number >= 0" + rapidity::detail::got(value));
    }
  }

  void workspace(const Workspace& workspace, std::size_t bytes) const {
    if (workspace.bytes < bytes) {
      fail<shape_error>("workspace", " has " + std::to_string(workspace.bytes) +
                                         " bytes, expected at least " + std::to_string(bytes));
    }
    if (bytes == 0) return;
    if (workspace.data == nullptr)
      fail<domain_error>("workspace", " is null, expected device memory");
    if (reinterpret_cast<std::uintptr_t>(workspace.data) % 256 != 0) {
      fail<domain_error>("workspace", " is misaligned, expected a multiple of 256 bytes");
    }
  }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
