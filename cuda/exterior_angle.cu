#include "rapidity/cuda/exterior_angle.hpp"

#include "detail/instantiate.hpp"
#include "detail/pairs.cuh"
#include "rapidity/row/exterior_angle.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

struct ExteriorAngle {
  template <class W>
  __device__ W value(const row::Triangle<W>& pair) const {
    return row::exterior_angle(pair);
  }
  template <class W>
  __device__ row::PairCoefficients<W> vjp(const row::Triangle<W>& pair, W grad_out) const {
    return row::exterior_angle_vjp(pair, grad_out);
  }
};

}  // namespace

template <class T>
cudaError_t exterior_angle(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                           MutableValues<T> out, cudaStream_t stream) {
  return detail::Pairs<T>("exterior_angle", "general", "specific", general, specific, c)
      .map(ExteriorAngle{}, out, stream);
}

std::size_t exterior_angle_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t exterior_angle_vjp(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                               Values<T> grad_out, MutablePoints<T> g_general,
                               MutablePoints<T> g_specific, Number<T>* g_c, GradMode mode,
                               Workspace workspace, cudaStream_t stream) {
  const detail::Pairs<T> pairs("exterior_angle_vjp", "general", "specific", general, specific, c);
  pairs.check.values("grad_out", grad_out, "general", general.rows);
  return pairs.map_vjp(ExteriorAngle{}, grad_out, g_general, g_specific, g_c, mode, workspace,
                       stream);
}

#define RAPIDITY_INSTANTIATE(T)                                                                   \
  template cudaError_t exterior_angle<T>(Points<T>, Points<T>, DeviceCurvature<T>,                \
                                         MutableValues<T>, cudaStream_t);                         \
  template cudaError_t exterior_angle_vjp<T>(Points<T>, Points<T>, DeviceCurvature<T>, Values<T>, \
                                             MutablePoints<T>, MutablePoints<T>, Number<T>*,      \
                                             GradMode, Workspace, cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
