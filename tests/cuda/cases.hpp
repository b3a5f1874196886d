#pragma once
// Rows to test with: every regime in turn, whatever the type; and comparison with the CPU in
// double.
#include <rapidity/cuda/arguments.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include "device.hpp"

namespace cases {

/// A batch and how it lies in memory.
struct Case {
  std::int64_t rows, cols;
  device::Layout layout;
  unsigned seed;
};

// The emulator takes about a millisecond a row.
#if defined(RAPIDITY_TEST_EMULATED)
constexpr bool emulated = true;
#else
constexpr bool emulated = false;
#endif

/// Whether large sizes are left out: under a tool that takes its time.
inline bool are_few() { return emulated || std::getenv("RAPIDITY_TEST_FEW") != nullptr; }

/// Every how many problems to take of a list: under sanitizers the emulator takes its time.
inline std::size_t step() {
  return emulated && std::getenv("RAPIDITY_TEST_FEW") != nullptr ? 5 : 1;
}

/// For messages.
inline std::string name(const Case& c) {
  return "[" + std::to_string(c.rows) + ", " + std::to_string(c.cols) + "], padding " +
         std::to_string(c.layout.padding) + ", offset " + std::to_string(c.layout.offset) +
         ", seed " + std::to_string(c.seed);
}

/// Sizes around those of a warp, of a wide access and of a block; with rows apart, and rows that
/// begin between the boundaries of wide accesses. Few of them if the environment asks for it, as
/// tests/gpu.sh does for compute-sanitizer.
inline std::vector<Case> all() {
  const bool few = std::getenv("RAPIDITY_TEST_FEW") != nullptr;
  std::vector<Case> list;
  unsigned seed = 1;
  for (const std::int64_t cols : {1, 3, 64, 65, 512, 768}) {
    if (few && cols != 3 && cols != 65 && cols != 512) continue;
    for (const device::Layout layout : {device::Layout{0, 0}, {8, 0}, {5, 3}}) {
      const std::int64_t rows = emulated && cols > 65 ? 13 : cols % 64 == 0 ? 31 : 33;
      list.push_back({rows, cols, layout, seed++});
    }
  }
  list.push_back({0, 64, {}, seed++});
  list.push_back({1, 64, {}, seed++});
  list.push_back({3, 0, {}, seed++});
  if (!are_few()) {
    list.push_back({1000, 512, {}, seed++});
    list.push_back({1000, 65, {2, 1}, seed++});
    list.push_back({17000, 32, {}, seed++});  // more rows than a launch has warps
    list.push_back({3, 20001, {3, 1}, seed++});
  }
  return list;
}

template <class T>
std::vector<T> rounded(const std::vector<double>& values) {
  std::vector<T> result;
  for (const double value : values) result.push_back(T(value));
  return result;
}
template <class T>
double exact(T value) {
  if constexpr (sizeof(T) == 2)
    return double(float(value));
  else
    return double(value);
}
template <class T>
std::vector<double> exact(const std::vector<T>& values) {
  std::vector<double> result;
  for (const T value : values) result.push_back(exact(value));
  return result;
}

/// Random vectors of about this length.
inline std::vector<double> random(std::int64_t rows, std::int64_t cols, double length,
                                  unsigned seed) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values(std::size_t(rows * cols));
  for (double& value : values) value = length * normal(bits) / std::sqrt(double(cols));
  return values;
}

/// x and y as T, each row another regime: apart, far out, near, coincident, the origin as x, as y
/// and as both, opposite, collinear, nearly collinear, of unequal length, with a zero of either
/// sign.
template <class T>
struct Points {
  std::vector<T> x, y;

  explicit Points(const Case& c) {
    std::vector<double> a = random(c.rows, c.cols, 1, 100 + c.seed);
    std::vector<double> b = random(c.rows, c.cols, 1.5, 200 + c.seed);
    for (std::int64_t i = 0; i < c.rows; ++i) {
      for (std::int64_t k = 0; k < c.cols; ++k)
        set(i, k, a[std::size_t(i * c.cols + k)], b[std::size_t(i * c.cols + k)]);
    }
    x = rounded<T>(a);
    y = rounded<T>(b);
  }

