#pragma once
// Every function of matched pairs, on the device and, in double, on the CPU, under the same names.
#include <rapidity/batch/batch.hpp>
#include <rapidity/cuda/cuda.hpp>

namespace functions {

using rapidity::Curvature;
using rapidity::MatrixView;
using rapidity::VectorView;
namespace batch = rapidity::batch;
namespace cuda = rapidity::cuda;

using Rows = MatrixView<const double>;
using Gradient = MatrixView<double>;

struct Distance {
  template <class T>
  cudaError_t map(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                  cuda::MutableValues<T> out, cudaStream_t stream) const {
    return cuda::distance(x, y, c, out, stream);
  }
  template <class T>
  cudaError_t vjp(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                  cuda::Values<T> grad_out, cuda::MutablePoints<T> g_x, cuda::MutablePoints<T> g_y,
                  cuda::Number<T>* g_c, cuda::GradMode mode, cuda::Workspace workspace,
                  cudaStream_t stream) const {
    return cuda::distance_vjp(x, y, c, grad_out, g_x, g_y, g_c, mode, workspace, stream);
  }
  std::size_t bytes(std::int64_t rows, std::int64_t cols) const {
    return cuda::distance_vjp_workspace_bytes(rows, cols);
  }

  template <class T>
  void map_on_cpu(Rows x, Rows y, Curvature<double> c, VectorView<double> out) const {
    batch::distance(x, y, c, out);
  }
  template <class T>
  double vjp_on_cpu(Rows x, Rows y, Curvature<double> c, VectorView<const double> grad_out,
                    Gradient g_x, Gradient g_y) const {
    return batch::distance_vjp(x, y, c, grad_out, g_x, g_y);
  }
};

struct ExteriorAngle {
  template <class T>
  cudaError_t map(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                  cuda::MutableValues<T> out, cudaStream_t stream) const {
    return cuda::exterior_angle(x, y, c, out, stream);
  }
  template <class T>
  cudaError_t vjp(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                  cuda::Values<T> grad_out, cuda::MutablePoints<T> g_x, cuda::MutablePoints<T> g_y,
                  cuda::Number<T>* g_c, cuda::GradMode mode, cuda::Workspace workspace,
                  cudaStream_t stream) const {
    return cuda::exterior_angle_vjp(x, y, c, grad_out, g_x, g_y, g_c, mode, workspace, stream);
  }
  std::size_t bytes(std::int64_t rows, std::int64_t cols) const {
    return cuda::exterior_angle_vjp_workspace_bytes(rows, cols);
  }

  template <class T>
  void map_on_cpu(Rows x, Rows y, Curvature<double> c, VectorView<double> out) const {
    batch::exterior_angle(x, y, c, out);
  }
  template <class T>
  double vjp_on_cpu(Rows x, Rows y, Curvature<double> c, VectorView<const double> grad_out,
                    Gradient g_x, Gradient g_y) const {
    return batch::exterior_angle_vjp(x, y, c, grad_out, g_x, g_y);
  }
};

struct EntailmentResidual {
  // As the device gets them: rounded to its type of numbers.
  template <class T>
  static constexpr cuda::Number<T> min_radius = cuda::Number<T>(0.1);
  template <class T>
  static constexpr cuda::Number<T> eta = cuda::Number<T>(0.9);

  template <class T>
  cudaError_t map(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                  cuda::MutableValues<T> out, cudaStream_t stream) const {
    return cuda::entailment_residual(x, y, c, min_radius<T>, eta<T>, out, stream);
  }
  template <class T>
  cudaError_t vjp(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                  cuda::Values<T> grad_out, cuda::MutablePoints<T> g_x, cuda::MutablePoints<T> g_y,
                  cuda::Number<T>* g_c, cuda::GradMode mode, cuda::Workspace workspace,
                  cudaStream_t stream) const {
    return cuda::entailment_residual_vjp(x, y, c, min_radius<T>, eta<T>, grad_out, g_x, g_y, g_c,
                                         mode, workspace, stream);
  }
  std::size_t bytes(std::int64_t rows, std::int64_t cols) const {
    return cuda::entailment_residual_vjp_workspace_bytes(rows, cols);
  }

  template <class T>
  void map_on_cpu(Rows x, Rows y, Curvature<double> c, VectorView<double> out) const {
    batch::entailment_residual(x, y, c, double(min_radius<T>), double(eta<T>), out);
  }
  template <class T>
  double vjp_on_cpu(Rows x, Rows y, Curvature<double> c, VectorView<const double> grad_out,
                    Gradient g_x, Gradient g_y) const {
    return batch::entailment_residual_vjp(x, y, c, double(min_radius<T>), double(eta<T>), grad_out,
                                          g_x, g_y);
  }
};

}  // namespace functions
