#pragma once
#include <algorithm>
#include <vector>

#include "../batch/contrastive_loss.hpp"
#include "detail/gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {

using batch::Score;

namespace detail {

inline torch::Tensor pack(const batch::ContrastiveStatistics& statistics) {
  const auto row = [](const std::vector<double>& values) {
    return torch::tensor(values, torch::kDouble);
  };
  return torch::stack({row(statistics.rows), row(statistics.columns), row(statistics.positives)});
}

inline batch::ContrastiveStatistics unpack(const torch::Tensor& packed) {
  const auto row = [&](std::int64_t i) {
    batch::detail::Buffer<double> values(packed.size(1));
    std::copy_n(packed.data_ptr<double>() + i * packed.size(1), packed.size(1), values.begin());
    return values;
  };
  return {row(0), row(1), row(2)};
}

class ContrastiveLoss : public torch::autograd::Function<ContrastiveLoss> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const torch::Tensor& y, const torch::Tensor& c,
                               const torch::Tensor& scale, std::int64_t score) {
    expect_tensor("contrastive_loss", "x", x, 2);
    expect_tensor("contrastive_loss", "y", y, 2, "x", x);
    expect_tensor("contrastive_loss", "c", c, 0, "x", x);
    expect_tensor("contrastive_loss", "scale", scale, 0, "x", x);
    const torch::Tensor x_rows = by_rows(x), y_rows = by_rows(y);
    if (on_gpu(x)) {
      const auto results = gpu_value<GpuContrastiveLoss>(x_rows, y_rows, c, scale, score);
      context->save_for_backward({x, y, c, scale});
      context->saved_data["score"] = score;
      context->saved_data["statistics"] = results[1];
      return results[0];
    }
    return with_scalar(x, [&](auto zero) {
      using T = decltype(zero);
      const batch::ContrastiveLoss<T> out =
          batch::contrastive_loss(read_points<T>(x_rows), read_points<T>(y_rows), curvature<T>(c),
                                  scale.item<T>(), static_cast<Score>(score), execution());
      context->save_for_backward({x, y, c, scale});
      context->saved_data["score"] = score;
      context->saved_data["statistics"] = pack(out.statistics);
      return number(out.loss, x);
    });
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grad_outs) {
    expect_first_derivative("contrastive_loss");
    const auto saved = context->get_saved_variables();
    const torch::Tensor x = by_rows(saved[0]), y = by_rows(saved[1]), c = saved[2],
                        scale = saved[3];
    const auto score = static_cast<Score>(context->saved_data["score"].toInt());
    if (on_gpu(x)) {
      auto gradients =
          gpu_vjp<GpuContrastiveLoss>(x, y, c, scale, static_cast<std::int64_t>(score),
                                      context->saved_data["statistics"].toTensor(), grad_outs[0]);
      gradients.emplace_back();  // by the score
      return gradients;
    }
    const auto statistics = unpack(context->saved_data["statistics"].toTensor());
    torch::Tensor g_x = torch::empty(x.sizes(), x.options());
    torch::Tensor g_y = torch::empty(y.sizes(), y.options());
    return with_scalar(x, [&](auto zero) -> torch::autograd::variable_list {
      using T = decltype(zero);
      const batch::ContrastiveScalars<T> scalars = batch::contrastive_loss_vjp(
          read_points<T>(x), read_points<T>(y), curvature<T>(c), scale.item<T>(), score, statistics,
          grad_outs[0].item<T>(), write_points<T>(g_x), write_points<T>(g_y),
          batch::GradMode::overwrite, execution());
      return {g_x, g_y, number(scalars.c, c), number(scalars.scale, scale), torch::Tensor()};
    });
  }
};

}  // namespace detail

/// The symmetric contrastive loss of matched pairs, batch::contrastive_loss, with gradients by x,
/// y, c and scale. x and y [B, D], c [], scale [] -> []. Memory: O(B D); nothing of size B^2 is
/// ever held.
inline torch::Tensor contrastive_loss(const torch::Tensor& x, const torch::Tensor& y,
                                      const torch::Tensor& c, const torch::Tensor& scale,
                                      Score score = Score::distance) {
  return detail::ContrastiveLoss::apply(x, y, c, scale, static_cast<std::int64_t>(score));
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
