#include "rapidity/cuda/half_aperture.hpp"

#include "detail/instantiate.hpp"
#include "detail/points.cuh"
#include "rapidity/row/half_aperture.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

template <class N>
struct HalfAperture {
  N min_radius;

  template <class W>
  __device__ W measure(W xx, W c) const {
    return row::half_aperture(xx, c, W(min_radius));
  }
  template <class W>
  __device__ row::SelfCoefficients<W> measure_vjp(W xx, W c, W grad_out) const {
    return row::half_aperture_vjp(xx, c, W(min_radius), grad_out);
  }
};

}  // namespace

template <class T>
cudaError_t half_aperture(Points<T> x, DeviceCurvature<T> c, Number<T> min_radius,
                          MutableValues<T> out, cudaStream_t stream) {
  const detail::PointsOf<T> points("half_aperture", "x", x, c);
  points.check.non_negative("min_radius", min_radius);
  points.check.outputs("out", out, "x", x.rows);
  return launch_rows(detail::measure_points_kernel<T, HalfAperture<Number<T>>>,
                     detail::row_shape(x), stream, points.rows, out,
                     HalfAperture<Number<T>>{min_radius});
}

std::size_t half_aperture_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t half_aperture_vjp(Points<T> x, DeviceCurvature<T> c, Number<T> min_radius,
                              Values<T> grad_out, MutablePoints<T> g_x, Number<T>* g_c,
                              GradMode mode, Workspace workspace, cudaStream_t stream) {
  const detail::PointsOf<T> points("half_aperture_vjp", "x", x, c);
  points.check.non_negative("min_radius", min_radius);
  points.check.values("grad_out", grad_out, "x", x.rows);
  points.check.matrix_as("g_x", g_x, "x", x);
  points.check.optional_pointer("g_c", g_c);
  const auto sums = row_sums(points.check, workspace, x.rows, g_c != nullptr);
  const cudaError_t error = launch_rows(
      detail::measure_points_vjp_kernel<T, HalfAperture<Number<T>>>, detail::row_shape(x, g_x),
      stream, points.rows, grad_out, g_x, mode, sums.partials, HalfAperture<Number<T>>{min_radius});
  return error == cudaSuccess ? sums.finish(0, g_c, mode, stream) : error;
}

#define RAPIDITY_INSTANTIATE(T)                                                                  \
  template cudaError_t half_aperture<T>(Points<T>, DeviceCurvature<T>, Number<T>,                \
                                        MutableValues<T>, cudaStream_t);                         \
  template cudaError_t half_aperture_vjp<T>(Points<T>, DeviceCurvature<T>, Number<T>, Values<T>, \
                                            MutablePoints<T>, Number<T>*, GradMode, Workspace,   \
                                            cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
