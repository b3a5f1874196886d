// Isometries: reflections of the space part about the origin, and translations (Lorentz boosts).
#include "spaces.hpp"

using laws::point;
using laws::Vector;

namespace {

Vector<double> reflected(const Vector<double>& x, const Vector<double>& normal) {
  return x - (2 * x.dot(normal) / normal.squaredNorm()) * normal;
}

// The boost along the unit vector u by a rapidity, applied to the point (time, x).
Vector<double> translated(const Vector<double>& x, const Vector<double>& u, double rapidity,
                          const rapidity::Curvature<double>& c) {
  const double along = x.dot(u), time = rapidity::time(x, c);
  return x + ((std::cosh(rapidity) - 1) * along + std::sinh(rapidity) * time) * u;
}

}  // namespace

TEST_CASE("a reflection keeps distances, angles and apertures", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), 3 * radius);
    const Vector<double> normal = reference::uniform<double>(random, size);
    const Vector<double> a = reflected(x, normal), b = reflected(y, normal);
    CHECK(laws::close(rapidity::distance(x, y, c), rapidity::distance(a, b, c), 1e-12));
    CHECK(laws::close(rapidity::exterior_angle(x, y, c), rapidity::exterior_angle(a, b, c), 1e-12));
    CHECK(
        laws::close(rapidity::half_aperture(x, c, 0.1), rapidity::half_aperture(a, c, 0.1), 1e-12));
  });
}

TEST_CASE("gradients turn with the points", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), 3 * radius);
    const Vector<double> normal = reference::uniform<double>(random, size);
    const Vector<double> a = reflected(x, normal), b = reflected(y, normal);
    const auto g = rapidity::distance_vjp(x, y, c, 1.0), h = rapidity::distance_vjp(a, b, c, 1.0);
    CHECK(laws::close(reflected(g.x, normal), Vector<double>(h.x), 1e-11));
    CHECK(laws::close(reflected(g.y, normal), Vector<double>(h.y), 1e-11));
    const auto p = rapidity::exterior_angle_vjp(x, y, c, 1.0);
    const auto q = rapidity::exterior_angle_vjp(a, b, c, 1.0);
    CHECK(laws::close(reflected(p.general, normal), Vector<double>(q.general), 1e-11));
    CHECK(laws::close(reflected(p.specific, normal), Vector<double>(q.specific), 1e-11));
  });
}

TEST_CASE("a translation keeps distances", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius > 10 || radius < 0.1) return;  // the boost itself is rounded
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), radius);
    const Vector<double> u = point<double>(random, size, c.value(), 1.0).normalized();
    for (const double rapidity : {-1.5, -0.1, 0.3, 2.0}) {
      const double moved =
          rapidity::distance(translated(x, u, rapidity, c), translated(y, u, rapidity, c), c);
      CHECK(laws::close(moved, rapidity::distance(x, y, c), 1e-11));
    }
  });
}
