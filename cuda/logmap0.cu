#include "rapidity/cuda/logmap0.hpp"

#include "detail/instantiate.hpp"
#include "detail/points.cuh"
#include "rapidity/row/logmap0.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

template <class W>
struct Times {
  W factor;

  __device__ W operator()(W value) const { return factor * value; }
};

struct Logmap0 {
  static constexpr int sums = 1;  // by c

  template <class W>
  __device__ Times<W> map(W xx, W c) const {
    return {row::logmap0_scale(xx, c)};
  }
  template <class W>
  __device__ row::ScaleCoefficients<W> map_vjp(W xx, W gx, W c) const {
    return row::logmap0_vjp(xx, gx, c);
  }
};

}  // namespace

template <class T>
cudaError_t logmap0(Points<T> x, DeviceCurvature<T> c, MutablePoints<T> v, cudaStream_t stream) {
  const detail::PointsOf<T> points("logmap0", "x", x, c);
  points.check.matrix_as("v", v, "x", x);
  return launch_rows(detail::map_points_kernel<T, Logmap0>, detail::row_shape(x, v), stream,
                     points.rows, v, Logmap0{});
}

std::size_t logmap0_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t logmap0_vjp(Points<T> x, DeviceCurvature<T> c, Points<T> grad_out, MutablePoints<T> g_x,
                        Number<T>* g_c, GradMode mode, Workspace workspace, cudaStream_t stream) {
  const detail::PointsOf<T> points("logmap0_vjp", "x", x, c);
  points.check.matrix_as("grad_out", grad_out, "x", x);
  points.check.matrix_as("g_x", g_x, "x", x);
  points.check.optional_pointer("g_c", g_c);
  const auto sums = row_sums(points.check, workspace, x.rows, g_c != nullptr);
  const cudaError_t error =
      launch_rows(detail::map_points_vjp_kernel<T, Logmap0>, detail::row_shape(x, grad_out, g_x),
                  stream, points.rows, grad_out, g_x, mode, sums.partials, Logmap0{});
  return error == cudaSuccess ? sums.finish(0, g_c, mode, stream) : error;
}

#define RAPIDITY_INSTANTIATE(T)                                                                   \
  template cudaError_t logmap0<T>(Points<T>, DeviceCurvature<T>, MutablePoints<T>, cudaStream_t); \
  template cudaError_t logmap0_vjp<T>(Points<T>, DeviceCurvature<T>, Points<T>, MutablePoints<T>, \
                                      Number<T>*, GradMode, Workspace, cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
