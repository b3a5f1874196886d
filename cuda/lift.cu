#include "rapidity/cuda/lift.hpp"

#include "detail/instantiate.hpp"
#include "detail/points.cuh"
#include "rapidity/row/scaled_lift.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

/// lift of alpha v; alpha is 1 where the pointer is null.
template <class N>
struct Lift {
  static constexpr int sums = 2;  // by c, by alpha

  const N* alpha;
  N max_rapidity;

  template <class W>
  __device__ W factor() const {
    return alpha == nullptr ? W(1) : W(*alpha);
  }
  template <class W>
  __device__ row::ScaledLift<W> map(W vv, W c) const {
    return row::scaled_lift(vv, factor<W>(), c, W(max_rapidity));
  }
  template <class W>
  __device__ row::ScaledLiftCoefficients<W> map_vjp(W vv, W gv, W c) const {
    return row::scaled_lift_vjp(vv, gv, factor<W>(), c, W(max_rapidity));
  }
};

}  // namespace

template <class T>
cudaError_t lift(Points<T> v, DeviceScale<T> alpha, DeviceCurvature<T> c, Number<T> max_rapidity,
                 MutablePoints<T> x, cudaStream_t stream) {
  const detail::PointsOf<T> points("lift", "v", v, c);
  points.check.optional_pointer("alpha", alpha.data);
  points.check.non_negative("max_rapidity", max_rapidity);
  points.check.matrix_as("x", x, "v", v);
  return launch_rows(detail::map_points_kernel<T, Lift<Number<T>>>, detail::row_shape(v, x), stream,
                     points.rows, x, Lift<Number<T>>{alpha.data, max_rapidity});
}

std::size_t lift_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows, 2);
}

template <class T>
cudaError_t lift_vjp(Points<T> v, DeviceScale<T> alpha, DeviceCurvature<T> c,
                     Number<T> max_rapidity, Points<T> grad_out, MutablePoints<T> g_v,
                     Number<T>* g_alpha, Number<T>* g_c, GradMode mode, Workspace workspace,
                     cudaStream_t stream) {
  const detail::PointsOf<T> points("lift_vjp", "v", v, c);
  points.check.optional_pointer("alpha", alpha.data);
  points.check.non_negative("max_rapidity", max_rapidity);
  points.check.matrix_as("grad_out", grad_out, "v", v);
  points.check.matrix_as("g_v", g_v, "v", v);
  points.check.optional_pointer("g_alpha", g_alpha);
  points.check.optional_pointer("g_c", g_c);
  const bool wanted = g_alpha != nullptr || g_c != nullptr;
  const auto sums = row_sums(points.check, workspace, v.rows, wanted, 2);
  cudaError_t error =
      launch_rows(detail::map_points_vjp_kernel<T, Lift<Number<T>>>,
                  detail::row_shape(v, grad_out, g_v), stream, points.rows, grad_out, g_v, mode,
                  sums.partials, Lift<Number<T>>{alpha.data, max_rapidity});
  if (error == cudaSuccess) error = sums.finish(0, g_c, mode, stream);
  return error == cudaSuccess ? sums.finish(1, g_alpha, mode, stream) : error;
}

#define RAPIDITY_INSTANTIATE(T)                                                                   \
  template cudaError_t lift<T>(Points<T>, DeviceScale<T>, DeviceCurvature<T>, Number<T>,          \
                               MutablePoints<T>, cudaStream_t);                                   \
  template cudaError_t lift_vjp<T>(Points<T>, DeviceScale<T>, DeviceCurvature<T>, Number<T>,      \
                                   Points<T>, MutablePoints<T>, Number<T>*, Number<T>*, GradMode, \
                                   Workspace, cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
