// The models in 50 decimal digits: differentials and gradients are the slopes, and the distances
// of the textbooks, where even cancelling formulas keep enough digits, are ours far out, too.
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/eigen.hpp>

#include <rapidity/lorentz/distance.hpp>

#include "catch.hpp"
#include "models/maps.hpp"

namespace {

using Real = boost::multiprecision::cpp_bin_float_50;
using models::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};

Vector<double> point(std::uint64_t seed, double radius) {
  reference::SplitMix64 random(seed);
  return radius * reference::uniform<double>(random, 3);
}

}  // namespace

TEST_CASE("50 digits: differentials and gradients of the models", "[scalar types]") {
  const Real h("1e-16"), tolerance("1e-26");
  for (const double c : kCurvatures) {
    const rapidity::Curvature<Real> plain(Real{c}), more(Real(c) + h), less(Real(c) - h);
    Vector<Real> x = point(3, 0.15).cast<Real>();
    x[2] = abs(x[2]);  // so that it lies in every ball and in the half-space
    const Vector<Real> v = point(4, 1.0).cast<Real>(), g = point(5, 1.0).cast<Real>();
    for (const auto& map : models::maps<Real>()) {
      INFO(map.name << ", c " << c);
      const Vector<Real> up = map.value(x + h * v, plain), down = map.value(x - h * v, plain);
      const Vector<Real> slope = (up - down) / (2 * h), moved = map.tangent(x, v, plain);
      CHECK((moved - slope).norm() < tolerance * slope.norm());

      const auto k = map.vjp(x, plain, g);
      CHECK(abs(Real(k.x.dot(v) - g.dot(moved))) < Real("1e-45"));
      const Real by_c = g.dot(Vector<Real>(map.value(x, more) - map.value(x, less))) / (2 * h);
      CHECK(abs(Real(k.c - by_c)) < tolerance);

      const auto t = map.tangent_vjp(x, v, plain, g);
      const Vector<Real> w = point(6, 1.0).cast<Real>();
      const Real by_x =
          g.dot(Vector<Real>(map.tangent(x + h * w, v, plain) - map.tangent(x - h * w, v, plain))) /
          (2 * h);
      CHECK(abs(Real(t.x.dot(w) - by_x)) < tolerance * (1 + abs(by_x)));
      CHECK(abs(Real(t.v.dot(w) - g.dot(map.tangent(x, w, plain)))) < Real("1e-44"));
      const Real moved_by_c =
          g.dot(Vector<Real>(map.tangent(x, v, more) - map.tangent(x, v, less))) / (2 * h);
      CHECK(abs(Real(t.c - moved_by_c)) < tolerance * (1 + abs(moved_by_c)));
    }
  }
}

TEST_CASE("50 digits: distances in the models are ours", "[scalar types]") {
  for (const double c : kCurvatures) {
    const rapidity::Curvature<double> curvature(c);
    const Real k(c);
    for (double radius = 1e-4; radius < 2e4; radius *= 10) {
      for (const double step : {1e-6, 1e-2, 1.0}) {
        INFO("c " << c << ", radius " << radius << ", step " << step);
        const Vector<double> x = point(1, radius), z = x + step * point(2, radius);
        const double ours = rapidity::distance(x, z, curvature);
        const auto check = [&](const Real& cosh_minus_1) {
          const Real textbook = acosh(Real(1 + cosh_minus_1)) / sqrt(k);
          CHECK(ours == Approx(textbook.convert_to<double>()).epsilon(2e-15));
        };
        const auto margin = [&](const Vector<Real>& p, const Vector<Real>& q) {
          return Real(1 - k * p.dot(q));
        };
        const Vector<Real> a = x.cast<Real>(), b = z.cast<Real>();
        const Vector<Real> p = rapidity::to_poincare(a, curvature);
        const Vector<Real> q = rapidity::to_poincare(b, curvature);
        check(2 * k * (p - q).squaredNorm() / (margin(p, p) * margin(q, q)));
        const Vector<Real> s = rapidity::to_klein(a, curvature);
        const Vector<Real> t = rapidity::to_klein(b, curvature);
        check(margin(s, t) / sqrt(Real(margin(s, s) * margin(t, t))) - 1);
        const Vector<Real> u = rapidity::to_half_space(a, curvature);
        const Vector<Real> w = rapidity::to_half_space(b, curvature);
        check((u - w).squaredNorm() / (2 * u[2] * w[2]));
      }
    }
  }
}
