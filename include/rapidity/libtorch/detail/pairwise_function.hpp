#pragma once
// Autograd around a function of all pairs.
#include "gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

/// Operation: its name `function`, value(x, y, c, out, execution) and
/// vjp(x, y, c, grad_out, g_x, g_y, execution) -> gradient by c.
template <class Operation>
class PairwiseFunction : public torch::autograd::Function<PairwiseFunction<Operation>> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const torch::Tensor& y, const torch::Tensor& c) {
    expect_tensor(Operation::function, "x", x, 2);
    expect_tensor(Operation::function, "y", y, 2, "x", x);
    expect_tensor(Operation::function, "c", c, 0, "x", x);
    context->save_for_backward({x, y, c});
    const torch::Tensor x_rows = by_rows(x), y_rows = by_rows(y);
    if (on_gpu(x)) return gpu_value<GpuPairwise<Operation>>(x_rows, y_rows, c)[0];
    torch::Tensor out = torch::empty({x.size(0), y.size(0)}, x.options());
    with_scalar(x, [&](auto zero) {
      using T = decltype(zero);
      Operation::template value<T>(read_points<T>(x_rows), read_points<T>(y_rows), curvature<T>(c),
                                   write_points<T>(out), execution());
    });
    return out;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grad_outs) {
    expect_first_derivative(Operation::function);
    const auto saved = context->get_saved_variables();
    const torch::Tensor x = by_rows(saved[0]), y = by_rows(saved[1]), c = saved[2];
    const torch::Tensor grad_out = by_rows(grad_outs[0]);
    if (on_gpu(x)) return gpu_vjp<GpuPairwise<Operation>>(x, y, c, grad_out);
    torch::Tensor g_x = torch::empty(x.sizes(), x.options());
    torch::Tensor g_y = torch::empty(y.sizes(), y.options());
    const torch::Tensor g_c = with_scalar(x, [&](auto zero) {
      using T = decltype(zero);
      return number(
          Operation::template vjp<T>(read_points<T>(x), read_points<T>(y), curvature<T>(c),
                                     read_points<T>(grad_out), write_points<T>(g_x),
                                     write_points<T>(g_y), execution()),
          c);
    });
    return {g_x, g_y, g_c};
  }
};

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
