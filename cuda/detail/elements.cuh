#pragma once
// Rows of T as the formulas see them: in the type that they are evaluated in.
#include <cmath>
#include <cstdint>
#include <cstring>

#include "rapidity/cuda/arguments.hpp"
#include "rapidity/scalar/multiply_add.hpp"
#include "reduce.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// A plain sum by fused operations, which the compiler is not let to make of its own
/// (CMakeLists.txt says why). Of floats the products are exact, so it is the same sum.
template <class W>
struct FusedSum : Sum<W> {
  RAPIDITY_HD void add(const W& a, const W& b) {
    this->sum = scalar::multiply_add(a, b, this->sum);
  }
};

/// How rows of T are worked on. A GPU whose double is slow would have FloatOnly here.
template <class T>
struct RowPrecision : Precision<T> {
  using sum = FusedSum<double>;
};
template <>
struct RowPrecision<double> : Precision<double> {};

template <class T>
using Work = typename RowPrecision<T>::work;

/// Elements that one access of 16 bytes takes.
template <class T>
constexpr int wide_access = 16 / sizeof(T);

template <class T>
using RowWarp = Warp<wide_access<T>>;

/// A span's elements, in one access.
template <class T, int n>
struct alignas(n * sizeof(T)) Chunk {
  T values[n];
};

template <class T, int n>
__device__ Chunk<T, n> load(const T* row, Span<n> span) {
  Chunk<T, n> chunk;
  if constexpr (n == 1) {
    chunk.values[0] = row[span.first];
  } else {
    const uint4 bits = __ldca(reinterpret_cast<const uint4*>(row + span.first));
    std::memcpy(&chunk, &bits, sizeof(bits));
  }
  return chunk;
}

template <class T, int n>
__device__ void store(T* row, Span<n> span, const Chunk<T, n>& chunk) {
  if constexpr (n == 1) {
    row[span.first] = chunk.values[0];
  } else {
    uint4 bits;
    std::memcpy(&bits, &chunk, sizeof(bits));
    __stwb(reinterpret_cast<uint4*>(row + span.first), bits);
  }
}

template <class T>
__device__ Work<T> widened(const T& value) {
  if constexpr (sizeof(T) == 2) {
    return Work<T>(float(value));
  } else {
    return Work<T>(value);
  }
}

/// The elements of a row, to be read. Those of a span are asked for in their order, each once: the
/// first one fetches them all.
template <class T>
class Elements {
 public:
  __device__ explicit Elements(const T* row) : row_(row) {}

  template <int n>
  __device__ Work<T> operator()(Element<n> element) const {
    if constexpr (n == 1) return widened(row_[element.first]);
    if (element.offset == 0) chunk_ = load(row_, Span<wide_access<T>>{element.first});
    return widened(chunk_.values[element.offset]);
  }

 private:
  const T* row_;
  mutable Chunk<T, wide_access<T>> chunk_;
};

/// to[k] = value(element k), or += it, for the elements of a span.
template <class T, int n, class Value>
__device__ void put(T* to, Span<n> span, GradMode mode, const Value& value) {
  Chunk<T, n> chunk;
  if (mode == GradMode::accumulate) chunk = load(to, span);
#pragma unroll
  for (int k = 0; k < n; ++k) {
    const Work<T> term = value(Element<n>{span.first, k});
    const bool adds = mode == GradMode::accumulate;
    chunk.values[k] = T(adds ? widened(chunk.values[k]) + term : term);
  }
  store(to, span, chunk);
}

/// The curvature, or NaN in place of one that no space has.
template <class T>
__device__ Work<T> curvature(const Number<T>* data) {
  using W = Work<T>;
  const W c(*data);
  const W zero = c - c;  // NaN if c is infinite or NaN
  return c > W(0) && zero == W(0) ? c : W(nan(""));
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
