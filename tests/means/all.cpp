// What holds of every operation: scaling with the curvature, linear gradients, NaN in and out,
// never NaN from finite input, float as double rounded.
#include <limits>

#include "operations.hpp"

namespace {

using means::operations;
using means::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};

Vector<double> vector(double a, double b, double c) {
  Vector<double> v(3);
  v << a, b, c;
  return v;
}

const Vector<double> kX = vector(0.3, -0.2, 0.5), kY = vector(1, 0.4, -2);

// 0, subnormal, smallest, moderate and largest numbers; double, too, within the range of float.
template <class T>
std::vector<T> magnitudes() {
  using Limits = std::numeric_limits<T>;
  const T largest = std::numeric_limits<float>::max();
  return {T(0),   Limits::denorm_min(), Limits::min(), T(1e-30), T(1e-7), T(1), T(100),
          T(1e8), std::sqrt(largest),   largest};
}

template <class T>
std::vector<Vector<T>> directions() {
  std::vector<Vector<T>> all(4, Vector<T>(3));
  all[0] << T(1), T(0), T(0);
  all[1] << T(-1), T(0), T(0);
  all[2] << T(0), T(1), T(0);
  all[3] << T(0.9), T(-0.3), T(0.4);
  return all;
}

}  // namespace

TEST_CASE("the space of curvature -c is the one of curvature -1, scaled", "[means]") {
  for (const auto& operation : operations<double>()) {
    for (const double c : kCurvatures) {
      for (const double size : {1e-3, 1.0, 1e3}) {
        INFO(operation.name << ", c " << c << ", size " << size);
        const double root = std::sqrt(c);
        const Vector<double> x = size * kX,
                             y = operation.y_is_point ? Vector<double>(size * kY) : kY;
        const Vector<double> y1 = operation.y_is_point ? Vector<double>(root * y) : y;
        const Vector<double> value = operation.value(x, y, c);
        const Vector<double> of_one = operation.value(root * x, y1, 1);
        CHECK(value.isApprox(of_one * std::pow(c, -operation.degree / 2), 1e-11));
      }
    }
  }
}

TEST_CASE("gradients of the new functions are linear in the incoming one", "[means]") {
  for (const auto& operation : operations<double>()) {
    INFO(operation.name);
    const Vector<double> once = operation.gradients(kX, kY, 0.7, 1.0);
    CHECK(operation.gradients(kX, kY, 0.7, 0.0).isZero(0));
    CHECK(operation.gradients(kX, kY, 0.7, -2.5).isApprox(-2.5 * once, 1e-15));
  }
}

TEST_CASE("results in float are those of double, rounded", "[means]") {
  const auto of_double = operations<double>();
  const auto of_float = operations<float>();
  const Vector<float> x = kX.cast<float>(), y = kY.cast<float>();
  for (std::size_t i = 0; i < of_double.size(); ++i) {
    INFO(of_double[i].name);
    const Vector<double> exact =
        of_double[i].gradients(x.cast<double>(), y.cast<double>(), 0.5, 3.0);
    CHECK(of_float[i].gradients(x, y, 0.5f, 3.0f).cast<double>().isApprox(exact, 1e-7));
  }
}

TEMPLATE_TEST_CASE("finite arguments never give NaN", "[means]", float, double) {
  using T = TestType;
  for (const auto& operation : operations<T>()) {
    for (const T c : {T(0.1), T(10)}) {
      for (const Vector<T>& u : directions<T>()) {
        for (const Vector<T>& w : directions<T>()) {
          for (const T r : magnitudes<T>()) {
            for (const T s : magnitudes<T>()) {
              const Vector<T> x = r * u, y = s * w;
              if (operation.needs_direction && y.template cast<double>().squaredNorm() == 0) {
                continue;
              }
              const bool value_is_nan = operation.value(x, y, c).hasNaN();
              const bool gradient_is_nan = operation.gradients(x, y, c, T(1)).hasNaN();
              if (value_is_nan || gradient_is_nan) {
                INFO(operation.name << ", c " << c << ", x " << x.transpose() << ", y "
                                    << y.transpose());
                CHECK_FALSE(value_is_nan);
                CHECK_FALSE(gradient_is_nan);
              }
            }
          }
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("NaN in an argument gives NaN", "[means]", float, double) {
  using T = TestType;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  const Vector<T> good = Vector<T>::LinSpaced(5, T(-0.4), T(0.9));
  for (const auto& operation : operations<T>()) {
    for (Eigen::Index i = 0; i < good.size(); ++i) {
      INFO(operation.name << ", component " << i);
      Vector<T> bad = Vector<T>::Zero(5);
      bad[i] = nan;
      CHECK(operation.value(bad, good, T(1)).array().isNaN().any());
      CHECK(operation.value(good, bad, T(1)).array().isNaN().any());
      CHECK(operation.gradients(bad, good, T(1), T(1)).array().isNaN().any());
      CHECK(operation.gradients(good, bad, T(1), T(1)).array().isNaN().any());
    }
    INFO(operation.name << ", incoming gradient");
    CHECK(operation.gradients(good, good.reverse(), T(1), nan).array().isNaN().all());
    CHECK(operation.gradients(good, good, T(1), nan).array().isNaN().all());
  }
}
