// Moves general points until their cones hold the specific ones, on a GPU: forward, backward, step.
#include <thrust/device_vector.h>
#include <thrust/host_vector.h>
#include <thrust/transform.h>
#include <rapidity/cuda/cuda.hpp>

#include <cstdio>
#include <random>
#include <stdexcept>

namespace {

constexpr std::int64_t pairs = 4096, dimensions = 64;

void check(cudaError_t error) {
  if (error != cudaSuccess) throw std::runtime_error(cudaGetErrorString(error));
}

rapidity::MatrixView<float> rows_of(thrust::device_vector<float>& values) {
  return {thrust::raw_pointer_cast(values.data()), pairs, dimensions, dimensions};
}

thrust::device_vector<float> random_points(float radius, unsigned seed) {
  std::mt19937 bits(seed);
  std::normal_distribution<float> normal(0, radius / 8);
  thrust::host_vector<float> values(pairs * dimensions);
  for (float& value : values) value = normal(bits);
  return values;
}

struct Step {
  float rate;
  __device__ float operator()(float point, float gradient) const { return point - rate * gradient; }
};

void descend() {
  namespace cuda = rapidity::cuda;
  thrust::device_vector<float> general = random_points(0.5F, 1), specific = random_points(2, 2);
  thrust::device_vector<float> g_general(general.size()), g_specific(specific.size());
  // The curvature, the loss and the gradient of the loss stay on the device.
  thrust::device_vector<float> curvature(1, 1.0F), loss(1), one(1, 1.0F);
  const cuda::DeviceCurvature<float> c(thrust::raw_pointer_cast(curvature.data()));

  thrust::device_vector<double> memory(
      cuda::entailment_loss_workspace_bytes(pairs, dimensions) / sizeof(double) + 1);
  const cuda::Workspace workspace{thrust::raw_pointer_cast(memory.data()),
                                  memory.size() * sizeof(double)};
  cudaStream_t stream = nullptr;
  check(cudaStreamCreate(&stream));

  for (int step = 0; step <= 100; ++step) {
    check(cuda::entailment_loss(rows_of(general), rows_of(specific), c, 0.1F, 1.0F,
                                thrust::raw_pointer_cast(loss.data()), workspace, stream));
    check(cuda::entailment_loss_vjp(rows_of(general), rows_of(specific), c, 0.1F, 1.0F,
                                    thrust::raw_pointer_cast(one.data()), rows_of(g_general),
                                    rows_of(g_specific), nullptr, rapidity::GradMode::overwrite,
                                    {nullptr, 0}, stream));
    thrust::transform(thrust::cuda::par.on(stream), general.begin(), general.end(),
                      g_general.begin(), general.begin(), Step{20.0F});
    if (step % 20 == 0) {
      check(cudaStreamSynchronize(stream));
      std::printf("step %3d   mean angle outside the cone %.4f\n", step, float(loss[0]));
    }
  }
  check(cudaStreamDestroy(stream));
}

}  // namespace

int main() {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
    std::puts("This example needs a CUDA device.");
    return 0;
  }
  descend();
}
