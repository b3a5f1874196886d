#include "model/gelu.hpp"

#include <torch/autograd.h>

#include <Eigen/Core>

namespace meru {
namespace {

using Array = Eigen::Map<Eigen::ArrayXf>;
using ConstArray = Eigen::Map<const Eigen::ArrayXf>;

constexpr float kSlope = 0.7978845608F;  // sqrt(2 / pi)
constexpr float kCubic = 0.044715F;
constexpr Eigen::Index kBlock =
    1024;  // floats: every temporary of a block stays in the first-level cache

template <class Body>
void for_blocks(Eigen::Index size, const Body& body) {
  for (Eigen::Index begin = 0; begin < size; begin += kBlock)
    body(begin, std::min(kBlock, size - begin));
}

struct Gelu : torch::autograd::Function<Gelu> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context,
                               const torch::Tensor& input) {
    auto output = torch::empty_like(input);
    const ConstArray x(input.data_ptr<float>(), input.numel());
    Array y(output.data_ptr<float>(), input.numel());
    for_blocks(x.size(), [&](auto begin, auto size) {
      const auto in = x.segment(begin, size);
      y.segment(begin, size) =
          0.5F * in * (1.0F + (kSlope * in * (1.0F + kCubic * in.square())).tanh());
    });
    context->save_for_backward({input});
    return output;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grads) {
    const auto input = context->get_saved_variables()[0];
    const auto grad_output = grads[0].contiguous();
    auto grad_input = torch::empty_like(input);
    const ConstArray x(input.data_ptr<float>(), input.numel());
    const ConstArray g(grad_output.data_ptr<float>(), input.numel());
    Array out(grad_input.data_ptr<float>(), input.numel());
    Eigen::Array<float, kBlock, 1> tanh_block;
    for_blocks(x.size(), [&](auto begin, auto size) {
      const auto in = x.segment(begin, size);
      auto t = tanh_block.head(size);
      t = (kSlope * in * (1.0F + kCubic * in.square())).tanh();
      out.segment(begin, size) =
          0.5F * g.segment(begin, size) *
          (1.0F + t + in * (1.0F - t.square()) * kSlope * (1.0F + 3.0F * kCubic * in.square()));
    });
    return {grad_input};
  }
};

}  // namespace

torch::Tensor gelu(const torch::Tensor& input) {
  if (input.is_cuda()) return torch::gelu(input, "tanh");
  TORCH_CHECK(input.scalar_type() == torch::kFloat && input.is_cpu(),
              "input: expected float32 on the CPU or a GPU, got ", input.options());
  return Gelu::apply(input.contiguous());
}

}  // namespace meru
