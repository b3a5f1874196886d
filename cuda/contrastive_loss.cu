#include "rapidity/cuda/contrastive_loss.hpp"

#include "detail/contrastive_backward.cuh"
#include "detail/contrastive_forward.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {

using detail::Check;
using detail::RowSum;
using detail::Sequence;
using namespace detail::contrastive;

std::size_t contrastive_value_workspace_bytes(std::int64_t rows) {
  const Check check{"contrastive_value_workspace_bytes"};
  if (rows < 0)
    check.fail<shape_error>("rows", " is " + std::to_string(rows) + ", expected 0 or more");
  return std::size_t(detail::piece_count(rows, detail::line_threads)) * sizeof(RowSum);
}

std::size_t contrastive_loss_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                             std::int64_t cols, const ContrastiveOptions& options) {
  const char* name = "contrastive_loss_workspace_bytes";
  detail::check_sizes(name, rows, columns, cols, options.tile);
  check_schedule({name}, options, cols);
  return std::max(detail::bytes_of<Forward>(options.products, rows, columns, cols, tiling(options)),
                  contrastive_value_workspace_bytes(rows));
}

std::size_t contrastive_loss_vjp_workspace_bytes(std::int64_t rows, std::int64_t columns,
                                                 std::int64_t cols,
                                                 const ContrastiveOptions& options) {
  const char* name = "contrastive_loss_vjp_workspace_bytes";
  detail::check_sizes(name, rows, columns, cols, options.tile);
  check_schedule({name}, options, cols);
  return detail::bytes_of<Backward>(options.products, rows, columns, cols, tiling(options));
}

namespace {

/// The statistics of a call, which bears the name of the function that the user called.
template <class T>
cudaError_t write_statistics(const Handle& handle, const Call<T>& call, const Workspace& workspace,
                             cudaStream_t stream) {
  const std::size_t bytes =
      contrastive_loss_workspace_bytes(call.x.rows, call.y.rows, call.x.cols, call.options);
  call.check.workspace(workspace, bytes);
  return detail::with_format(call.options.products, [&](auto format) {
    return with_score(call.options.score, [&](auto score) {
      return statistics_of<T, decltype(format), decltype(score)>(handle, call, workspace, stream);
    });
  });
}

}  // namespace

template <class T>
cudaError_t contrastive_statistics(const Handle& handle, Points<T> x, Points<T> y,
                                   DeviceCurvature<T> c, DeviceScale<T> scale,
                                   const ContrastiveOptions& options,
                                   const ContrastiveStatistics& statistics, Workspace workspace,
                                   cudaStream_t stream) {
  const Call<T> call("contrastive_statistics", x, y, c, scale, options, statistics);
  return write_statistics(handle, call, workspace, stream);
}

cudaError_t contrastive_merge(const double* parts, std::int64_t ranks, std::int64_t columns,
                              double* merged, cudaStream_t stream) {
  const Check check{"contrastive_merge"};
  if (ranks < 1) {
    check.fail<shape_error>("ranks", " is " + std::to_string(ranks) + ", expected 1 or more");
  }
  if (columns < 0) {
    check.fail<shape_error>("columns", " is " + std::to_string(columns) + ", expected 0 or more");
  }
  if (columns > 0) check.pointer("parts", parts);
  if (columns > 0) check.pointer("merged", merged);
  return detail::launch_line(merge_ranks_kernel, columns, stream, parts, ranks, merged);
}

template <class N>
cudaError_t contrastive_value(const ContrastiveStatistics& statistics, std::int64_t rows,
                              std::int64_t columns, std::int64_t first, N* loss,
                              Workspace workspace, cudaStream_t stream) {
  const Check check{"contrastive_value"};
  if (rows < 0 || first < 0 || first > columns - rows) {
    check.fail<shape_error>("rows", " is " + std::to_string(rows) + " from " +
                                        std::to_string(first) + " on, expected some of the " +
                                        std::to_string(columns) + " columns");
  }
  check.pointer("loss", loss);
  check.workspace(workspace, contrastive_value_workspace_bytes(rows));
  if (rows > 0) {
    check.pointer("statistics.rows", statistics.rows);
    check.pointer("statistics.columns", statistics.columns);
    check.pointer("statistics.positives", statistics.positives);
  }
  auto* partials = static_cast<RowSum*>(workspace.data);
  const double divisor = columns > 0 ? 2 * double(columns) : 1;
  Sequence steps;
  steps
      .then([&] {
        return detail::launch_line(loss_kernel, rows, stream, statistics, first, partials);
      })
      .then([&] {
        return detail::launch(detail::finish_sum_kernel<N>, dim3(1), dim3(detail::finish_threads),
                              0, stream, partials, detail::piece_count(rows, detail::line_threads),
                              divisor, GradMode::overwrite, loss);
      });
  return steps.error();
}