 private:
  static void set(std::int64_t i, std::int64_t k, double& a, double& b) {
    const double noise = b;
    switch (i % 12) {
      case 1:
        a *= 30, b *= 30;
        break;
      case 2:
        b = a * (1 + 0x1p-6) + noise * 0x1p-7;
        break;
      case 3:
        b = a;
        break;
      case 4:
        a = 0;
        break;
      case 5:
        b = 0;
        break;
      case 6:
        a = 0, b = 0;
        break;
      case 7:
        b = -2 * a;
        break;
      case 8:
        b = 4 * a;
        break;
      case 9:
        b = 2 * a + noise * 0x1p-12;
        break;
      case 10:
        a *= 0x1p-9;
        break;
      case 11:
        if (k % 3 == 0) a = -0.0;
        break;
      default:
        break;
    }
  }
};

/// Half the distance between neighbouring numbers of T, relative; and absolute around zero.
template <class T>
constexpr double unit = 0x1p-53;
template <>
constexpr double unit<float> = 0x1p-24;
template <>
constexpr double unit<__half> = 0x1p-11;
template <>
constexpr double unit<__nv_bfloat16> = 0x1p-8;
template <class T>
constexpr double smallest = std::numeric_limits<T>::denorm_min();
template <>
constexpr double smallest<__half> = 0x1p-24;
template <>
constexpr double smallest<__nv_bfloat16> = 0x1p-133;

/// Whether `got` is `expected`, known but for `slack`, rounded to T.
template <class T>
bool is_rounded(T got, double expected, double slack) {
  if (std::isnan(expected)) return std::isnan(exact(got));
  if (exact(got) == exact(T(expected))) return true;  // infinities, too
  const double bound = unit<T> * 1.001 * std::abs(expected) + smallest<T> + slack;
  return std::abs(exact(got) - expected) <= bound;
}

inline double length(const double* row, std::int64_t cols) {
  double square = 0;
  for (std::int64_t k = 0; k < cols; ++k) square += row[k] * row[k];
  return std::sqrt(square);
}

/// The lengths of rows.
inline std::vector<double> lengths(const std::vector<double>& rows, std::int64_t cols) {
  std::vector<double> result;
  for (std::size_t k = 0; k < rows.size(); k += std::size_t(cols)) {
    result.push_back(length(&rows[k], cols));
  }
  return result;
}

/// What is there and what comes to it.
template <class T>
std::vector<double> sum(const std::vector<T>& a, const std::vector<double>& b) {
  std::vector<double> total = exact(a);
  for (std::size_t k = 0; k < b.size(); ++k) total[k] += b[k];
  return total;
}

/// Checks rows of results against the CPU's, each up to `relative` of its length; prints the first
/// difference.
template <class T>
void check_rows(const std::vector<T>& got, const std::vector<double>& expected, std::int64_t cols,
                double relative, const std::vector<double>& of_rows) {
  REQUIRE(got.size() == expected.size());
  std::size_t wrong = 0;
  for (std::size_t k = 0; k < got.size(); ++k) {
    const std::size_t row = k / std::size_t(cols);
    if (is_rounded(got[k], expected[k], relative * of_rows[row])) continue;
    if (wrong++ == 0) {
      UNSCOPED_INFO("row " << row << ", column " << k % std::size_t(cols) << ": " << exact(got[k])
                           << ", expected " << expected[k]);
    }
  }
  CHECK(wrong == 0);
}
template <class T>
void check_rows(const std::vector<T>& got, const std::vector<double>& expected, std::int64_t cols,
                double relative) {
  check_rows(got, expected, cols, relative, lengths(expected, cols));
}

/// What is true of T's results: those of float and less are rounded from double.
template <class T>
constexpr bool is_double = std::is_same<T, double>::value;

/// test(T()) for every type of rows.
template <class Test>
void for_types(const Test& test) {
  SECTION("float") { test(float()); }
  SECTION("double") { test(double()); }
  SECTION("bfloat16") { test(__nv_bfloat16()); }
  SECTION("half") { test(__half()); }
}

/// Whether two results are the same bits.
template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size() || a.empty()) return a.size() == b.size();
  return std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

/// Whether a second run gives the bits of the first. The emulator has no way not to.
template <class T, class Run>
bool is_repeated(const std::vector<T>& first, const Run& run) {
  return emulated || same_bits(first, run());
}

}  // namespace cases
