#pragma once
// Where the work of a call goes: into the current stream, or, in a capture, into the graph.
#include "gpu_inputs.hpp"

#ifndef RAPIDITY_TEST_EMULATED
#include <ATen/cuda/CUDAGraph.h>
#include <ATen/cuda/Sleep.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

/// Into leaves that are there already, in the current stream.
inline void write(const Inputs& from, const Inputs& to) {
  const torch::NoGradGuard no_grad;
  for (std::size_t k = 0; k < from.size(); ++k) to[k].copy_(from[k], /*non_blocking=*/true);
}

/// The value and the gradients.
inline Inputs results_of(const Case& test, const Inputs& inputs, const Tensor& weights) {
  const Tensor value = test.ours(inputs);
  Inputs results = gradients_of(value, inputs, weights);
  results.push_back(value.detach());
  return results;
}

inline void expect_equal(const Inputs& results, const Inputs& expected, const std::string& what) {
  for (std::size_t k = 0; k < results.size(); ++k) {
    const bool is_value = k + 1 == results.size();
    expect(torch::equal(results[k], expected[k]),
           what + (is_value ? ": the value" : ": gradient " + std::to_string(k)) + " is another");
  }
}

#ifdef RAPIDITY_TEST_EMULATED
inline void wait_for_gpu() {}
inline void keep_busy() {}
inline void test_capture(const Case&) {}
#else
inline void wait_for_gpu() { torch::cuda::synchronize(); }
/// The current stream, for some 50 ms.
inline void keep_busy() { at::cuda::sleep(100'000'000); }

/// A call that is captured does, every time it is launched, what it does with those inputs.
inline void test_capture(const Case& test) {
  const Inputs first = on_gpu(rounded(test.inputs), best_type(test));
  Inputs second;
  for (const Tensor& input : first) second.push_back((input.detach() * 0.75).requires_grad_());
  const Tensor weights = weights_of(test.ours(first));
  const Inputs of_first = results_of(test, first, weights);
  const Inputs of_second = results_of(test, second, weights);
  const Inputs inputs = on_gpu(rounded(test.inputs), best_type(test));
  wait_for_gpu();

  const c10::cuda::CUDAStreamGuard guard(c10::cuda::getStreamFromPool());
  results_of(test, inputs, weights);  // chooses the products, outside of the capture
  wait_for_gpu();
  at::cuda::CUDAGraph graph;
  graph.capture_begin();
  const Inputs results = results_of(test, inputs, weights);
  graph.capture_end();
  write(second, inputs);
  graph.replay();
  expect_equal(results, of_second, test.name + ", captured");
  write(first, inputs);
  graph.replay();
  expect_equal(results, of_first, test.name + ", captured, launched again");
}
#endif

/// The work goes into the stream that is current, forward and backward. A call in any other one
/// would read NaN, for what it reads is written behind a long wait; emulated, each call says so.
inline void test_streams(const Case& test) {
  const Inputs inputs = on_gpu(rounded(test.inputs), best_type(test));
  const Tensor weights = weights_of(test.ours(inputs));
  const Inputs expected = results_of(test, inputs, weights);
  Inputs late;
  for (const Tensor& input : inputs) {
    late.push_back(torch::full_like(input.detach(), NAN).requires_grad_());
  }
  wait_for_gpu();
  const c10::cuda::CUDAStreamGuard guard(c10::cuda::getStreamFromPool());
  results_of(test, late, weights);  // gets this stream its memory: no allocation waits below
  wait_for_gpu();
  keep_busy();
  write(inputs, late);
  expect_equal(results_of(test, late, weights), expected, test.name + ", in another stream");
}
