// Tensors that no operation can take are refused with a typed error that names them.
#include <rapidity/libtorch/libtorch.hpp>

#include "check.hpp"

namespace {

/// A tensor that says it is on a GPU, of no memory.
torch::Tensor on_a_gpu(const torch::Tensor& like) {
  c10::Storage storage(c10::Storage::use_byte_size_t(), 0,
                       c10::DataPtr(nullptr, torch::Device(torch::kCUDA, 0)), nullptr, false);
  torch::Tensor tensor = at::detail::make_tensor<c10::TensorImpl>(
      std::move(storage), c10::DispatchKeySet(c10::DispatchKey::CUDA), like.dtype());
  tensor.unsafeGetTensorImpl()->set_sizes_contiguous(like.sizes());
  return tensor;
}

/// In a program without rapidity::libtorch_cuda.
void test_tensors_on_a_gpu(const torch::Tensor& x, const torch::Tensor& c) {
  using namespace rapidity::libtorch;
  expect_throws<c10::NotImplementedError>(
      [&] { lift(on_a_gpu(x), on_a_gpu(c)); },
      "lift: v is on cuda:0, expected the CPU; for a GPU, link the CMake target "
      "rapidity::libtorch_cuda");
  expect_throws<c10::NotImplementedError>(
      [&] { contrastive_loss(on_a_gpu(x), on_a_gpu(x), on_a_gpu(c), on_a_gpu(c)); },
      "contrastive_loss: x is on cuda:0");
  expect_throws<c10::ValueError>([&] { distance(x, on_a_gpu(x), c); },
                                 "distance: y is on cuda:0, expected cpu as x");
  expect_throws<c10::ValueError>([&] { entailment_loss(x, x, on_a_gpu(c), 0.1, 1); },
                                 "entailment_loss: c is on cuda:0, expected cpu as general");
  expect_throws<c10::ValueError>([&] { contrastive_loss(x, x, c, on_a_gpu(c)); },
                                 "contrastive_loss: scale is on cuda:0, expected cpu as x");
}

}  // namespace

void test_arguments() {
  using namespace rapidity::libtorch;
  using torch::Tensor;
  const Tensor x = torch::randn({4, 3}), y = torch::randn({4, 3}), c = torch::tensor(1.0f);

  expect_throws<c10::TypeError>([&] { distance(x, y.to(torch::kDouble), c); },
                                "rapidity::libtorch::distance: y is Double, expected Float as x");
  expect_throws<c10::TypeError>([&] { distance(x, y, c.to(torch::kDouble)); },
                                "distance: c is Double, expected Float as x");
  expect_throws<c10::TypeError>([&] { lift(x.to(torch::kHalf), c); },
                                "lift: v is Half, expected Float or Double");
  expect_throws<c10::Error>([&] { lift(Tensor(), c); }, "");  // refused by Torch itself
  expect_throws<c10::TypeError>([&] { logmap0(x.to_sparse(), c); }, "expected a dense tensor");
  expect_throws<c10::NotImplementedError>([&] { lift(x.to(torch::kMeta), c); },
                                          "lift: v is on meta, expected the CPU");

  test_tensors_on_a_gpu(x, c);

  using rapidity::shape_error;
  expect_throws<shape_error>([&] { half_aperture(x[0], c, 0.1); },
                             "half_aperture: x has shape [3], expected 2 dimensions");
  expect_throws<shape_error>([&] { distance(x, y, torch::ones({1})); },
                             "distance: c has shape [1], expected 0 dimensions");
  expect_throws<shape_error>([&] { distance(x, y.slice(0, 0, 2), c); },
                             "y is [2, 3], expected [4, 3] as x");
  expect_throws<shape_error>([&] { entailment_loss(x, y.slice(1, 0, 2), c, 0.1, 1); },
                             "specific is [4, 2], expected [4, 3] as general");
  expect_throws<shape_error>([&] { pairwise_inner(x, y.slice(1, 0, 2), c); },
                             "y is [4, 2], expected [4, 3] with the columns of x");
  expect_throws<shape_error>([&] { contrastive_loss(x, y.slice(0, 0, 2), c, c); },
                             "contrastive_loss: y is [2, 3], expected [4, 3] as x");

  using rapidity::domain_error;
  expect_throws<domain_error>([&] { lift(x, -c); }, "Curvature");
  expect_throws<domain_error>([&] { lift(x, c / 0); }, "Curvature");
  expect_throws<domain_error>([&] { half_aperture(x, c, -1); }, "min_radius is negative");

  const Tensor leaf = x.clone().requires_grad_();
  expect_throws<c10::NotImplementedError>(
      [&] { torch::autograd::grad({lift(leaf, c).sum()}, {leaf}, {}, true, true); },
      "lift: no second derivative");

  // Nothing at all is fine.
  const Tensor none = torch::empty({0, 3});
  expect(lift(none, c).sizes() == none.sizes(), "no points");
  expect(contrastive_loss(none, none, c, c).item<float>() == 0, "the loss of no pairs");
}
