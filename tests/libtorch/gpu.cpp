// rapidity::libtorch_cuda: tensors on a GPU, in every type, against the plain formulas in double on
// the CPU. One source, two programs: `libtorch_cuda` runs on a GPU, and says so where there is
// none; `libtorch_emulated` has the kernels of tests/cuda/emulator/, takes tensors on the CPU for
// some on a GPU, and so runs all of the adapter but what emulator/c10/ stands in for.
#include <torch/torch.h>

#include <cstdlib>

#ifdef RAPIDITY_TEST_EMULATED
#define kCUDA kCPU
#endif
#include "cases.hpp"
#include "check.hpp"

#ifndef RAPIDITY_TEST_EMULATED
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace {

std::string name_of(torch::ScalarType type) { return c10::toString(type); }

/// Numbers of few bits: no type of points, and no product of matrices, loses any of them.
Inputs rounded(const Inputs& inputs) {
  Inputs result;
  for (const Tensor& input : inputs) {
    result.push_back(input.detach().to(torch::kBFloat16).to(torch::kDouble).requires_grad_());
  }
  return result;
}

/// The points in a type, what goes with them in that of their numbers, on the GPU.
Inputs on_gpu(const Inputs& inputs, torch::ScalarType type) {
  const auto number = type == torch::kDouble ? torch::kDouble : torch::kFloat;
  Inputs result;
  for (const Tensor& input : inputs) {
    const auto its_type = input.dim() == 0 ? number : type;
    result.push_back(
        input.detach().to(torch::TensorOptions(torch::kCUDA).dtype(its_type)).requires_grad_());
  }
  return result;
}

/// A weight of few bits for each element of the output.
Tensor weigh(const Tensor& out) {
  const Tensor weights = torch::arange(out.numel(), torch::kLong).remainder(7).add(1);
  return (out.reshape({-1}) * weights.to(out.options()) / 8).sum();
}

double largest(const Tensor& tensor) {
  return tensor.numel() == 0 ? 0 : tensor.abs().max().item<double>();
}

/// The rounding of a number of the type, and what the plain formulas lose in double.
double bound_of(torch::ScalarType type) {
  if (type == torch::kDouble) return 1e-12;
  if (type == torch::kHalf) return 0x1p-11;
  return type == torch::kBFloat16 ? 0x1p-8 : 2e-5;
}

void expect_near(const Tensor& value, const Tensor& expected, const std::string& what) {
  expect(value.device().type() == torch::kCUDA, what + ": device");
  expect(value.sizes() == expected.sizes(), what + ": shape");
  const double difference = largest(value.cpu().to(torch::kDouble) - expected);
  expect_close(difference, 0, bound_of(value.scalar_type()) * (1 + largest(expected)), what);
}

void test_case(const Case& test, torch::ScalarType type) {
  const std::string what = test.name + ", " + name_of(type);
  const Inputs exact = rounded(test.inputs), ours = on_gpu(exact, type);
  const Tensor expected = test.plain(exact), value = test.ours(ours);
  expect_near(value.detach(), expected.detach(), what);
  const Inputs expected_gradients = torch::autograd::grad({weigh(expected)}, exact);
  const Inputs gradients = torch::autograd::grad({weigh(value)}, ours);
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    const std::string name = what + ": gradient " + std::to_string(k);
    expect(gradients[k].scalar_type() == ours[k].scalar_type(), name + ": type");
    expect_near(gradients[k], expected_gradients[k], name);
  }
}

/// Points whose rows are not rows of memory, and a gradient that is one number for all rows.
void test_strides(const Case& test) {
  const auto type = test.all_pairs ? torch::kFloat : torch::kDouble;
  Inputs plain = on_gpu(rounded(test.inputs), type), strided = on_gpu(rounded(test.inputs), type);
  for (Tensor& input : strided) {
    if (input.dim() == 2) input = input.detach().t().contiguous().t().requires_grad_();
  }
  const Tensor a = test.ours(strided), b = test.ours(plain);
  expect(torch::equal(a, b), test.name + ": strides change the value");
  const Inputs g_a = torch::autograd::grad({a.sum()}, strided);
  const Inputs g_b = torch::autograd::grad({b.sum()}, plain);
  for (std::size_t k = 0; k < g_a.size(); ++k) {
    expect(torch::equal(g_a[k], g_b[k]), test.name + ": strides change a gradient");
  }
}

