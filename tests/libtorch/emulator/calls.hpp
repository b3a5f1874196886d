#pragma once
// Between the adapter and rapidity::cuda, for libtorch_emulated: every call has to be in the
// current stream, which the emulated kernels do not look at. The adapter, in namespace libtorch,
// finds these functions in front of rapidity's own.
#include <c10/cuda/CUDAStream.h>

#include <rapidity/cuda/cuda.hpp>

#include <tuple>

#include "../check.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace cuda {

using namespace rapidity::cuda;

/// Calls so far.
inline int calls = 0;

/// The stream is what a function takes last.
template <class... Arguments>
void expect_current_stream(const char* function, const Arguments&... arguments) {
  ++calls;
  const cudaStream_t stream = std::get<sizeof...(arguments) - 1>(std::tie(arguments...));
  expect(stream == c10::cuda::getCurrentCUDAStream().stream(),
         std::string(function) + ": a call in another stream than the current one");
}

#define RAPIDITY_TEST_WATCH(function)                                       \
  template <class T, class... Arguments>                                    \
  [[nodiscard]] cudaError_t function(const Arguments&... arguments) {       \
    expect_current_stream(#function, arguments...);                         \
    return rapidity::cuda::function<T>(arguments...);                       \
  }                                                                         \
  template <class T, class... Arguments>                                    \
  [[nodiscard]] cudaError_t function##_vjp(const Arguments&... arguments) { \
    expect_current_stream(#function "_vjp", arguments...);                  \
    return rapidity::cuda::function##_vjp<T>(arguments...);                 \
  }
RAPIDITY_TEST_WATCH(lift)
RAPIDITY_TEST_WATCH(logmap0)
RAPIDITY_TEST_WATCH(distance)
RAPIDITY_TEST_WATCH(half_aperture)
RAPIDITY_TEST_WATCH(exterior_angle)
RAPIDITY_TEST_WATCH(entailment_residual)
RAPIDITY_TEST_WATCH(entailment_loss)
RAPIDITY_TEST_WATCH(pairwise_distance)
RAPIDITY_TEST_WATCH(pairwise_inner)
RAPIDITY_TEST_WATCH(contrastive_loss)
#undef RAPIDITY_TEST_WATCH

}  // namespace cuda
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
