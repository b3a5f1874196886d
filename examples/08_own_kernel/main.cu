// A kernel of your own from the formulas of row/: the nearest centre of each point, a step of
// k-means.
#include <thrust/device_vector.h>
#include <thrust/host_vector.h>
#include <rapidity/row/distance.hpp>

#include <cstdio>
#include <random>

namespace {

namespace row = rapidity::row;

/// One thread a point. What a row needs: how element i is read, and how a sum over i is taken; a
/// warp or a block would bring a reduction of its own in place of Serial.
__global__ void nearest_centre(const float* points, int count, const float* centres,
                               int centre_count, int dimensions, float curvature, int* nearest) {
  using Precision = rapidity::Precision<float>;  // float in, formulas and sums in double
  const int i = int(blockIdx.x * blockDim.x + threadIdx.x);
  if (i >= count) return;
  const auto point = [=](auto k) { return double(points[std::int64_t(i) * dimensions + k]); };
  double least = 0;
  for (int j = 0; j < centre_count; ++j) {
    const auto centre = [=](auto k) { return double(centres[std::int64_t(j) * dimensions + k]); };
    const auto sums = row::pair_sums<Precision>(point, centre, row::Serial{dimensions});
    const double distance = row::distance(row::triangle(sums, double(curvature)));
    if (j == 0 || distance < least) {
      least = distance;
      nearest[i] = j;
    }
  }
}

thrust::host_vector<float> random_points(int count, int dimensions, unsigned seed) {
  std::mt19937 bits(seed);
  std::normal_distribution<float> normal(0, 0.5F);
  thrust::host_vector<float> values(std::size_t(count) * dimensions);
  for (float& value : values) value = normal(bits);
  return values;
}

void assign() {
  constexpr int count = 10000, centre_count = 10, dimensions = 16;
  const thrust::device_vector<float> points = random_points(count, dimensions, 1),
                                     centres = random_points(centre_count, dimensions, 2);
  thrust::device_vector<int> nearest(count);
  nearest_centre<<<(count + 127) / 128, 128>>>(
      thrust::raw_pointer_cast(points.data()), count, thrust::raw_pointer_cast(centres.data()),
      centre_count, dimensions, 1.0F, thrust::raw_pointer_cast(nearest.data()));

  const thrust::host_vector<int> result = nearest;  // waits for the kernel
  int sizes[centre_count] = {};
  for (const int centre : result) ++sizes[centre];
  for (int j = 0; j < centre_count; ++j) std::printf("centre %d: %d points\n", j, sizes[j]);
}

}  // namespace

int main() {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
    std::puts("This example needs a CUDA device.");
    return 0;
  }
  assign();
}
