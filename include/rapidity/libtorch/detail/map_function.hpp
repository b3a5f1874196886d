#pragma once
// Autograd around a map from points to points.
#include "gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

/// Operation: names `function` and `argument`, value(points, c, limit, out, execution) and
/// vjp(points, c, limit, grad_out, gradient, execution) -> gradient by c. `limit` is a number that
/// an operation may ignore.
template <class Operation>
class MapFunction : public torch::autograd::Function<MapFunction<Operation>> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context,
                               const torch::Tensor& points, const torch::Tensor& c, double limit) {
    expect_tensor(Operation::function, Operation::argument, points, 2);
    expect_tensor(Operation::function, "c", c, 0, Operation::argument, points);
    context->save_for_backward({points, c});
    context->saved_data["limit"] = limit;
    const torch::Tensor rows = by_rows(points);
    if (on_gpu(rows)) return gpu_value<GpuMap<Operation>>(rows, c, limit)[0];
    torch::Tensor out = torch::empty(points.sizes(), points.options());
    with_scalar(points, [&](auto zero) {
      using T = decltype(zero);
      Operation::template value<T>(read_points<T>(rows), curvature<T>(c), T(limit),
                                   write_points<T>(out), execution());
    });
    return out;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grad_outs) {
    expect_first_derivative(Operation::function);
    const auto saved = context->get_saved_variables();
    const torch::Tensor points = by_rows(saved[0]), c = saved[1];
    const double limit = context->saved_data["limit"].toDouble();
    const torch::Tensor grad_out = by_rows(grad_outs[0]);
    if (on_gpu(points)) {
      const auto gradients = gpu_vjp<GpuMap<Operation>>(points, c, limit, grad_out);
      return {gradients[0], gradients[1], torch::Tensor()};
    }
    torch::Tensor gradient = torch::empty(points.sizes(), points.options());
    const torch::Tensor g_c = with_scalar(points, [&](auto zero) {
      using T = decltype(zero);
      return number(Operation::template vjp<T>(read_points<T>(points), curvature<T>(c), T(limit),
                                               read_points<T>(grad_out), write_points<T>(gradient),
                                               execution()),
                    c);
    });
    return {gradient, g_c, torch::Tensor()};
  }
};

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
