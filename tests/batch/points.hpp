#pragma once
// Points for tests of batched operations, and comparison of what comes out.
#include <rapidity/views.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace points {

/// Rows in memory of their own, with padding between them that must never change.
template <class T>
class Matrix {
 public:
  static constexpr std::int64_t padding = 3;

  Matrix(std::int64_t rows, std::int64_t cols, T fill = T(0))
      : rows_(rows), cols_(cols), values_(rows * (cols + padding), fill) {
    for (std::int64_t i = 0; i < rows; ++i) std::fill_n(view().row(i) + cols, padding, guard());
  }

  rapidity::MatrixView<T> view() { return {values_.data(), rows_, cols_, cols_ + padding}; }
  rapidity::MatrixView<const T> view() const {
    return {values_.data(), rows_, cols_, cols_ + padding};
  }
  T& operator()(std::int64_t i, std::int64_t k) { return view().row(i)[k]; }
  const T& operator()(std::int64_t i, std::int64_t k) const { return view().row(i)[k]; }
  std::int64_t rows() const { return rows_; }
  std::int64_t cols() const { return cols_; }

  bool padding_is_untouched() const {
    for (std::int64_t i = 0; i < rows_; ++i) {
      const T* end = view().row(i) + cols_;
      if (!std::all_of(end, end + padding, [](T value) { return value == guard(); })) return false;
    }
    return true;
  }
  bool operator==(const Matrix& other) const { return values_ == other.values_; }

 private:
  static T guard() { return T(1234567); }

  std::int64_t rows_, cols_;
  std::vector<T> values_;
};

/// Points at about the given radius, in random directions.
template <class T>
Matrix<T> random(std::int64_t rows, std::int64_t cols, double radius, unsigned seed) {
  std::mt19937_64 bits(seed);
  const auto normal = [&bits] {  // a sum of uniforms: the same on every platform
    double sum = 0;
    for (int k = 0; k < 12; ++k) sum += double(bits() >> 11) * 0x1p-53;
    return sum - 6;
  };
  Matrix<T> points(rows, cols);
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t k = 0; k < cols; ++k) {
      points(i, k) = T(radius * normal() / std::sqrt(double(cols)));
    }
  }
  return points;
}

/// Points near others: their rows plus noise of a relative size.
template <class T>
Matrix<T> near(const Matrix<T>& others, double relative, unsigned seed) {
  Matrix<T> points = random<T>(others.rows(), others.cols(), relative, seed);
  for (std::int64_t i = 0; i < others.rows(); ++i) {
    double square = 0;
    for (std::int64_t k = 0; k < others.cols(); ++k) square += double(others(i, k)) * others(i, k);
    for (std::int64_t k = 0; k < others.cols(); ++k) {
      points(i, k) = T(others(i, k) + points(i, k) * std::sqrt(square));
    }
  }
  return points;
}

/// Largest difference of two matrices, relative to the largest element of the second.
template <class A, class B>
double difference(const Matrix<A>& a, const Matrix<B>& b) {
  double worst = 0, largest = 0;
  for (std::int64_t i = 0; i < a.rows(); ++i) {
    for (std::int64_t k = 0; k < a.cols(); ++k) {
      const double error = std::abs(double(a(i, k)) - double(b(i, k)));
      if (!(error <= worst)) worst = error;
      largest = std::max(largest, std::abs(double(b(i, k))));
    }
  }
  return largest > 0 ? worst / largest : worst;
}

inline double difference(double a, double b) {
  return b == 0 ? std::abs(a) : std::abs((a - b) / b);
}

}  // namespace points
