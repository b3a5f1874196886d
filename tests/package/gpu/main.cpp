// Runs on a machine with a GPU and on one without: bad arguments throw on both, and what CUDA says of a missing
// device is returned.
#include <rapidity/cuda/cuda.hpp>

#include <cstdio>

int main() {
  namespace cuda = rapidity::cuda;
  float* memory = nullptr;
  const bool has_device = cudaMalloc(reinterpret_cast<void**>(&memory), 64 * sizeof(float)) == cudaSuccess;
  alignas(256) static float host[64];
  if (!has_device) memory = host;
  else if (cudaMemset(memory, 0, 64 * sizeof(float)) != cudaSuccess) return 1;

  const cuda::DeviceCurvature<float> c(memory + 60);
  const rapidity::MatrixView<float> x{memory, 4, 3, 3}, few{memory, 2, 3, 3};
  try {
    (void)cuda::distance(x, few, c, {memory + 32, 4}, nullptr);
    std::puts("shapes that do not fit were not refused");
    return 1;
  } catch (const rapidity::shape_error& error) {
    std::puts(error.what());
  }
  const cudaError_t error = cuda::distance(x, x, c, {memory + 32, 4}, nullptr);
  std::printf("%s: %s\n", has_device ? "with a device" : "without a device", cudaGetErrorString(error));
  return (error == cudaSuccess) == has_device ? 0 : 1;
}
