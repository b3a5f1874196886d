// The wrapped normal distribution: its density integrates to one, its samples are what they should
// be, and its logarithm neither overflows nor loses the digits near the mean.
#include <rapidity/lorentz/distance.hpp>
#include <rapidity/lorentz/logmap0.hpp>
#include <rapidity/lorentz/wrapped_normal.hpp>

#include "operations.hpp"

using means::Vector;

namespace {

const double kPi = std::acos(-1.0);

}  // namespace

// In polar coordinates about the origin, a length r and an angle, the volume is
// sinh(rc r) / rc dr dt. The trapezoidal rule is exact to rounding for such functions.
TEST_CASE("the density integrates to one", "[means]") {
  for (const double c : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    const double rc = std::sqrt(c), unit = 1 / rc;
    const rapidity::Curvature<double> curvature(c);
    const Eigen::Vector2d mean(0.8 * unit, -0.5 * unit), deviations(0.3 * unit, 0.45 * unit);
    const rapidity::WrappedNormal<double> normal(mean, deviations, curvature);
    const int radii = 400, angles = 256;
    const double largest = 7 * unit;
    double sum = 0;
    for (int i = 1; i < radii; ++i) {
      const double r = largest * i / radii;
      double around = 0;
      for (int j = 0; j < angles; ++j) {
        const double t = 2 * kPi * j / angles;
        const Eigen::Vector2d v(r * std::cos(t), r * std::sin(t));
        around += std::exp(normal.log_density(rapidity::lift(v, curvature)));
      }
      sum += around * std::sinh(rc * r) / rc;
    }
    CHECK(sum * (largest / radii) * (2 * kPi / angles) == Approx(1.0).epsilon(1e-5));
  }
}

TEMPLATE_TEST_CASE("samples have the moments of the normal vector", "[means]", float, double) {
  using T = TestType;
  const rapidity::Curvature<T> c(T(2));
  const Eigen::Matrix<T, 3, 1> mean(T(3), T(-1), T(20)), deviations(T(0.2), T(1), T(3));
  const rapidity::WrappedNormal<T> normal(mean, deviations, c);
  std::mt19937 generator(7), again(7);
  const int count = 20000;
  Vector<double> first = Vector<double>::Zero(3), second = Vector<double>::Zero(3);
  double across = 0;
  for (int i = 0; i < count; ++i) {
    const Vector<T> x = normal.sample(generator);
    if (i < 10) CHECK(normal.sample(again) == x);
    const Vector<T> v = rapidity::logmap0(rapidity::boost_inverse(mean, x, c), c);
    const Vector<double> z = v.cwiseQuotient(deviations).template cast<double>();
    first += z / count;
    second += z.cwiseAbs2() / count;
    across += z[0] * z[1] / count;
  }
  const double five_sigma = 5 / std::sqrt(double(count));
  CHECK(first.cwiseAbs().maxCoeff() < five_sigma);
  CHECK((second.array() - 1).abs().maxCoeff() < std::sqrt(2.0) * five_sigma);
  CHECK(std::abs(across) < five_sigma);
}

TEST_CASE("the log density at the mean, near it and far from it", "[means]") {
  const rapidity::Curvature<double> c(4.0);
  const Vector<double> mean = Vector<double>::LinSpaced(5, -1.0, 2.0);
  const Vector<double> deviations = Vector<double>::Constant(5, 0.5);
  const rapidity::WrappedNormal<double> normal(mean, deviations, c);
  CHECK(normal.mean() == mean);
  CHECK(normal.deviations() == deviations);
  CHECK(normal.curvature().value() == 4.0);
  const double at_mean = -2.5 * std::log(2 * kPi * 0.25);
  CHECK(normal.log_density(mean) == Approx(at_mean).epsilon(1e-15));
  for (const double separation : {1e-9, 1e-5, 1.0, 1e3, 1e8}) {
    const Vector<double> x = mean + separation * Vector<double>::Unit(5, 2);
    const double r = 2 * rapidity::distance(mean, x, c);
    const double ratio = r < 1e-4 ? r * r / 6 : std::log(std::sinh(r) / r);
    CHECK(normal.log_density(x) == Approx(at_mean - r * r / 2 - 4 * ratio).epsilon(1e-14));
  }
  const Vector<double> far = 1e200 * Vector<double>::Unit(5, 2);  // sinh(r) overflows
  CHECK(std::isfinite(rapidity::WrappedNormal<double>(Vector<double>::Zero(5), deviations, c)
                          .log_density(Vector<double>(far * 1e-60))));
  CHECK(std::isnan(normal.log_density(Vector<double>(mean * std::nan("")))));
}
