#pragma once
// Times on a GPU, by its own events: each call with a cold L2 cache, beside a copy of as many bytes
// on the same device in the same run.
#include <benchmark/benchmark.h>
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace bench {

inline void check(cudaError_t error) {
  if (error != cudaSuccess) throw std::runtime_error(cudaGetErrorString(error));
}

inline bool has_device() {
  int count = 0;
  return cudaGetDeviceCount(&count) == cudaSuccess && count > 0;
}

/// Device memory; its contents are zero.
template <class T>
class Buffer {
 public:
  explicit Buffer(std::int64_t size) {
    const std::size_t bytes = std::size_t(std::max<std::int64_t>(size, 1)) * sizeof(T);
    check(cudaMalloc(reinterpret_cast<void**>(&data_), bytes));
    check(cudaMemset(data_, 0, bytes));
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { (void)cudaFree(data_); }

  T* data() const { return data_; }
  void put(const std::vector<T>& values) const {
    check(cudaMemcpy(data_, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice));
  }

 private:
  T* data_ = nullptr;
};

/// A stream, its clock, and what empties the L2 cache.
class Timer {
 public:
  Timer() : flush_(flush_bytes()) {
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
    check(cudaEventCreate(&begin_));
    check(cudaEventCreate(&end_));
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() {
    (void)cudaEventDestroy(begin_);
    (void)cudaEventDestroy(end_);
    (void)cudaStreamDestroy(stream_);
  }

  cudaStream_t stream() const { return stream_; }

  /// Seconds that run() takes on the device.
  template <class Run>
  double seconds(const Run& run) const {
    check(cudaMemsetAsync(flush_.data(), 0, std::size_t(flush_bytes()), stream_));
    check(cudaEventRecord(begin_, stream_));
    check(run());
    check(cudaEventRecord(end_, stream_));
    check(cudaEventSynchronize(end_));
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, begin_, end_));
    return 1e-3 * double(milliseconds);
  }

  /// Median seconds of a copy that moves so many bytes, read and written.
  double copy_seconds(std::int64_t bytes) const {
    const auto half = std::size_t(bytes / 2);
    const Buffer<char> from(bytes / 2), to(bytes / 2);
    std::vector<double> times;
    for (int k = 0; k < 21; ++k) {
      times.push_back(seconds([&] {
        return cudaMemcpyAsync(to.data(), from.data(), half, cudaMemcpyDeviceToDevice, stream_);
      }));
    }
    std::nth_element(times.begin(), times.begin() + 10, times.end());
    return times[10];
  }

 private:
  static std::int64_t flush_bytes() {
    int device = 0, l2 = 0;
    check(cudaGetDevice(&device));
    check(cudaDeviceGetAttribute(&l2, cudaDevAttrL2CacheSize, device));
    return 3 * std::int64_t(l2) + 1;
  }

  Buffer<char> flush_;
  cudaStream_t stream_ = nullptr;
  cudaEvent_t begin_ = nullptr, end_ = nullptr;
};

/// Times run(stream), which has to move `bytes`: x_floor is how many times the time of the copy it
/// takes.
template <class Run>
void beside_copy(benchmark::State& state, const Timer& timer, std::int64_t bytes, const Run& run) {
  const auto once = [&] { return run(timer.stream()); };
  for (int k = 0; k < 3; ++k) (void)timer.seconds(once);
  double sum = 0;
  for (auto _ : state) {
    const double seconds = timer.seconds(once);
    state.SetIterationTime(seconds);
    sum += seconds;
  }
  const double mean = sum / double(state.iterations());
  state.counters["GB/s"] = 1e-9 * double(bytes) / mean;
  state.counters["x_floor"] = mean / timer.copy_seconds(bytes);
}

}  // namespace bench
