#include "rapidity/cuda/entailment_loss.hpp"

#include "detail/entailment.cuh"
#include "detail/instantiate.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

using detail::RowSum;

/// The partial sums of function over the rows.
template <class T, class Function>
RAPIDITY_KERNEL sum_pairs_kernel(detail::RowShape shape, detail::PairRows<T> pairs,
                                 RowSum* partials, Function function) {
  detail::BlockSums<1> sums(partials);
  detail::for_rows<T>(shape, [&](const detail::RowWarp<T>& warp, std::int64_t i) {
    sums.add(0, function.value(triangle(pairs, warp, i)));
  });
  sums.store();
}

/// The gradient of the mean by each of its terms.
template <class T>
struct EqualShares {
  const Number<T>* grad_out;
  std::int64_t rows;

  __device__ detail::Work<T> operator[](std::int64_t) const {
    return detail::Work<T>(*grad_out) / detail::Work<T>(rows);
  }
};

}  // namespace

std::size_t entailment_loss_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t entailment_loss(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                            Number<T> min_radius, Number<T> eta, Number<T>* loss,
                            Workspace workspace, cudaStream_t stream) {
  using Function = detail::EntailmentResidual<Number<T>>;
  const detail::Pairs<T> pairs("entailment_loss", "general", "specific", general, specific, c);
  const Function function = entailment_options(pairs.check, min_radius, eta);
  pairs.check.pointer("loss", loss);
  const auto sums = row_sums(pairs.check, workspace, general.rows, true);
  const cudaError_t error =
      launch_rows(sum_pairs_kernel<T, Function>, detail::row_shape(general, specific), stream,
                  pairs.rows, sums.partials, function);
  const double count = general.rows > 0 ? double(general.rows) : 1;
  return error == cudaSuccess ? sums.finish(0, loss, GradMode::overwrite, stream, count) : error;
}

std::size_t entailment_loss_vjp_workspace_bytes(std::int64_t rows, std::int64_t) {
  return detail::row_sums_bytes(rows);
}

template <class T>
cudaError_t entailment_loss_vjp(Points<T> general, Points<T> specific, DeviceCurvature<T> c,
                                Number<T> min_radius, Number<T> eta, const Number<T>* grad_out,
                                MutablePoints<T> g_general, MutablePoints<T> g_specific,
                                Number<T>* g_c, GradMode mode, Workspace workspace,
                                cudaStream_t stream) {
  const detail::Pairs<T> pairs("entailment_loss_vjp", "general", "specific", general, specific, c);
  pairs.check.pointer("grad_out", grad_out);
  return pairs.map_vjp(entailment_options(pairs.check, min_radius, eta),
                       EqualShares<T>{grad_out, general.rows}, g_general, g_specific, g_c, mode,
                       workspace, stream);
}

#define RAPIDITY_INSTANTIATE(T)                                                                \
  template cudaError_t entailment_loss<T>(Points<T>, Points<T>, DeviceCurvature<T>, Number<T>, \
                                          Number<T>, Number<T>*, Workspace, cudaStream_t);     \
  template cudaError_t entailment_loss_vjp<T>(                                                 \
      Points<T>, Points<T>, DeviceCurvature<T>, Number<T>, Number<T>, const Number<T>*,        \
      MutablePoints<T>, MutablePoints<T>, Number<T>*, GradMode, Workspace, cudaStream_t);
RAPIDITY_FOR_ROW_TYPES(RAPIDITY_INSTANTIATE)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
