#include "rapidity/cuda/pairwise_distance.hpp"

#include "detail/pairwise.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

using detail::Lane;

/// d = unit(c) value(u)
struct Distance {
  using Score = row::DistanceScore;
  static constexpr double sign = 1;

  __device__ static float finish(Lane u, float c) {
    return Score::unit(c) * Score::value(u).number;
  }
  /// The derivative by c of what the scores leave out: nothing.
  __device__ static double rest_c(double) { return 0; }
};

}  // namespace

std::size_t pairwise_distance_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                              std::int64_t cols, const PairwiseOptions& options) {
  detail::check_sizes("pairwise_distance_workspace_bytes", rows, columns, cols, options.tile);
  return detail::pairwise_bytes(rows, columns, cols, options);
}

std::size_t pairwise_distance_vjp_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                                  std::int64_t cols,
                                                  const PairwiseOptions& options) {
  detail::check_sizes("pairwise_distance_vjp_workspace_bytes", rows, columns, cols, options.tile);
  return detail::pairwise_vjp_bytes(rows, columns, cols, options);
}

template <class T>
cudaError_t pairwise_distance(const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
                              const PairwiseOptions& options, MatrixView<Number<T>> out,
                              Workspace workspace, cudaStream_t stream) {
  return detail::AllPairs<T>("pairwise_distance", x, y, c, options, workspace)
      .template map<Distance>(handle, out, stream);
}

template <class T>
cudaError_t pairwise_distance_vjp(const Handle& handle, Points<T> x, Points<T> y,
                                  DeviceCurvature<T> c, const PairwiseOptions& options,
                                  MatrixView<const Number<T>> grad_out, MutablePoints<T> g_x,
                                  MutablePoints<T> g_y, Number<T>* g_c, GradMode mode,
                                  Workspace workspace, cudaStream_t stream) {
  return detail::AllPairs<T>("pairwise_distance_vjp", x, y, c, options, workspace)
      .template map_vjp<Distance>(handle, grad_out, g_x, g_y, g_c, mode, stream);
}

#define RAPIDITY_INSTANTIATE(T)                                                              \
  template cudaError_t pairwise_distance<T>(const Handle&, Points<T>, Points<T>,             \
                                            DeviceCurvature<T>, const PairwiseOptions&,      \
                                            MatrixView<Number<T>>, Workspace, cudaStream_t); \
  template cudaError_t pairwise_distance_vjp<T>(                                             \
      const Handle&, Points<T>, Points<T>, DeviceCurvature<T>, const PairwiseOptions&,       \
      MatrixView<const Number<T>>, MutablePoints<T>, MutablePoints<T>, Number<T>*, GradMode, \
      Workspace, cudaStream_t);
RAPIDITY_INSTANTIATE(float)
RAPIDITY_INSTANTIATE(__nv_bfloat16)
RAPIDITY_INSTANTIATE(__half)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
