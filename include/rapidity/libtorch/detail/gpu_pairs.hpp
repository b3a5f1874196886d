#pragma once
// The operations on all pairs, of rapidity::cuda, on tensors.
#include "../../cuda/contrastive_loss.hpp"
#include "../../cuda/pairwise_distance.hpp"
#include "../../cuda/pairwise_inner.hpp"
#include "gpu_call.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

using torch::autograd::variable_list;

struct PairwiseDistance;
struct PairwiseInner;

/// What rapidity::cuda has for an operation: its name, bytes of workspace, value<T> and vjp<T>.
template <class Operation>
struct GpuTable;

template <>
struct GpuTable<PairwiseDistance> {
  static constexpr const char* function = "pairwise_distance";
  static constexpr auto value_bytes = cuda::pairwise_distance_workspace_bytes;
  static constexpr auto vjp_bytes = cuda::pairwise_distance_vjp_workspace_bytes;

  template <class T, class... Arguments>
  static cudaError_t value(const Arguments&... arguments) {
    return cuda::pairwise_distance<T>(arguments...);
  }
  template <class T, class... Arguments>
  static cudaError_t vjp(const Arguments&... arguments) {
    return cuda::pairwise_distance_vjp<T>(arguments...);
  }
};

template <>
struct GpuTable<PairwiseInner> {
  static constexpr const char* function = "pairwise_inner";
  static constexpr auto value_bytes = cuda::pairwise_inner_workspace_bytes;
  static constexpr auto vjp_bytes = cuda::pairwise_inner_vjp_workspace_bytes;

  template <class T, class... Arguments>
  static cudaError_t value(const Arguments&... arguments) {
    return cuda::pairwise_inner<T>(arguments...);
  }
  template <class T, class... Arguments>
  static cudaError_t vjp(const Arguments&... arguments) {
    return cuda::pairwise_inner_vjp<T>(arguments...);
  }
};

template <class Operation>
struct GpuPairwise {
  using Table = GpuTable<Operation>;

  static variable_list value(const torch::Tensor& x, const torch::Tensor& y,
                             const torch::Tensor& c) {
    const torch::Tensor out = torch::empty({x.size(0), y.size(0)}, c.options());
    const cuda::PairwiseOptions options;
    GpuCall call(Table::function, x);
    const auto workspace =
        call.workspace(Table::value_bytes(x.size(0), y.size(0), x.size(1), options));
    with_pair_type(Table::function, x, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(Table::template value<T>(
          call.handle(), read_gpu_matrix<T>(x), read_gpu_matrix<T>(y), gpu_curvature<T>(c), options,
          write_gpu_matrix<cuda::Number<T>>(out), workspace, call.stream()));
    });
    return {out};
  }

  static variable_list vjp(const torch::Tensor& x, const torch::Tensor& y, const torch::Tensor& c,
                           const torch::Tensor& grad_out) {
    const torch::Tensor g_x = torch::empty(x.sizes(), x.options());
    const torch::Tensor g_y = torch::empty(y.sizes(), y.options());
    const torch::Tensor g_c = torch::empty({}, c.options());
    const cuda::PairwiseOptions options;
    GpuCall call(Table::function, x);
    const auto workspace =
        call.workspace(Table::vjp_bytes(x.size(0), y.size(0), x.size(1), options));
    with_pair_type(Table::function, x, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(Table::template vjp<T>(
          call.handle(), read_gpu_matrix<T>(x), read_gpu_matrix<T>(y), gpu_curvature<T>(c), options,
          read_gpu_matrix<cuda::Number<T>>(grad_out), write_gpu_matrix<T>(g_x),
          write_gpu_matrix<T>(g_y), gpu_number<T>(g_c), GradMode::overwrite, workspace,
          call.stream()));
    });
    return {g_x, g_y, g_c};
  }
};

struct GpuContrastiveLoss {
  static cuda::ContrastiveOptions options_of(std::int64_t score) {
    cuda::ContrastiveOptions options;
    options.score = static_cast<cuda::Score>(score);
    return options;
  }

  /// Rows, columns and positives, of B numbers each, one behind the other.
  static cuda::ContrastiveStatistics views(const torch::Tensor& statistics) {
    double* const data = static_cast<double*>(statistics.data_ptr());
    const std::int64_t count = statistics.size(1);
    return {data, data + count, data + 2 * count};
  }

  /// The loss, and the statistics for vjp.
  static variable_list value(const torch::Tensor& x, const torch::Tensor& y, const torch::Tensor& c,
                             const torch::Tensor& scale, std::int64_t score) {
    const torch::Tensor loss = torch::empty({}, c.options());
    const torch::Tensor statistics =
        torch::empty({3, y.size(0)}, y.options().dtype(torch::kDouble));
    const auto options = options_of(score);
    GpuCall call("contrastive_loss", x);
    const auto workspace = call.workspace(
        cuda::contrastive_loss_workspace_bytes(x.size(0), y.size(0), x.size(1), options));
    with_pair_type("contrastive_loss", x, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(cuda::contrastive_loss<T>(
          call.handle(), read_gpu_matrix<T>(x), read_gpu_matrix<T>(y), gpu_curvature<T>(c),
          cuda::DeviceScale<T>(gpu_number<T>(scale)), options, gpu_number<T>(loss),
          views(statistics), workspace, call.stream()));
    });
    return {loss, statistics};
  }

  static variable_list vjp(const torch::Tensor& x, const torch::Tensor& y, const torch::Tensor& c,
                           const torch::Tensor& scale, std::int64_t score,
                           const torch::Tensor& statistics, const torch::Tensor& grad_out) {
    const torch::Tensor g_x = torch::empty(x.sizes(), x.options());
    const torch::Tensor g_y = torch::empty(y.sizes(), y.options());
    const torch::Tensor g_c = torch::empty({}, c.options());
    const torch::Tensor g_scale = torch::empty({}, scale.options());
    const auto options = options_of(score);
    GpuCall call("contrastive_loss", x);
    const auto workspace = call.workspace(
        cuda::contrastive_loss_vjp_workspace_bytes(x.size(0), y.size(0), x.size(1), options));
    with_pair_type("contrastive_loss", x, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(cuda::contrastive_loss_vjp<T>(
          call.handle(), read_gpu_matrix<T>(x), read_gpu_matrix<T>(y), gpu_curvature<T>(c),
          cuda::DeviceScale<T>(gpu_number<T>(scale)), options, views(statistics),
          gpu_number<T>(grad_out), write_gpu_matrix<T>(g_x), write_gpu_matrix<T>(g_y),
          gpu_number<T>(g_c), gpu_number<T>(g_scale), GradMode::overwrite, workspace,
          call.stream()));
    });
    return {g_x, g_y, g_c, g_scale};
  }
};

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
