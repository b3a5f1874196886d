// NaN in, NaN out; never NaN from finite input, however extreme.
#include <limits>

#include "operations.hpp"

namespace {

using lorentz::operations;
using lorentz::Vector;

// 0, subnormal, smallest, moderate and largest numbers; double, too, within the range of float.
template <class T>
std::vector<T> magnitudes() {
  using Limits = std::numeric_limits<T>;
  const T largest = std::numeric_limits<float>::max();
  return {T(0),   Limits::denorm_min(),       Limits::min(), T(1e-30), T(1e-7),
          T(1),   std::nextafter(T(1), T(2)), T(100),        T(1e8),   std::sqrt(largest),
          largest};
}

// Directions with zeros and signs: parallel, opposite, orthogonal, general.
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

TEMPLATE_TEST_CASE("finite points never give NaN", "[lorentz]", float, double) {
  using T = TestType;
  for (const auto& operation : operations<T>()) {
    for (const T c : {T(0.1), T(1), T(10)}) {
      for (const Vector<T>& u : directions<T>()) {
        for (const Vector<T>& w : directions<T>()) {
          for (const T r : magnitudes<T>()) {
            for (const T s : magnitudes<T>()) {
              const Vector<T> x = r * u, y = s * w;
              INFO(operation.name << ", c " << c << ", x " << x.transpose() << ", y "
                                  << y.transpose());
              const bool value_is_nan = operation.value(x, y, c).hasNaN();
              const bool gradient_is_nan = operation.gradients(x, y, c, T(1)).hasNaN();
              if (value_is_nan || gradient_is_nan) {
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

TEMPLATE_TEST_CASE("NaN in a point gives NaN", "[lorentz]", float, double) {
  using T = TestType;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  const Vector<T> good = Vector<T>::LinSpaced(5, T(-0.4), T(0.9));
  for (const auto& operation : operations<T>()) {
    for (Eigen::Index i = 0; i < good.size(); ++i) {
      INFO(operation.name << ", component " << i);
      Vector<T> bad = Vector<T>::Zero(5);
      bad[i] = nan;
      CHECK(operation.value(bad, good, T(1)).array().isNaN().all());
      CHECK(operation.gradients(bad, good, T(1), T(1)).array().isNaN().all());
      if (!operation.uses_y) continue;
      CHECK(operation.value(good, bad, T(1)).array().isNaN().all());
      CHECK(operation.value(Vector<T>::Zero(5), bad, T(1)).array().isNaN().all());
      CHECK(operation.gradients(good, bad, T(1), T(1)).array().isNaN().all());
    }
  }
}

TEMPLATE_TEST_CASE("NaN in the incoming gradient gives NaN", "[lorentz]", float, double) {
  using T = TestType;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  const Vector<T> x = Vector<T>::LinSpaced(5, T(-0.4), T(0.9)), y = x.reverse();
  for (const auto& operation : operations<T>()) {
    for (const Vector<T>& specific : {y, x, Vector<T>(2 * x)}) {  // also where the gradient is 0
      INFO(operation.name);
      CHECK(operation.gradients(x, specific, T(1), nan).array().isNaN().all());
    }
  }
}
