// Entailment cones: partial order, triangle laws of the exterior angle.
#include "spaces.hpp"

using laws::point;
using laws::Vector;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kMinRadius = 0.1;

bool entails(const Vector<double>& general, const Vector<double>& specific,
             const rapidity::Curvature<double>& c) {
  return rapidity::entailment_residual(general, specific, c, kMinRadius, 1.0) == 0;
}

}  // namespace

TEST_CASE("the angles of a triangle sum to less than pi, and its sides obey the law of sines",
          "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), 1.3 * radius);
    const double at_x = kPi - rapidity::exterior_angle(x, y, c);
    const double at_y = kPi - rapidity::exterior_angle(y, x, c);
    const double at_origin =
        std::atan2((x.norm() * y - y.norm() * x).norm(), (x.norm() * y + y.norm() * x).norm()) * 2;
    CHECK(at_x + at_y + at_origin <= kPi * (1 + 1e-14));
    const double root = std::sqrt(c.value());
    const double side = std::sinh(root * rapidity::distance(x, y, c)) / std::sin(at_origin);
    CHECK(root * y.norm() / std::sin(at_x) == Approx(side).epsilon(1e-9));
    CHECK(root * x.norm() / std::sin(at_y) == Approx(side).epsilon(1e-9));
  });
}

TEST_CASE("entailment is transitive", "[laws]") {
  int chains = 0;
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    if (radius < 0.1 || radius > 10) return;
    for (int i = 0; i < 200; ++i) {
      const Vector<double> x = point<double>(random, size, c.value(), radius);
      const Vector<double> y = 2 * x + point<double>(random, size, c.value(), 0.1);
      const Vector<double> z = 2 * y + point<double>(random, size, c.value(), 0.1);
      // Within rc |x| = 2K the aperture is cut off at that of a half-space.
      const bool is_cone = rapidity::half_aperture(x, c, kMinRadius) < kPi / 2;
      if (!is_cone || !entails(x, y, c) || !entails(y, z, c)) continue;
      ++chains;
      CHECK(rapidity::entailment_residual(x, z, c, kMinRadius, 1.0) < 1e-12);
    }
  });
  CHECK(chains > 100);
}

TEST_CASE("cones narrow outwards and hold what lies beyond on their axis", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> beyond = 2 * x;
    CHECK(rapidity::half_aperture(beyond, c, kMinRadius) <=
          rapidity::half_aperture(x, c, kMinRadius));
    CHECK(entails(x, beyond, c));
    CHECK(entails(Vector<double>::Zero(size), x, c));
    CHECK_FALSE(entails(x, Vector<double>(-x), c));
  });
}
