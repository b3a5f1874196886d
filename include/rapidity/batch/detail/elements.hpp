#pragma once
// Rows of T as the formulas see them: in the type that they are evaluated in, a register at a time.
#include <Eigen/Core>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "../../row/reduce.hpp"
#include "../../scalar/multiply_add.hpp"
#include "../execution.hpp"
#include "lane.hpp"

namespace rapidity {
inline namespace v0 {
namespace scalar {

template <class Packet>
constexpr bool is_fused<batch::detail::Lane<Packet>> =
    true;  // only used where it is: has_registers

}  // namespace scalar

namespace batch {
namespace detail {

// As in lane.hpp.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"
#endif

template <class T>
using Work = typename Precision<T>::work;

/// Whether rows of W are worked on by registers. Not without a fused multiply-add, which the
/// formulas' digits need, nor for types that no register holds.
template <class W>
constexpr bool has_registers =
#if defined(EIGEN_VECTORIZE_FMA) || defined(__ARM_FEATURE_FMA)
    (WideLane<W>::width > 1);
#else
    false;
#endif

/// The index of a register's worth of elements.
template <class L>
struct Register {
  std::int64_t first;
};

/// Calls body(k) until all of [0, size) is covered, k a Register or an index.
template <class W, class Body>
void for_elements(std::int64_t size, const Body& body) {
  std::int64_t k = 0;
  if constexpr (has_registers<W>) {
    using L = WideLane<W>;
    for (; k + L::width <= size; k += L::width) body(Register<L>{k});
  }
  for (; k < size; ++k) body(k);
}

// Eigen 3 has no name for the conversion of registers. The loops are for compilers without one, and
// right but slow where these split what Eigen holds in one register (as GCC does with 512 bits for
// most Intel processors): a load of two stores waits for both to reach the cache.
#if defined(__GNUC__)
template <class Scalar, class L>
using VectorOf __attribute__((vector_size(sizeof(Scalar) * std::size_t(L::width)))) = Scalar;
#endif

template <class L, class T>
L load_as(const T* from) {
  if constexpr (std::is_same<T, typename L::Scalar>::value) {
    return L::load(from);
  } else {
#if defined(__GNUC__)
    VectorOf<T, L> values;
    std::memcpy(&values, from, sizeof(values));
    const auto converted = __builtin_convertvector(values, VectorOf<typename L::Scalar, L>);
    L lane = L::fill(0);
    std::memcpy(&lane.packet, &converted, sizeof(converted));
    return lane;
#else
    alignas(64) typename L::Scalar values[L::width];
    for (std::int64_t k = 0; k < L::width; ++k) values[k] = typename L::Scalar(from[k]);
    return L::load(values);
#endif
  }
}

template <class L, class T>
void store_as(const L& lane, T* to) {
  if constexpr (std::is_same<T, typename L::Scalar>::value) {
    lane.store(to);
  } else {
#if defined(__GNUC__)
    VectorOf<typename L::Scalar, L> values;
    std::memcpy(&values, &lane.packet, sizeof(values));
    const auto converted = __builtin_convertvector(values, VectorOf<T, L>);
    std::memcpy(to, &converted, sizeof(converted));
#else
    alignas(64) typename L::Scalar values[L::width];
    lane.store(values);
    for (std::int64_t k = 0; k < L::width; ++k) to[k] = T(values[k]);
#endif
  }
}

/// The elements of a row, to be read.
template <class T>
struct Elements {
  const T* row;

  Work<T> operator()(std::int64_t k) const { return Work<T>(row[k]); }
  template <class L>
  L operator()(Register<L> k) const {
    return load_as<L>(row + k.first);
  }
};

/// The elements of a row, to be written or added to.
template <class T>
struct MutableElements {
  T* row;
  GradMode mode = GradMode::overwrite;

  void put(std::int64_t k, const Work<T>& value) const {
    row[k] = mode == GradMode::accumulate ? T(Work<T>(row[k]) + value) : T(value);
  }
  template <class L>
  void put(Register<L> k, const L& value) const {
    T* to = row + k.first;
    store_as(mode == GradMode::accumulate ? load_as<L>(to) + value : value, to);
  }
};

/// An accumulator with each of its numbers replaced by a register of them.
template <class Accumulator, class L>
struct Widened;
template <template <class> class Accumulator, class Part, class L>
struct Widened<Accumulator<Part>, L> {
  using type = Accumulator<typename Widened<Part, L>::type>;
};
template <class T, class L>
struct Widened<Sum<T>, L> {
  using type = Sum<L>;
};
template <class T, class L>
struct Widened<CompensatedSum<T>, L> {
  using type = CompensatedSum<L>;
};

/// Merges the sums that the registers hold side by side.
template <class L, class Accumulator>
void merge_lanes(const typename Widened<Accumulator, L>::type& wide, Accumulator& sums) {
  using T = typename L::Scalar;
  constexpr std::size_t numbers = sizeof(Accumulator) / sizeof(T);
  T lanes[numbers][L::width], one[numbers];
  static_assert(sizeof(wide) == sizeof(lanes), "an accumulator consists of numbers alone");
  std::memcpy(lanes, &wide, sizeof(lanes));
  for (std::int64_t k = 0; k < L::width; ++k) {
    for (std::size_t n = 0; n < numbers; ++n) one[n] = lanes[n][k];
    Accumulator part;
    std::memcpy(&part, one, sizeof(one));
    sums.merge(part);
  }
}

/// A row's reduction, as row/ wants one: register by register, then the rest one by one.
struct Registers {
  std::int64_t size;

  template <class Accumulator, class Body>
  Accumulator operator()(Accumulator sums, const Body& body) const {
    using W = typename Accumulator::value_type;
    std::int64_t k = 0;
    if constexpr (has_registers<W>) {
      using L = WideLane<W>;
      if (size >= L::width) {
        typename Widened<Accumulator, L>::type wide;
        for (; k + L::width <= size; k += L::width) body(wide, Register<L>{k});
        merge_lanes<L>(wide, sums);
      }
    }
    for (; k < size; ++k) body(sums, k);
    return sums;
  }
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
