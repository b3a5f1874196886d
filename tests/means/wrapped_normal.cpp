// The wrapped normal distribution: its density integrates to one, its samples are what they should
// be, and its logarithm neither overflows nor loses the digits near the mean.
#include <rapidity/lorentz/distance.hpp>
#include <rapidity/lorentz/logmap0.hpp>
#include <rapidity/lorentz/wrapped_normal.hpp>
#include <unsupported/Eigen/AutoDiff>

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

TEST_CASE("automatic derivatives of the log density are its gradient", "[means]") {
  using Derivatives = Eigen::Matrix<double, 10, 1>;  // x, mean, deviations, c
  using Dual = Eigen::AutoDiffScalar<Derivatives>;
  const Eigen::Vector3d x(0.3, -0.2, 0.5), other(1, 0.4, -2), zero(0, 0, 0);
  const Eigen::Vector3d deviations(0.3, 1.2, 0.5), opposite = -2 * x;
  const std::pair<Eigen::Vector3d, Eigen::Vector3d> scenes[] = {
      {x, other}, {x, zero}, {zero, other}, {opposite, x}};
  const auto dual = [](const Eigen::Vector3d& v, int first) {
    Eigen::Matrix<Dual, 3, 1> result;
    for (int i = 0; i < 3; ++i) result[i] = Dual(v[i], 10, first + i);
    return result;
  };
  for (const double c : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    for (const auto& [at, mean] : scenes) {
      INFO("c " << c << ", x " << at.transpose() << ", mean " << mean.transpose());
      const rapidity::WrappedNormal<Dual> of_dual(dual(mean, 3), dual(deviations, 6),
                                                  rapidity::Curvature<Dual>(Dual(c, 10, 9)));
      const rapidity::WrappedNormal<double> normal(mean, deviations,
                                                   rapidity::Curvature<double>(c));
      const auto g = normal.log_density_vjp(at, -1.5);
      Derivatives all;
      all << g.x, g.mean, g.deviations, g.c;
      const Derivatives expected = -1.5 * of_dual.log_density(dual(at, 0)).derivatives();
      CHECK((all - expected).norm() <= 1e-12 * expected.norm());
    }
  }
}

TEST_CASE("the gradient of the log density at the mean, and its shapes", "[means]") {
  const rapidity::Curvature<double> c(2.0);
  const Vector<double> mean = Vector<double>::LinSpaced(4, -1.0, 2.0);
  const Vector<double> deviations = Vector<double>::LinSpaced(4, 0.5, 2.0);
  const rapidity::WrappedNormal<double> normal(mean, deviations, c);
  const auto g = normal.log_density_vjp(mean, 2.0);
  CHECK((g.x.isZero(0) && g.mean.isZero(0) && g.c == 0));
  CHECK(g.deviations == Vector<double>(-2 * deviations.cwiseInverse()));
  const Eigen::RowVector4d row = 2 * mean.transpose();
  const auto of_row = normal.log_density_vjp(row, 1.0);
  static_assert(decltype(of_row.x)::RowsAtCompileTime == 1, "the gradient by a row is a row");
  CHECK(of_row.x == normal.log_density_vjp(2 * mean, 1.0).x.transpose());
  CHECK(normal.log_density_vjp(row, 0.0).x.isZero(0));
  CHECK_THROWS_AS(normal.log_density_vjp(mean.head(3), 1.0), rapidity::shape_error);
  const auto of_nan = normal.log_density_vjp(row, std::nan(""));
  CHECK((of_nan.x.array().isNaN().all() && of_nan.mean.array().isNaN().all()));
  CHECK((of_nan.deviations.array().isNaN().all() && std::isnan(of_nan.c)));
  CHECK(normal.log_density_vjp(row * std::nan(""), 1.0).x.hasNaN());
  const Vector<double> none(0);
  const rapidity::WrappedNormal<double> point(none, none, c);
  CHECK((point.log_density(none) == 0 && point.log_density_vjp(none, 1.0).c == 0));
}

TEMPLATE_TEST_CASE("the gradient of the log density is never NaN for finite arguments", "[means]",
                   float, double) {
  using T = TestType;
  const T largest = std::numeric_limits<float>::max();
  const T sizes[] = {T(0), std::numeric_limits<T>::denorm_min(), T(1e-30), T(1), T(1e8), largest};
  const Vector<T> u = Vector<T>::LinSpaced(3, T(-0.5), T(0.9));
  for (const T r : sizes) {
    for (const T s : sizes) {
      for (const Vector<T>& w : {u, Vector<T>(-u), Vector<T>(u.reverse())}) {
        INFO("|x| " << r << ", |mean| " << s);
        const rapidity::WrappedNormal<T> normal(Vector<T>(s * w), Vector<T>::Constant(3, T(0.7)),
                                                rapidity::Curvature<T>(T(2)));
        const auto g = normal.log_density_vjp(Vector<T>(r * u), T(1));
        CHECK_FALSE((g.x.hasNaN() || g.mean.hasNaN() || g.deviations.hasNaN()));
        CHECK_FALSE(std::isnan(g.c));
      }
    }
  }
}
