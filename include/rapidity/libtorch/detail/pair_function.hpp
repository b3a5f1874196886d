#pragma once
// Autograd around a function of matched pairs.
#include "gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

/// Operation: names `function`, `first` and `second`, value(a, b, c, cone, out, execution) and
/// vjp(a, b, c, cone, grad_out, ga, gb, execution) -> gradient by c.
template <class Operation>
class PairFunction : public torch::autograd::Function<PairFunction<Operation>> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& a,
                               const torch::Tensor& b, const torch::Tensor& c, double min_radius,
                               double eta) {
    expect_tensor(Operation::function, Operation::first, a, 2);
    expect_tensor(Operation::function, Operation::second, b, 2, Operation::first, a);
    expect_tensor(Operation::function, "c", c, 0, Operation::first, a);
    context->save_for_backward({a, b, c});
    context->saved_data["min_radius"] = min_radius;
    context->saved_data["eta"] = eta;
    const torch::Tensor a_rows = by_rows(a), b_rows = by_rows(b);
    if (on_gpu(a)) {
      return gpu_value<GpuPair<Operation>>(a_rows, b_rows, c, Cone{min_radius, eta})[0];
    }
    torch::Tensor out = torch::empty({a.size(0)}, a.options());
    with_scalar(a, [&](auto zero) {
      using T = decltype(zero);
      Operation::template value<T>(read_points<T>(a_rows), read_points<T>(b_rows), curvature<T>(c),
                                   Cone{min_radius, eta}, write_values<T>(out), execution());
    });
    return out;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grad_outs) {
    expect_first_derivative(Operation::function);
    const auto saved = context->get_saved_variables();
    const torch::Tensor a = by_rows(saved[0]), b = by_rows(saved[1]), c = saved[2];
    const Cone cone{context->saved_data["min_radius"].toDouble(),
                    context->saved_data["eta"].toDouble()};
    if (on_gpu(a)) {
      const auto gradients = gpu_vjp<GpuPair<Operation>>(a, b, c, cone, grad_outs[0]);
      return {gradients[0], gradients[1], gradients[2], torch::Tensor(), torch::Tensor()};
    }
    torch::Tensor ga = torch::empty(a.sizes(), a.options());
    torch::Tensor gb = torch::empty(b.sizes(), b.options());
    const torch::Tensor gc = with_scalar(a, [&](auto zero) {
      using T = decltype(zero);
      return number(
          Operation::template vjp<T>(read_points<T>(a), read_points<T>(b), curvature<T>(c), cone,
                                     read_values<T>(grad_outs[0]), write_points<T>(ga),
                                     write_points<T>(gb), execution()),
          c);
    });
    return {ga, gb, gc, torch::Tensor(), torch::Tensor()};
  }
};

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