void test_errors() {
  const auto options = torch::TensorOptions(torch::kCUDA).dtype(torch::kDouble);
  const Tensor x = torch::ones({4, 3}, options), c = torch::ones({}, options);
  const Tensor half = x.to(torch::kHalf);
  expect_throws<c10::TypeError>([&] { ours::pairwise_distance(x, x, c); },
                                "x is Double, expected Float, Half or BFloat16 on a GPU");
  expect_throws<c10::TypeError>([&] { ours::contrastive_loss(x, x, c, c); },
                                "contrastive_loss: x is Double");
  expect_throws<c10::TypeError>([&] { ours::lift(half, c); },
                                "lift: c is Double, expected Float with 16-bit v");
  expect_throws<c10::TypeError>([&] { ours::lift(x.to(torch::kLong), c); },
                                "lift: v is Long, expected Float, Double, Half or BFloat16");
  expect_throws<rapidity::shape_error>([&] { ours::distance(x, x.slice(0, 0, 2), c); },
                                       "y is [2, 3], expected [4, 3] as x");
  expect_throws<rapidity::domain_error>([&] { ours::half_aperture(x, c, -1); }, "min_radius");
  const Tensor none = torch::empty({0, 3}, options);
  expect(ours::lift(none, c).sizes() == none.sizes(), "no points");
  // As documented, and unlike on the CPU: c is read when the work runs.
  expect(ours::lift(x, -c).isnan().all().item<bool>(), "NaN for a curvature that is negative");
}

#ifndef RAPIDITY_TEST_EMULATED
/// The work goes into the stream that is current, forward and backward.
void test_streams(const Case& test) {
  const auto type = test.all_pairs ? torch::kFloat : torch::kDouble;
  const Inputs inputs = on_gpu(rounded(test.inputs), type);
  const Tensor expected = test.ours(inputs);
  const Inputs expected_gradients = torch::autograd::grad({weigh(expected)}, inputs);
  torch::cuda::synchronize();
  const c10::cuda::CUDAStreamGuard guard(c10::cuda::getStreamFromPool());
  const Tensor value = test.ours(inputs);
  expect(torch::equal(value, expected), test.name + ": another stream changes the value");
  const Inputs gradients = torch::autograd::grad({weigh(value)}, inputs);
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    expect(torch::equal(gradients[k], expected_gradients[k]),
           test.name + ": another stream changes a gradient");
  }
}

/// Tensors on the CPU stay there, and two devices in one call are refused.
void test_beside_the_cpu() {
  const Tensor x = torch::ones({4, 3}), c = torch::ones({});
  expect(ours::lift(x, c).is_cpu(), "points on the CPU stay there");
  expect_throws<c10::ValueError>([&] { ours::distance(x.to(torch::kCUDA), x, c); },
                                 "y is on cpu, expected cuda:0 as x");
}

bool has_gpu() {
  if (torch::cuda::is_available()) return true;
  const char* required = std::getenv("RAPIDITY_REQUIRE_GPU");
  expect(required == nullptr || std::string(required) != "1", "no CUDA device");
  std::puts("SKIPPED: no CUDA device");  // by which CTest knows it
  return false;
}
#else
void test_streams(const Case&) {}
void test_beside_the_cpu() {}
bool has_gpu() { return true; }
#endif

void test_all() {
  for (const Case& test : cases()) {
    for (const auto type : {torch::kFloat, torch::kDouble, torch::kHalf, torch::kBFloat16}) {
      if (type != torch::kDouble || !test.all_pairs) test_case(test, type);
    }
    test_strides(test);
    test_streams(test);
  }
  test_errors();
  test_beside_the_cpu();
}

}  // namespace

int main() {
  torch::manual_seed(1);
  if (has_gpu()) {
    test_all();
    if (failures == 0) std::puts("all passed");
  }
  if (failures > 0) std::printf("%d failed\n", failures);
  return failures == 0 ? 0 : 1;
}
