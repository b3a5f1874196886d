#pragma once
// Tensors as the views of rapidity::batch, and the checks of what a caller passes.
#include <torch/torch.h>

#include <cstdint>
#include <sstream>
#include <string>

#include "../../batch/arguments.hpp"
#include "../../batch/execution.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

inline std::string subject(const char* function, const char* name) {
  return std::string("rapidity::libtorch::") + function + ": " + name;
}

/// Whether the program links rapidity::libtorch_cuda, whose functions take tensors on a GPU as
/// well.
#ifdef RAPIDITY_LIBTORCH_CUDA
inline constexpr bool with_cuda = true;
#else
inline constexpr bool with_cuda = false;
#endif

/// Whether rapidity::cuda takes the tensor.
inline bool on_gpu(const torch::Tensor& tensor) {
  return with_cuda && tensor.device().type() == torch::kCUDA;
}

/// Throws c10::NotImplementedError unless the tensor is where functions of this program take it.
inline void expect_device(const char* function, const char* name, const torch::Tensor& tensor) {
  if (tensor.device().is_cpu() || on_gpu(tensor)) return;
  TORCH_CHECK_NOT_IMPLEMENTED(
      !tensor.is_cuda(), subject(function, name), " is on ", tensor.device(),
      ", expected the CPU; for a GPU, link the CMake target rapidity::libtorch_cuda");
  TORCH_CHECK_NOT_IMPLEMENTED(false, subject(function, name), " is on ", tensor.device(),
                              ", expected the CPU", with_cuda ? " or a CUDA GPU" : "");
}

/// Throws c10::TypeError unless points may be of the tensor's type: float or double; on a GPU, the
/// 16-bit formats as well.
inline void expect_point_type(const char* function, const char* name, const torch::Tensor& tensor) {
  const auto type = tensor.scalar_type();
  const bool on_both = type == torch::kFloat || type == torch::kDouble;
  const bool is_short = type == torch::kHalf || type == torch::kBFloat16;
  TORCH_CHECK_TYPE(
      on_both || (is_short && on_gpu(tensor)), subject(function, name), " is ", type,
      on_gpu(tensor) ? ", expected Float, Double, Half or BFloat16" : ", expected Float or Double");
}

/// Throws c10::TypeError unless the tensor is dense and of a type that points have,
/// c10::NotImplementedError unless it is where functions take it, shape_error unless it has as many
/// dimensions.
inline void expect_tensor(const char* function, const char* name, const torch::Tensor& tensor,
                          std::int64_t dimensions) {
  TORCH_CHECK_TYPE(tensor.defined(), subject(function, name), " is undefined, expected a tensor");
  expect_device(function, name, tensor);
  TORCH_CHECK_TYPE(tensor.layout() == torch::kStrided, subject(function, name), " is ",
                   tensor.layout(), ", expected a dense tensor");
  expect_point_type(function, name, tensor);
  if (tensor.dim() == dimensions) return;
  std::ostringstream message;
  message << subject(function, name) << " has shape " << tensor.sizes() << ", expected "
          << dimensions << (dimensions == 1 ? " dimension" : " dimensions");
  throw shape_error(message.str());
}

/// The type of what goes with points but is not a coordinate: float for the 16-bit formats.
inline torch::ScalarType number_type(const torch::Tensor& points) {
  return points.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat;
}

/// The same, and c10::ValueError unless the tensor is on the same device as the points `other`,
/// c10::TypeError unless it is of the same type or, a number, of that of their numbers.
inline void expect_tensor(const char* function, const char* name, const torch::Tensor& tensor,
                          std::int64_t dimensions, const char* reference,
                          const torch::Tensor& other) {
  TORCH_CHECK_VALUE(!tensor.defined() || tensor.device() == other.device(), subject(function, name),
                    " is on ", tensor.device(), ", expected ", other.device(), " as ", reference);
  expect_tensor(function, name, tensor, dimensions);
  const auto expected = dimensions == 0 ? number_type(other) : other.scalar_type();
  TORCH_CHECK_TYPE(tensor.scalar_type() == expected, subject(function, name), " is ",
                   tensor.scalar_type(), ", expected ", expected,
                   expected == other.scalar_type() ? " as " : " with 16-bit ", reference);
}

/// f(T(0)) where the tensor's elements are of type T, float or double.
template <class F>
auto with_scalar(const torch::Tensor& tensor, const F& f) {
  return tensor.scalar_type() == torch::kFloat ? f(float(0)) : f(double(0));
}

/// The tensor itself where its rows lie apart and its columns side by side, else a copy.
inline torch::Tensor by_rows(const torch::Tensor& matrix) {
  const bool rows_apart = matrix.size(0) < 2 || matrix.stride(0) >= matrix.size(1);
  const bool columns_adjacent = matrix.size(1) < 2 || matrix.stride(1) == 1;
  return rows_apart && columns_adjacent ? matrix : matrix.contiguous();
}

/// A view of what by_rows returned; const data, though the tensor's type cannot say so.
template <class T>
MatrixView<const T> read_points(const torch::Tensor& matrix) {
  return {matrix.data_ptr<T>(), matrix.size(0), matrix.size(1), matrix.stride(0)};
}

template <class T>
MatrixView<T> write_points(torch::Tensor& matrix) {
  return {matrix.data_ptr<T>(), matrix.size(0), matrix.size(1), matrix.stride(0)};
}

template <class T>
VectorView<const T> read_values(const torch::Tensor& vector) {
  return {vector.data_ptr<T>(), vector.size(0), vector.stride(0)};
}

template <class T>
VectorView<T> write_values(torch::Tensor& vector) {
  return {vector.data_ptr<T>(), vector.size(0), vector.stride(0)};
}

template <class T>
Curvature<T> curvature(const torch::Tensor& c) {
  return Curvature<T>(c.item<T>());
}

/// A 0-dimensional tensor, of the options of another.
template <class T>
torch::Tensor number(T value, const torch::Tensor& like) {
  return torch::full({}, value, like.options().requires_grad(false));
}

/// As many threads as Torch's own operations use.
inline batch::Execution execution() { return {torch::get_num_threads()}; }

/// The gradients come from formulas, not from a graph: a gradient of a gradient would silently be
/// wrong.
inline void expect_first_derivative(const char* function) {
  TORCH_CHECK_NOT_IMPLEMENTED(!torch::GradMode::is_enabled(), "rapidity::libtorch::", function,
                              ": no second derivative; call backward without create_graph");
}

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
