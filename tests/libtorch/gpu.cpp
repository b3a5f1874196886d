// rapidity::libtorch_cuda: tensors on a GPU, in every type, against the plain formulas in double on
// the CPU. One source, two programs: `libtorch_cuda` runs on a GPU, and says so where there is
// none; `libtorch_emulated` has the kernels of tests/cuda/emulator/, takes tensors on the CPU for
// some on a GPU, and so runs all of the adapter but what emulator/c10/ stands in for.
#include "gpu_inputs.hpp"  // first: in the emulator it stands in for what the others include

#include <cstdlib>

#include "corners.hpp"
#include "streams.hpp"

namespace {

std::string name_of(torch::ScalarType type) { return c10::toString(type); }

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
  const Inputs expected_gradients = gradients_of(expected, exact, weights_of(expected));
  const Inputs gradients = gradients_of(value, ours, weights_of(value));
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    const std::string name = what + ": gradient " + std::to_string(k);
    expect(gradients[k].scalar_type() == ours[k].scalar_type(), name + ": type");
    expect_near(gradients[k], expected_gradients[k], name);
  }
}

/// Points whose rows are not rows of memory, and a gradient that is one number for all rows.
void test_strides(const Case& test) {
  const auto type = best_type(test);
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
void test_beside_the_cpu() { expect(ours::cuda::calls > 0, "no call was watched"); }
bool has_gpu() { return true; }
#endif

void test_all() {
  for (const Case& test : cases()) {
    for (const auto type : {torch::kFloat, torch::kDouble, torch::kHalf, torch::kBFloat16}) {
      if (type != torch::kDouble || !test.all_pairs) test_case(test, type);
    }
    test_strides(test);
    test_corners(test, [&](const Tensor& input) { return on_gpu(input, best_type(test)); });
    test_streams(test);
    test_capture(test);
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
