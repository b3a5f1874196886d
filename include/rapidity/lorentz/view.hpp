#pragma once
#include <Eigen/Core>

#include "../views.hpp"

// Views of Eigen's own storage, for the functions on many points in rapidity::batch.

namespace rapidity {
inline namespace v0 {
namespace detail {

template <class D, class T>
auto view(T* data, const D& matrix) {
  if constexpr (D::IsVectorAtCompileTime) {
    return VectorView<T>{data, matrix.size(), 1};
  } else {
    static_assert(D::IsRowMajor, "points are rows: use an Eigen::RowMajor matrix");
    return MatrixView<T>{data, matrix.rows(), matrix.cols(), matrix.outerStride()};
  }
}

}  // namespace detail

/// View of an Eigen matrix (row-major, one point a row) or vector. The matrix must outlive the view
/// and keep its size.
template <class D>
auto view(Eigen::PlainObjectBase<D>& matrix) {
  return detail::view<D, typename D::Scalar>(matrix.data(), matrix.derived());
}

/// Read-only view of an Eigen matrix (row-major, one point a row) or vector.
template <class D>
auto view(const Eigen::PlainObjectBase<D>& matrix) {
  return detail::view<D, const typename D::Scalar>(matrix.data(), matrix.derived());
}

}  // namespace v0
}  // namespace rapidity
