#pragma once
#include "../batch/entailment_loss.hpp"
#include "detail/gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

class EntailmentLoss : public torch::autograd::Function<EntailmentLoss> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context,
                               const torch::Tensor& general, const torch::Tensor& specific,
                               const torch::Tensor& c, double min_radius, double eta) {
    expect_tensor("entailment_loss", "general", general, 2);
    expect_tensor("entailment_loss", "specific", specific, 2, "general", general);
    expect_tensor("entailment_loss", "c", c, 0, "general", general);
    context->save_for_backward({general, specific, c});
    context->saved_data["min_radius"] = min_radius;
    context->saved_data["eta"] = eta;
    const torch::Tensor general_rows = by_rows(general), specific_rows = by_rows(specific);
    if (on_gpu(general)) {
      return gpu_value<GpuEntailmentLoss>(general_rows, specific_rows, c, Cone{min_radius, eta})[0];
    }
    return with_scalar(general, [&](auto zero) {
      using T = decltype(zero);
      return number(
          batch::entailment_loss(read_points<T>(general_rows), read_points<T>(specific_rows),
                                 curvature<T>(c), T(min_radius), T(eta), execution()),
          general);
    });
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grad_outs) {
    expect_first_derivative("entailment_loss");
    const auto saved = context->get_saved_variables();
    const torch::Tensor general = by_rows(saved[0]), specific = by_rows(saved[1]), c = saved[2];
    const double min_radius = context->saved_data["min_radius"].toDouble();
    const double eta = context->saved_data["eta"].toDouble();
    if (on_gpu(general)) {
      const auto gradients =
          gpu_vjp<GpuEntailmentLoss>(general, specific, c, Cone{min_radius, eta}, grad_outs[0]);
      return {gradients[0], gradients[1], gradients[2], torch::Tensor(), torch::Tensor()};
    }
    torch::Tensor g_general = torch::empty(general.sizes(), general.options());
    torch::Tensor g_specific = torch::empty(specific.sizes(), specific.options());
    const torch::Tensor g_c = with_scalar(general, [&](auto zero) {
      using T = decltype(zero);
      return number(batch::entailment_loss_vjp(
                        read_points<T>(general), read_points<T>(specific), curvature<T>(c),
                        T(min_radius), T(eta), grad_outs[0].item<T>(), write_points<T>(g_general),
                        write_points<T>(g_specific), batch::GradMode::overwrite, execution()),
                    c);
    });
    return {g_general, g_specific, g_c, torch::Tensor(), torch::Tensor()};
  }
};

}  // namespace detail

/// Mean entailment residual of matched pairs, batch::entailment_loss, with gradients by both points
/// and c. general and specific [B, D], c [] -> [].
inline torch::Tensor entailment_loss(const torch::Tensor& general, const torch::Tensor& specific,
                                     const torch::Tensor& c, double min_radius, double eta) {
  return detail::EntailmentLoss::apply(general, specific, c, min_radius, eta);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
