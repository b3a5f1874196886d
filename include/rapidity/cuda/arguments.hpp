#pragma once
// What all functions of rapidity::cuda share: the types of their arguments, and their contract.
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "../config.hpp"
#include "../error.hpp"
#include "../grad_mode.hpp"
#include "../views.hpp"
#include "precision.hpp"

namespace rapidity {
inline namespace v0 {

/// Functions of many points on a GPU, with the names and the meaning of rapidity::batch.
///
/// T is the type of the points' coordinates: float, double, __nv_bfloat16 or __half. It is deduced
/// from the DeviceCurvature<T> argument alone, so every view that converts is accepted.
///
/// All data pointers are device pointers of the current device; the views and options themselves
/// are passed by value. Functions put their work into `stream` and return: they neither allocate
/// nor synchronise, may be captured into a graph, and leave no state behind. What a pointer points
/// to is read when the work runs, not when the function is called.
///
/// Errors. Arguments that cannot be right are refused before anything is launched: shape_error for
/// sizes, strides and workspaces, domain_error for null or misaligned data and for options outside
/// their domain. A failure of CUDA, a missing device among them, is the returned cudaError_t; that
/// of work in flight shows at a later call or synchronisation, as always in CUDA. A curvature
/// that is not positive and finite when it is read gives NaN in everything that depends on it.
///
/// Determinism. No atomics, and an order of sums that depends on sizes and alignment alone: the
/// same call on the same device gives the same bits. Sums are those of rapidity::batch in another
/// order, so that results may differ from the CPU's in the last bit.
namespace cuda {

using rapidity::GradMode;

namespace detail {
template <class T>
struct RowType {
  using points = MatrixView<const T>;
  using mutable_points = MatrixView<T>;
  using number = float;
};
template <>
struct RowType<double> {
  using points = MatrixView<const double>;
  using mutable_points = MatrixView<double>;
  using number = double;
};
}  // namespace detail

/// Points to read, [B, D] row-major: one a row, each its D space components.
template <class T>
using Points = typename detail::RowType<T>::points;
/// Points, or gradients by points, to write.
template <class T>
using MutablePoints = typename detail::RowType<T>::mutable_points;
/// What goes with points of T but is not a coordinate: a curvature, an angle, its gradient. float
/// for float, __nv_bfloat16 and __half; double for double.
template <class T>
using Number = typename detail::RowType<T>::number;
/// One number a row, [B], to read.
template <class T>
using Values = VectorView<const Number<T>>;
/// One number a row, to write.
template <class T>
using MutableValues = VectorView<Number<T>>;

/// The curvature parameter c for points of T, as a number in device memory: the space has sectional
/// curvature -c. Read when the work runs; unless 0 < c < infinity then, results are NaN.
template <class T>
struct DeviceCurvature {
  const Number<T>* data;

  explicit DeviceCurvature(const Number<T>* c) : data(c) {}
};

/// A factor for points of T, as a number in device memory; without one, 1.
template <class T>
struct DeviceScale {
  const Number<T>* data = nullptr;

  DeviceScale() = default;
  explicit DeviceScale(const Number<T>* scale) : data(scale) {}
};

/// Device memory for a function's intermediate results: at least as many bytes as its
/// `_workspace_bytes` says, from an address that is a multiple of 256, as cudaMalloc returns. Its
/// contents before and after a call mean nothing; calls in flight at the same time need one each.
struct Workspace {
  void* data;
  std::size_t bytes;
};

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
