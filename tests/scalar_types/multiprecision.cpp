// Every operation in 50 decimal digits, boost::multiprecision::cpp_bin_float_50.
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/eigen.hpp>

#include "lorentz/operations.hpp"

namespace {

using Real = boost::multiprecision::cpp_bin_float_50;
using lorentz::operations;
using lorentz::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};

Vector<double> point(std::uint64_t seed, double radius) {
  reference::SplitMix64 random(seed);
  return radius * reference::uniform<double>(random, 3);
}

// g . value, g being y for the maps to vectors.
Real contracted(const lorentz::Operation<Real>& operation, const Vector<Real>& x,
                const Vector<Real>& y, const Real& c) {
  const Vector<Real> value = operation.value(x, y, c);
  return value.size() == 1 ? value[0] : Real(value.dot(y));
}

}  // namespace

TEST_CASE("50 digits: double results are their rounding", "[scalar types]") {
  const auto exact = operations<Real>();
  const auto rounded = operations<double>();
  for (const double c : kCurvatures) {
    for (const double radius : {1e-3, 0.5, 20.0}) {
      const Vector<double> x = point(1, radius), y = point(2, 1.5 * radius);
      const Vector<Real> a = x.cast<Real>(), b = y.cast<Real>();
      for (std::size_t i = 0; i < exact.size(); ++i) {
        INFO(exact[i].name << ", c " << c << ", radius " << radius);
        const Vector<double> value = exact[i].value(a, b, Real(c)).cast<double>();
        CHECK(rounded[i].value(x, y, c).isApprox(value, 1e-14));
        const Vector<double> gradient = exact[i].gradients(a, b, Real(c), Real(1)).cast<double>();
        CHECK((rounded[i].gradients(x, y, c, 1.0) - gradient).norm() <= 1e-13 * gradient.norm());
      }
    }
  }
}

TEST_CASE("50 digits: gradients are the slopes of the values", "[scalar types]") {
  const Real h("1e-16");
  for (const double c : kCurvatures) {
    const Vector<Real> x = point(3, 1.5).cast<Real>(), y = point(4, 3.0).cast<Real>();
    for (const auto& operation : operations<Real>()) {
      INFO(operation.name << ", c " << c);
      const Vector<Real> g = operation.gradients(x, y, Real(c), Real(1));
      const Real tolerance = Real("1e-28") * (1 + g.norm());
      const auto check = [&](const Real& slope, const Vector<Real>& dx, const Vector<Real>& dy,
                             const Real& dc) {
        const Real up = contracted(operation, x + h * dx, y + h * dy, Real(c) + h * dc);
        const Real down = contracted(operation, x - h * dx, y - h * dy, Real(c) - h * dc);
        CHECK(abs(Real((up - down) / (2 * h) - slope)) < tolerance);
      };
      const Vector<Real> zero = Vector<Real>::Zero(3);
      for (Eigen::Index i = 0; i < 3; ++i) {
        check(g[i], Vector<Real>::Unit(3, i), zero, Real(0));
        if (operation.uses_y) check(g[3 + i], zero, Vector<Real>::Unit(3, i), Real(0));
      }
      check(g[g.size() - 1], zero, zero, Real(1));
    }
  }
}

TEST_CASE("50 digits are right to the last but a few", "[scalar types]") {
  namespace scalar = rapidity::scalar;
  const auto close = [](const Real& value, const Real& exact) {
    CHECK(abs(Real(value / exact - 1)) < Real("1e-47"));
  };
  for (const char* const text : {"0.13", "0.5", "0.999", "1.001", "1.999", "2.001", "7"}) {
    INFO("z = " << text);
    const Real z(text), z2 = z * z;
    close(scalar::sinhc(z2), sinh(z) / z);
    close(scalar::asinhc(z2), asinh(z) / z);
    close(scalar::langevinc(z2), (z * cosh(z) / sinh(z) - 1) / z2);
    close(scalar::acosh1p(z2), acosh(Real(1 + z2)));
  }
  for (const char* const text : {"0.1249", "0.03"}) {  // where asinhc is a series
    const Real z(text), z2 = z * z;
    close(scalar::asinhc(z2), log(Real(z + sqrt(Real(1 + z2)))) / z);
  }
  const rapidity::Curvature<Real> c(Real(0.5));
  const Vector<Real> x = point(5, 0.5).cast<Real>(), y = point(6, 0.5).cast<Real>();
  const Real cosh_d =
      Real(0.5) * (sqrt(Real(2 + x.squaredNorm())) * sqrt(Real(2 + y.squaredNorm())) - x.dot(y));
  close(rapidity::distance(x, y, c), acosh(cosh_d) / sqrt(Real(0.5)));
  CHECK((rapidity::logmap0(rapidity::lift(x, c), c) - x).norm() < Real("1e-47"));
}

TEST_CASE("50 digits mix with a plain curvature", "[scalar types]") {
  const rapidity::Curvature<double> plain(0.5);
  const rapidity::Curvature<Real> c(Real(0.5));
  const Vector<Real> x = point(5, 0.5).cast<Real>(), y = point(6, 0.5).cast<Real>();
  CHECK(rapidity::distance(x, y, plain) == rapidity::distance(x, y, c));
  CHECK(rapidity::distance_vjp(x, y, plain, Real(1)).c ==
        rapidity::distance_vjp(x, y, c, Real(1)).c);
  CHECK(rapidity::inner(x, y, plain) == rapidity::inner(x, y, c));
  CHECK(rapidity::exterior_angle(x, y, plain) == rapidity::exterior_angle(x, y, c));
  CHECK(rapidity::entailment_residual(x, y, plain, Real(0.1), Real(1)) ==
        rapidity::entailment_residual(x, y, c, Real(0.1), Real(1)));
  CHECK(rapidity::half_aperture(x, plain, Real(0.1)) == rapidity::half_aperture(x, c, Real(0.1)));
  CHECK(rapidity::time(x, plain) == rapidity::time(x, c));
  CHECK(rapidity::lift(x, plain) == rapidity::lift(x, c));
  CHECK(rapidity::lift_vjp(x, plain, y).v == rapidity::lift_vjp(x, c, y).v);
  CHECK(rapidity::logmap0(x, plain) == rapidity::logmap0(x, c));
}
