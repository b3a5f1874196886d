#pragma once
// The inputs of the cases on a GPU, for tensors of which libtorch_emulated takes those of the CPU.
#include <torch/torch.h>

#ifdef RAPIDITY_TEST_EMULATED
#define kCUDA kCPU
#include "emulator/calls.hpp"
#endif
#include "cases.hpp"
#include "check.hpp"

/// Numbers of few bits: no type of points, and no product of matrices, loses any of them.
inline Inputs rounded(const Inputs& inputs) {
  Inputs result;
  for (const Tensor& input : inputs) {
    result.push_back(input.detach().to(torch::kBFloat16).to(torch::kDouble).requires_grad_());
  }
  return result;
}

/// A point in a type, what goes with points in that of their numbers, on the GPU.
inline Tensor on_gpu(const Tensor& input, torch::ScalarType type) {
  const auto number = type == torch::kDouble ? torch::kDouble : torch::kFloat;
  const auto options = torch::TensorOptions(torch::kCUDA).dtype(input.dim() == 0 ? number : type);
  return input.detach().to(options).requires_grad_();
}

inline Inputs on_gpu(const Inputs& inputs, torch::ScalarType type) {
  Inputs result;
  for (const Tensor& input : inputs) result.push_back(on_gpu(input, type));
  return result;
}

/// The most exact type that the functions take there.
inline torch::ScalarType best_type(const Case& test) {
  return test.all_pairs ? torch::kFloat : torch::kDouble;
}

/// A weight of few bits for each element of the output.
inline Tensor weights_of(const Tensor& out) {
  const Tensor weights = torch::arange(out.numel(), torch::kLong).remainder(7).add(1);
  return weights.reshape(out.sizes()).to(out.options()) / 8;
}

inline Inputs gradients_of(const Tensor& out, const Inputs& inputs, const Tensor& weights) {
  return torch::autograd::grad({out}, inputs, {weights});
}
