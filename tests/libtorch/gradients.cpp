// Values and gradients against Torch's own autograd through the plain formulas, and against
// differences, in double; floats against doubles.
#include <cmath>

#include "corners.hpp"

namespace {

/// A value for each element of the output, so that no two gradients are alike.
Tensor weigh(const Tensor& out) {
  const Tensor weights = torch::linspace(0.5, 1.7, std::max<std::int64_t>(out.numel(), 1));
  return (out.reshape({-1}) * weights.slice(0, 0, out.numel()).to(out.dtype())).sum();
}

Inputs fresh(const Inputs& inputs, torch::Dtype type) {
  Inputs copies;
  for (const Tensor& input : inputs) {
    copies.push_back(input.detach().to(type, false, true).requires_grad_());
  }
  return copies;
}

double largest(const Tensor& tensor) {
  return tensor.numel() == 0 ? 0 : tensor.abs().max().item<double>();
}

void expect_same(const Case& test, torch::Dtype type, double bound) {
  const Inputs a = fresh(test.inputs, type), b = fresh(test.inputs, torch::kDouble);
  const Tensor value = test.ours(a), expected = test.plain(b);
  expect(value.sizes() == expected.sizes(), test.name + ": shape");
  expect(value.scalar_type() == type, test.name + ": type");
  expect_close(largest(value - expected), 0, bound * (1 + largest(expected)), test.name);
  const Inputs gradients = torch::autograd::grad({weigh(value)}, a);
  const Inputs exact = torch::autograd::grad({weigh(expected)}, b);
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    expect(gradients[k].scalar_type() == type, test.name + ": type of a gradient");
    expect_close(largest(gradients[k] - exact[k]), 0, bound * (1 + largest(exact[k])),
                 test.name + ": gradient " + std::to_string(k));
  }
}

/// Central differences of every element of every input.
void expect_differences(const Case& test) {
  const Inputs inputs = fresh(test.inputs, torch::kDouble);
  const Inputs gradients = torch::autograd::grad({weigh(test.ours(inputs))}, inputs);
  const torch::NoGradGuard no_grad;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const Tensor elements = inputs[k].view({-1});
    for (std::int64_t e = 0; e < elements.numel(); ++e) {
      const double step = 1e-5, original = elements[e].item<double>();
      const auto value_at = [&](double element) {
        elements[e].fill_(element);
        return weigh(test.ours(inputs)).item<double>();
      };
      const double slope = (value_at(original + step) - value_at(original - step)) / (2 * step);
      elements[e].fill_(original);
      expect_close(gradients[k].reshape({-1})[e].item<double>(), slope,
                   1e-6 * (1 + std::abs(slope)),
                   test.name + ": difference by element " + std::to_string(e) + " of input " +
                       std::to_string(k));
    }
  }
}

void test_strides(const Case& test) {
  Inputs strided = fresh(test.inputs, torch::kDouble);
  for (Tensor& input : strided) {
    if (input.dim() == 2) input = input.detach().t().contiguous().t().requires_grad_();
  }
  const Inputs plain = fresh(test.inputs, torch::kDouble);
  const Tensor a = test.ours(strided), b = test.ours(plain);
  expect(torch::equal(a, b), test.name + ": strides change the value");
  const Inputs g_a = torch::autograd::grad({weigh(a)}, strided);
  const Inputs g_b = torch::autograd::grad({weigh(b)}, plain);
  for (std::size_t k = 0; k < g_a.size(); ++k) {
    expect(torch::equal(g_a[k], g_b[k]), test.name + ": strides change a gradient");
  }
}

void test_nan(const Case& test) {
  Inputs inputs = fresh(test.inputs, torch::kFloat);
  inputs[0].detach()[1][2].fill_(std::nanf(""));
  const Tensor value = weigh(test.ours(inputs));
  expect(std::isnan(value.item<float>()), test.name + ": NaN is lost");
  const Tensor gradient = torch::autograd::grad({value}, {inputs[0]})[0];
  expect(gradient[1].isnan().any().item<bool>(), test.name + ": NaN is lost in the gradient");
}

void test_part_of_a_graph() {
  // Some inputs without a gradient; c and scale computed from parameters; a gradient that arrives
  // with no strides of its own.
  const Tensor v = torch::randn({5, 3}).requires_grad_(), w = torch::randn({5, 3});
  const Tensor log_c = torch::zeros({}).requires_grad_(), log_scale = torch::ones({});
  const Tensor c = log_c.exp(), x = ours::lift(v, c), y = ours::lift(w, c);
  const Tensor loss = ours::contrastive_loss(x, y, c, log_scale.exp()) +
                      ours::entailment_loss(x, y, c, 0.1, 1) + ours::distance(x, y, c).sum();
  loss.backward();
  expect(v.grad().defined() && log_c.grad().defined(), "leaves have gradients");
  expect(!w.grad().defined() && !log_scale.grad().defined(), "constants have none");
  const torch::NoGradGuard no_grad;
  expect(!ours::distance(x, y, c).requires_grad(), "no graph where none is wanted");
}

}  // namespace

void test_gradients() {
  for (const Case& test : cases()) {
    expect_same(test, torch::kDouble, 1e-12);
    expect_same(test, torch::kFloat, 2e-5);
    expect_differences(test);
    test_strides(test);
    test_nan(test);
    test_corners(test, [](const Tensor& input) { return input.detach().clone().requires_grad_(); });
  }
  test_part_of_a_graph();
}
