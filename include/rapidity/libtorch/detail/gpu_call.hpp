#pragma once
// What a call of rapidity::cuda needs of LibTorch: the device, its current stream, workspace from
// the caching allocator, a handle; and tensors as the views it takes. Nothing here waits for the
// GPU.
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "../../cuda/handle.hpp"
#include "gpu.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

/// The handles that no call is using, by device. A handle serves one call at a time, whatever the
/// thread, for autograd's backward passes run on threads of its own, and whatever the stream: a
/// call that was warmed up in one stream finds its handle made when it is captured in another.
class HandlePool {
 public:
  /// Never destroyed, nor is what it holds: at the end of a program, CUDA may be gone before it.
  static HandlePool& instance() {
    static auto* const pool = new HandlePool;
    return *pool;
  }

  /// A handle of the current device, `device`; the one that was given back last, if any.
  std::unique_ptr<cuda::Handle> take(torch::DeviceIndex device) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      auto& idle = idle_[device];
      if (!idle.empty()) {
        auto handle = std::move(idle.back());
        idle.pop_back();
        return handle;
      }
    }
    return std::make_unique<cuda::Handle>();
  }

  void give_back(torch::DeviceIndex device, std::unique_ptr<cuda::Handle> handle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_[device].push_back(std::move(handle));
  }

 private:
  std::mutex mutex_;
  std::map<torch::DeviceIndex, std::vector<std::unique_ptr<cuda::Handle>>> idle_;
};

/// The surroundings of one call, on the device of a tensor and in its current stream.
class GpuCall {
 public:
  GpuCall(const char* function, const torch::Tensor& tensor)
      : function_(function),
        bytes_(tensor.options().dtype(torch::kByte)),
        guard_(tensor.device()),
        stream_(c10::cuda::getCurrentCUDAStream(tensor.device().index()).stream()) {}
  GpuCall(const GpuCall&) = delete;
  GpuCall& operator=(const GpuCall&) = delete;
  ~GpuCall() {
    if (handle_) HandlePool::instance().give_back(bytes_.device().index(), std::move(handle_));
  }

  cudaStream_t stream() const { return stream_; }
  /// Of this call until it ends.
  const cuda::Handle& handle() {
    if (!handle_) handle_ = HandlePool::instance().take(bytes_.device().index());
    return *handle_;
  }

  /// Lives as long as this object. What the allocator then does with it comes behind the call, for
  /// it has been asked for in the same stream.
  cuda::Workspace workspace(std::size_t bytes) {
    if (bytes == 0) return {nullptr, 0};
    constexpr std::size_t alignment = 256;  // more than an allocator promises
    workspace_ = torch::empty({static_cast<std::int64_t>(bytes + alignment - 1)}, bytes_);
    auto* const data = static_cast<char*>(workspace_.data_ptr());
    const std::size_t past = reinterpret_cast<std::uintptr_t>(data) % alignment;
    return {data + (past == 0 ? 0 : alignment - past), bytes};
  }

  /// @throws cuda_error unless the call succeeded
  void expect_success(cudaError_t error) const {
    if (error == cudaSuccess) return;
    (void)cudaGetLastError();  // or the next kernel of LibTorch's would report it once more
    raise<cuda_error>(std::string("rapidity::libtorch::") + function_ + ": " +
                      cudaGetErrorString(error));
  }

 private:
  const char* function_;
  torch::TensorOptions bytes_;
  c10::cuda::CUDAGuard guard_;
  cudaStream_t stream_;
  std::unique_ptr<cuda::Handle> handle_;
  torch::Tensor workspace_;
};

/// Names a type of points in the argument of a lambda.
template <class T>
struct PointType {
  using type = T;
};

/// f(PointType<T>()) where the points are of type T, for functions that have all types.
template <class F>
void with_row_type(const torch::Tensor& points, const F& f) {
  switch (points.scalar_type()) {
    case torch::kDouble:
      return f(PointType<double>());
    case torch::kHalf:
      return f(PointType<__half>());
    case torch::kBFloat16:
      return f(PointType<__nv_bfloat16>());
    default:
      return f(PointType<float>());
  }
}

/// The same for functions of all pairs, which have no double. @throws c10::TypeError
template <class F>
void with_pair_type(const char* function, const torch::Tensor& points, const F& f) {
  switch (points.scalar_type()) {
    case torch::kHalf:
      return f(PointType<__half>());
    case torch::kBFloat16:
      return f(PointType<__nv_bfloat16>());
    default:
      TORCH_CHECK_TYPE(points.scalar_type() == torch::kFloat, subject(function, "x"), " is ",
                       points.scalar_type(), ", expected Float, Half or BFloat16 on a GPU");
      return f(PointType<float>());
  }
}

template <class T>
MatrixView<const T> read_gpu_matrix(const torch::Tensor& matrix) {
  return {static_cast<const T*>(matrix.data_ptr()), matrix.size(0), matrix.size(1),
          matrix.stride(0)};
}

template <class T>
MatrixView<T> write_gpu_matrix(const torch::Tensor& matrix) {
  return {static_cast<T*>(matrix.data_ptr()), matrix.size(0), matrix.size(1), matrix.stride(0)};
}

template <class T>
cuda::Values<T> read_gpu_values(const torch::Tensor& vector) {
  return {static_cast<const cuda::Number<T>*>(vector.data_ptr()), vector.size(0), vector.stride(0)};
}

template <class T>
cuda::MutableValues<T> write_gpu_values(const torch::Tensor& vector) {
  return {static_cast<cuda::Number<T>*>(vector.data_ptr()), vector.size(0), vector.stride(0)};
}

template <class T>
cuda::Number<T>* gpu_number(const torch::Tensor& number) {
  return static_cast<cuda::Number<T>*>(number.data_ptr());
}

template <class T>
cuda::DeviceCurvature<T> gpu_curvature(const torch::Tensor& c) {
  return cuda::DeviceCurvature<T>(gpu_number<T>(c));
}

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
