#pragma once
#include <cstdint>
#include <type_traits>

#include "config.hpp"

namespace rapidity {
inline namespace v0 {

/// `rows` points of `cols` coordinates in memory owned by someone else, row-major.
/// Element (i, j) is data[i * stride + j]; stride >= cols, in elements. Any size, 0 included.
/// Converts to MatrixView<const T>.
template <class T>
struct MatrixView {
  T* data;
  std::int64_t rows;
  std::int64_t cols;
  std::int64_t stride;

  RAPIDITY_HD constexpr T* row(std::int64_t i) const { return data + i * stride; }

  template <class U,
            class = std::enable_if_t<std::is_same<U, const T>::value && !std::is_const<T>::value>>
  RAPIDITY_HD constexpr operator MatrixView<U>() const {
    return {data, rows, cols, stride};
  }
};

/// `size` numbers in memory owned by someone else; element i is data[i * stride].
/// Converts to VectorView<const T>.
template <class T>
struct VectorView {
  T* data;
  std::int64_t size;
  std::int64_t stride = 1;

  RAPIDITY_HD constexpr T& operator[](std::int64_t i) const { return data[i * stride]; }

  template <class U,
            class = std::enable_if_t<std::is_same<U, const T>::value && !std::is_const<T>::value>>
  RAPIDITY_HD constexpr operator VectorView<U>() const {
    return {data, size, stride};
  }
};

}  // namespace v0
}  // namespace rapidity