template <class T>
cudaError_t contrastive_loss(const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
                             DeviceScale<T> scale, const ContrastiveOptions& options,
                             Number<T>* loss, const ContrastiveStatistics& statistics,
                             Workspace workspace, cudaStream_t stream) {
  const Check check{"contrastive_loss"};
  check.matrix("x", x);
  check.matrix_as("y", y, "x", x);
  check.pointer("loss", loss);
  const Call<T> call("contrastive_loss", x, y, c, scale, options, statistics);
  Sequence steps;
  steps.then([&] { return write_statistics(handle, call, workspace, stream); });
  steps.then([&] {
    return contrastive_value(statistics, x.rows, y.rows, options.first, loss, workspace, stream);
  });
  return steps.error();
}

template <class T>
cudaError_t contrastive_loss_vjp(const Handle& handle, Points<T> x, Points<T> y,
                                 DeviceCurvature<T> c, DeviceScale<T> scale,
                                 const ContrastiveOptions& options,
                                 const ContrastiveStatistics& statistics, const Number<T>* grad_out,
                                 MutablePoints<T> g_x, MutablePoints<T> g_y, Number<T>* g_c,
                                 Number<T>* g_scale, GradMode mode, Workspace workspace,
                                 cudaStream_t stream) {
  const Call<T> call("contrastive_loss_vjp", x, y, c, scale, options, statistics);
  call.check.pointer("grad_out", grad_out);
  call.check.matrix_as("g_x", g_x, "x", x);
  call.check.matrix_as("g_y", g_y, "y", y);
  call.check.optional_pointer("g_c", g_c);
  call.check.optional_pointer("g_scale", g_scale);
  call.check.workspace(workspace,
                       contrastive_loss_vjp_workspace_bytes(x.rows, y.rows, x.cols, options));
  const Outputs<T> out{grad_out, g_x, g_y, g_c, g_scale, mode};
  return detail::with_format(options.products, [&](auto format) {
    return with_score(options.score, [&](auto score) {
      return gradients_of<T, decltype(format), decltype(score)>(handle, call, out, workspace,
                                                                stream);
    });
  });
}

template cudaError_t contrastive_value<float>(const ContrastiveStatistics&, std::int64_t,
                                              std::int64_t, std::int64_t, float*, Workspace,
                                              cudaStream_t);

#define RAPIDITY_INSTANTIATE(T)                                                                    \
  template cudaError_t contrastive_statistics<T>(                                                  \
      const Handle&, Points<T>, Points<T>, DeviceCurvature<T>, DeviceScale<T>,                     \
      const ContrastiveOptions&, const ContrastiveStatistics&, Workspace, cudaStream_t);           \
  template cudaError_t contrastive_loss<T>(const Handle&, Points<T>, Points<T>,                    \
                                           DeviceCurvature<T>, DeviceScale<T>,                     \
                                           const ContrastiveOptions&, Number<T>*,                  \
                                           const ContrastiveStatistics&, Workspace, cudaStream_t); \
  template cudaError_t contrastive_loss_vjp<T>(                                                    \
      const Handle&, Points<T>, Points<T>, DeviceCurvature<T>, DeviceScale<T>,                     \
      const ContrastiveOptions&, const ContrastiveStatistics&, const Number<T>*, MutablePoints<T>, \
      MutablePoints<T>, Number<T>*, Number<T>*, GradMode, Workspace, cudaStream_t);
RAPIDITY_INSTANTIATE(float)
RAPIDITY_INSTANTIATE(__nv_bfloat16)
RAPIDITY_INSTANTIATE(__half)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
