#include "rapidity/cuda/distance.hpp"

#include "detail/instantiate.hpp"
#include "detail/pairs.cuh"
#include "rapidity/row/distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

struct Distance {
  template <class W>
  __device__ W value(const row::Triangle<W>& pair) const {
    return row::distance(pair);
  }
  template <class W>
  __device__ row::PairCoefficients<W> vjp(const row::Triangle<W>& pair, W grad_out) const {
    return row::distance_vjp(pair, grad_out);
  }
};

}  // namespace

template <class T>
cudaError_t distance(Points<T> x, Points<T> y, DeviceCurvature<T> c, MutableValues<T> out,
                     cudaStream_t stream) {
  return detail::Pairs<T>("distance", "x", "y", x, y, c).map(Distance{}, out, stream);
}

std::size_t distance_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t distance_vjp(Points<T> x, Points<T> y, DeviceCurvature<T> c, Values<T> grad_out,
                         MutablePoints<T> g_x, MutablePoints<T> g_y, Number<T>* g_c, GradMode mode,
                         Workspace workspace, cudaStream_t stream) {
  const detail::Pairs<T> pairs("distance_vjp", "x", "y", x, y, c);
  pairs.check.values("grad_out", grad_out, "x", x.rows);
  return pairs.map_vjp(Distance{}, grad_out, g_x, g_y, g_c, mode, workspace, stream);
}

#define RAPIDITY_INSTANTIATE(T)                                                                  \
  template cudaError_t distance<T>(Points<T>, Points<T>, DeviceCurvature<T>, MutableValues<T>,   \
                                   cudaStream_t);                                                \
  template cudaError_t distance_vjp<T>(Points<T>, Points<T>, DeviceCurvature<T>, Values<T>,      \
                                       MutablePoints<T>, MutablePoints<T>, Number<T>*, GradMode, \
                                       Workspace, cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
