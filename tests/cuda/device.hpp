#pragma once
// Device memory for tests: poisoned before, with canaries around what may be written.
#include <rapidity/cuda/arguments.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "catch.hpp"

namespace device {

inline void check(cudaError_t error) {
  if (error != cudaSuccess) throw std::runtime_error(cudaGetErrorString(error));
}

/// Whether there is a GPU to test on. Where there is none, the test says so and ends, or fails if
/// the environment has RAPIDITY_REQUIRE_GPU=1.
inline bool is_there() {
  int count = 0;
  if (cudaGetDeviceCount(&count) == cudaSuccess && count > 0) return true;
  const char* required = std::getenv("RAPIDITY_REQUIRE_GPU");
  if (required != nullptr && std::string(required) == "1") FAIL("no CUDA device");
  std::puts("SKIPPED: no CUDA device");  // by which CTest knows it
  return false;
}

/// A stream of its own: nothing may rely on the default one.
class Stream {
 public:
  Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  ~Stream() { (void)cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  operator cudaStream_t() const { return stream_; }
  void wait() const { check(cudaStreamSynchronize(stream_)); }

 private:
  cudaStream_t stream_ = nullptr;
};

/// The stream of all tests.
inline const Stream& stream() {
  static const Stream only;
  return only;
}

/// Bytes of device memory, all ones at first: NaN in every format. For compute-sanitizer's
/// initcheck, which finds reads of what was never written, the environment can have it left as it
/// is.
class Memory {
 public:
  explicit Memory(std::size_t bytes) : bytes_(bytes) {
    check(cudaMalloc(&data_, bytes > 0 ? bytes : 1));
    if (std::getenv("RAPIDITY_TEST_WITHOUT_POISON") == nullptr) poison();
  }
  ~Memory() { (void)cudaFree(data_); }
  Memory(Memory&& other) noexcept : data_(other.data_), bytes_(other.bytes_) {
    other.data_ = nullptr;
  }
  Memory& operator=(Memory&&) = delete;

  void poison() const {
    if (bytes_ > 0) check(cudaMemsetAsync(data_, 0xff, bytes_, stream()));
  }
  char* data() const { return static_cast<char*>(data_); }
  std::size_t bytes() const { return bytes_; }
  rapidity::cuda::Workspace workspace() const { return {data_, bytes_}; }

  void put(const void* from, std::size_t bytes) const {
    check(cudaMemcpyAsync(data_, from, bytes, cudaMemcpyHostToDevice, stream()));
    stream().wait();
  }
  std::vector<char> get() const {
    std::vector<char> bytes(bytes_);
    check(cudaMemcpyAsync(bytes.data(), data_, bytes_, cudaMemcpyDeviceToHost, stream()));
    stream().wait();
    return bytes;
  }

 private:
  void* data_ = nullptr;
  std::size_t bytes_;
};

/// How rows lie in memory, in elements: what is between rows, and in front of the first.
struct Layout {
  std::int64_t padding = 0, offset = 0;
};

/// Rows in device memory, with canaries in front, behind and in the padding. Its values are kept as
/// doubles; a T is what put() rounds them to.
template <class T>
class Matrix {
 public:
  Matrix(std::int64_t rows, std::int64_t cols, Layout layout = {})
      : rows_(rows),
        cols_(cols),
        stride_(cols + layout.padding),
        offset_(guard + layout.offset),
        memory_(std::size_t(offset_ + rows * stride_ + guard) * sizeof(T)) {
    memory_.poison();  // where canaries are, and NaN that reaches a result
  }

  rapidity::MatrixView<T> view() const { return {first(), rows_, cols_, stride_}; }

  /// Copies rows of the same shape in; the canaries stay.
  void put(const std::vector<T>& values) const {
    if (values.empty()) return;
    std::vector<char> bytes = memory_.get();
    for (std::int64_t i = 0; i < rows_; ++i) {
      std::memcpy(&bytes[at(i)], values.data() + i * cols_, std::size_t(cols_) * sizeof(T));
    }
    memory_.put(bytes.data(), bytes.size());
  }

  /// The rows, without what lies between them. Throws if a canary has died.
  std::vector<T> get() const {
    std::vector<char> bytes = memory_.get();
    std::vector<T> values(std::size_t(rows_ * cols_));
    const std::size_t row_bytes = std::size_t(cols_) * sizeof(T);
    for (std::int64_t i = 0; i < rows_ && row_bytes > 0; ++i) {
      std::memcpy(values.data() + i * cols_, &bytes[at(i)], row_bytes);
      std::memset(&bytes[at(i)], 0xff, row_bytes);
    }
    for (const char byte : bytes) {
      if (byte != char(0xff)) throw std::runtime_error("written outside the rows");
    }
    return values;
  }

 private:
  static constexpr std::int64_t guard = 32;  // elements; keeps the alignment of cudaMalloc

  T* first() const { return reinterpret_cast<T*>(memory_.data()) + offset_; }
  std::size_t at(std::int64_t i) const { return std::size_t(offset_ + i * stride_) * sizeof(T); }

  std::int64_t rows_, cols_, stride_, offset_;
  Memory memory_;
};

/// Numbers in device memory: a matrix of one column.
template <class T>
class Vector {
 public:
  explicit Vector(std::int64_t size, std::int64_t stride = 1)
      : stride_(stride), matrix_(size, 1, {stride - 1, 0}) {}

  rapidity::VectorView<T> view() const {
    return {matrix_.view().data, matrix_.view().rows, stride_};
  }
  T* data() const { return matrix_.view().data; }
  void put(const std::vector<T>& values) const { matrix_.put(values); }
  std::vector<T> get() const { return matrix_.get(); }
  T number() const { return matrix_.get()[0]; }

 private:
  std::int64_t stride_;
  Matrix<T> matrix_;
};

/// One number in device memory.
template <class T>
Vector<T> number(T value) {
  Vector<T> vector(1);
  vector.put({value});
  return vector;
}

}  // namespace device
