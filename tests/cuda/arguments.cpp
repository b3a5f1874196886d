// What is refused before a launch, by name. No GPU is needed: nothing is read.
#include <rapidity/cuda/cuda.hpp>

#include <limits>

#include "catch.hpp"

namespace {

namespace cuda = rapidity::cuda;
using rapidity::domain_error;
using rapidity::GradMode;
using rapidity::MatrixView;
using rapidity::shape_error;
using rapidity::VectorView;

alignas(256) float memory[64];
alignas(256) char scratch[64 << 10];

MatrixView<float> matrix(std::int64_t rows, std::int64_t cols) {
  return {memory, rows, cols, cols};
}
VectorView<float> vector(std::int64_t size) { return {memory, size}; }
template <class T>
T* shifted(T* data) {  // by one byte
  return reinterpret_cast<T*>(reinterpret_cast<char*>(data) + 1);
}

const cuda::DeviceCurvature<float> c(memory);
const cuda::Workspace workspace{scratch, sizeof(scratch)};
const GradMode mode = GradMode::overwrite;
const float infinity = std::numeric_limits<float>::infinity();
const cudaStream_t stream = nullptr;

}  // namespace

TEST_CASE("a message of rapidity::cuda names the function, the argument, and what came", "[host]") {
  const auto a = matrix(4, 3);
  CHECK_THROWS_WITH((void)cuda::distance(a, matrix(2, 3), c, vector(4), stream),
                    "rapidity::cuda::distance: y is [2, 3], expected [4, 3] as x");
  CHECK_THROWS_WITH((void)cuda::distance(a, a, c, vector(3), stream),
                    "rapidity::cuda::distance: out has 3 elements, expected 4 as x has rows");
  CHECK_THROWS_WITH((void)cuda::logmap0(MatrixView<float>{memory, 4, 3, 2}, c, a, stream),
                    "rapidity::cuda::logmap0: x has a row stride of 2, expected at least its 3 "
                    "columns");
  CHECK_THROWS_WITH((void)cuda::logmap0(MatrixView<float>{memory, -1, 3, 3}, c, a, stream),
                    "rapidity::cuda::logmap0: x is [-1, 3], expected sizes of 0 or more");
  CHECK_THROWS_WITH((void)cuda::logmap0(MatrixView<float>{nullptr, 4, 3, 3}, c, a, stream),
                    "rapidity::cuda::logmap0: x is null, expected device memory");
  CHECK_THROWS_WITH((void)cuda::logmap0(MatrixView<float>{shifted(memory), 4, 3, 3}, c, a, stream),
                    "rapidity::cuda::logmap0: x is misaligned, expected a multiple of 4 bytes");
  CHECK_THROWS_WITH((void)cuda::half_aperture(a, c, -1.0f, vector(4), stream),
                    "rapidity::cuda::half_aperture: min_radius is negative, expected a number >= "
                    "0, got -1");
  CHECK_THROWS_WITH(
      (void)cuda::distance_vjp(a, a, c, vector(4), a, a, memory, mode, {scratch, 3}, stream),
      "rapidity::cuda::distance_vjp: workspace has 3 bytes, expected at least 16");
}

