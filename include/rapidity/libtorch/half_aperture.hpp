#pragma once
#include "../batch/half_aperture.hpp"
#include "detail/gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

class HalfAperture : public torch::autograd::Function<HalfAperture> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const torch::Tensor& c, double min_radius) {
    expect_tensor("half_aperture", "x", x, 2);
    expect_tensor("half_aperture", "c", c, 0, "x", x);
    context->save_for_backward({x, c});
    context->saved_data["min_radius"] = min_radius;
    const torch::Tensor rows = by_rows(x);
    if (on_gpu(rows)) return gpu_value<GpuHalfAperture>(rows, c, min_radius)[0];
    torch::Tensor out = torch::empty({x.size(0)}, x.options());
    with_scalar(x, [&](auto zero) {
      using T = decltype(zero);
      batch::half_aperture(read_points<T>(rows), curvature<T>(c), T(min_radius),
                           write_values<T>(out), execution());
    });
    return out;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grad_outs) {
    expect_first_derivative("half_aperture");
    const auto saved = context->get_saved_variables();
    const torch::Tensor x = by_rows(saved[0]), c = saved[1];
    const double min_radius = context->saved_data["min_radius"].toDouble();
    if (on_gpu(x)) {
      const auto gradients = gpu_vjp<GpuHalfAperture>(x, c, min_radius, grad_outs[0]);
      return {gradients[0], gradients[1], torch::Tensor()};
    }
    torch::Tensor g_x = torch::empty(x.sizes(), x.options());
    const torch::Tensor g_c = with_scalar(x, [&](auto zero) {
      using T = decltype(zero);
      return number(batch::half_aperture_vjp(read_points<T>(x), curvature<T>(c), T(min_radius),
                                             read_values<T>(grad_outs[0]), write_points<T>(g_x),
                                             batch::GradMode::overwrite, execution()),
                    c);
    });
    return {g_x, g_c, torch::Tensor()};
  }
};

}  // namespace detail

/// Half-apertures of the entailment cones, batch::half_aperture, with gradients by x and c.
/// x [B, D], c [] -> [B].
inline torch::Tensor half_aperture(const torch::Tensor& x, const torch::Tensor& c,
                                   double min_radius) {
  return detail::HalfAperture::apply(x, c, min_radius);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