TEST_CASE("every function of rapidity::cuda refuses arguments of other shapes", "[host]") {
  const auto a = matrix(4, 3), few = matrix(3, 3), narrow = matrix(4, 2);
  const auto v = vector(4), short_v = vector(3);
  float* const g = memory;
  CHECK_THROWS_AS((void)cuda::lift(a, {}, c, infinity, narrow, stream), shape_error);
  CHECK_THROWS_AS((void)cuda::lift_vjp(a, {}, c, infinity, few, a, g, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::lift_vjp(a, {}, c, infinity, a, few, g, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::logmap0(a, c, few, stream), shape_error);
  CHECK_THROWS_AS((void)cuda::logmap0_vjp(a, c, few, a, g, mode, workspace, stream), shape_error);
  CHECK_THROWS_AS((void)cuda::logmap0_vjp(a, c, a, few, g, mode, workspace, stream), shape_error);
  CHECK_THROWS_AS((void)cuda::half_aperture(a, c, 0.1f, short_v, stream), shape_error);
  CHECK_THROWS_AS((void)cuda::half_aperture_vjp(a, c, 0.1f, short_v, a, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::half_aperture_vjp(a, c, 0.1f, v, few, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, short_v, a, a, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, v, few, a, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, v, a, few, g, mode, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::exterior_angle(a, few, c, v, stream), shape_error);
  CHECK_THROWS_AS(
      (void)cuda::exterior_angle_vjp(a, a, c, short_v, a, a, g, mode, workspace, stream),
      shape_error);
  CHECK_THROWS_AS((void)cuda::entailment_residual(a, few, c, 0.1f, 1.0f, v, stream), shape_error);
  CHECK_THROWS_AS((void)cuda::entailment_residual_vjp(a, a, c, 0.1f, 1.0f, short_v, a, a, g, mode,
                                                      workspace, stream),
                  shape_error);
  CHECK_THROWS_AS((void)cuda::entailment_loss(a, few, c, 0.1f, 1.0f, g, workspace, stream),
                  shape_error);
  CHECK_THROWS_AS(
      (void)cuda::entailment_loss_vjp(a, a, c, 0.1f, 1.0f, g, a, few, g, mode, workspace, stream),
      shape_error);
  CHECK_THROWS_AS((void)cuda::distance(a, a, c, VectorView<float>{memory, 4, 0}, stream),
                  shape_error);
}

TEST_CASE("every function of rapidity::cuda refuses numbers outside their domain", "[host]") {
  const auto a = matrix(4, 3);
  const auto v = vector(4);
  float* const g = memory;
  CHECK_THROWS_AS((void)cuda::lift(a, {}, c, -1.0f, a, stream), domain_error);
  CHECK_THROWS_AS((void)cuda::lift_vjp(a, {}, c, -1.0f, a, a, g, g, mode, workspace, stream),
                  domain_error);
  CHECK_THROWS_AS((void)cuda::half_aperture_vjp(a, c, -0.1f, v, a, g, mode, workspace, stream),
                  domain_error);
  CHECK_THROWS_AS((void)cuda::entailment_residual(a, a, c, -0.1f, 1.0f, v, stream), domain_error);
  CHECK_THROWS_AS((void)cuda::entailment_residual(a, a, c, 0.1f, -1.0f, v, stream), domain_error);
  CHECK_THROWS_AS((void)cuda::entailment_loss(a, a, c, 0.1f, -1.0f, g, workspace, stream),
                  domain_error);
  CHECK_THROWS_AS(
      (void)cuda::entailment_loss_vjp(a, a, c, -0.1f, 1.0f, g, a, a, g, mode, workspace, stream),
      domain_error);
}

TEST_CASE("null and misaligned data is refused wherever it is read or written", "[host]") {
  const auto a = matrix(4, 3);
  const auto v = vector(4);
  float *const g = memory, *const odd = shifted(memory), *const null = nullptr;
  for (float* const bad : {null, odd}) {
    const MatrixView<float> m{bad, 4, 3, 3};
    const VectorView<float> n{bad, 4};
    const cuda::DeviceCurvature<float> no_c(bad);
    CHECK_THROWS_AS((void)cuda::lift(m, {}, c, 1.0f, a, stream), domain_error);
    CHECK_THROWS_AS((void)cuda::lift(a, {}, no_c, 1.0f, a, stream), domain_error);
    CHECK_THROWS_AS((void)cuda::lift(a, {}, c, 1.0f, m, stream), domain_error);
    CHECK_THROWS_AS((void)cuda::distance(a, m, c, v, stream), domain_error);
    CHECK_THROWS_AS((void)cuda::distance(a, a, c, n, stream), domain_error);
    CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, n, a, a, g, mode, workspace, stream),
                    domain_error);
    CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, v, m, a, g, mode, workspace, stream),
                    domain_error);
    CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, v, a, m, g, mode, workspace, stream),
                    domain_error);
    CHECK_THROWS_AS((void)cuda::entailment_loss(a, a, c, 0.1f, 1.0f, bad, workspace, stream),
                    domain_error);
    CHECK_THROWS_AS(
        (void)cuda::entailment_loss_vjp(a, a, c, 0.1f, 1.0f, bad, a, a, g, mode, workspace, stream),
        domain_error);
    CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, v, a, a, g, mode, {bad, 4096}, stream),
                    domain_error);
  }
  CHECK_THROWS_AS((void)cuda::lift(a, cuda::DeviceScale<float>(odd), c, 1.0f, a, stream),
                  domain_error);
  CHECK_THROWS_AS((void)cuda::distance_vjp(a, a, c, v, a, a, odd, mode, workspace, stream),
                  domain_error);
}

TEST_CASE("no row needs no data, and no workspace", "[host]") {
  const MatrixView<float> none{nullptr, 0, 3, 3};
  const VectorView<float> nothing{nullptr, 0};
  CHECK(cuda::lift(none, {}, c, infinity, none, stream) == cudaSuccess);
  CHECK(cuda::distance(none, none, c, nothing, stream) == cudaSuccess);
  CHECK(cuda::distance_vjp_workspace_bytes(0, 3) == 0);
  CHECK(cuda::distance_vjp(none, none, c, nothing, none, none, nullptr, mode, {nullptr, 0},
                           stream) == cudaSuccess);
}

#if !defined(RAPIDITY_TEST_EMULATED)
TEST_CASE("without a device the error is CUDA's, returned", "[host]") {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) == cudaSuccess && devices > 0) return;
  const auto a = matrix(4, 3);
  CHECK(cuda::lift(a, {}, c, infinity, a, stream) != cudaSuccess);
  CHECK(cuda::distance_vjp(a, a, c, vector(4), a, a, memory, mode, workspace, stream) !=
        cudaSuccess);
}
#endif
