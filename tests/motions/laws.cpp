// What the motions owe each other: inverses, isometry, constant speed, the same geodesic from
// either end.
#include "catch.hpp"
#include "laws/spaces.hpp"
#include "motions.hpp"

namespace {

using laws::close;
using laws::point;
using motions::Vector;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

struct Scene {
  rapidity::Curvature<double> c;
  double radius;           // sqrt(c) |x|
  Vector<double> x, y;     // points
  Vector<double> u, v, g;  // tangent vectors at x of length about 1 / sqrt(c); any vector
};

template <class Law>
void for_each_scene(const Law& law) {
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    for (const double other : {1e-3, 1.0, 2.5, 100.0}) {
      const Vector<double> y = point<double>(random, size, c.value(), other * radius);
      law(Scene{c, radius, x, y, point<double>(random, size, c.value(), 1.0),
                point<double>(random, size, c.value(), 1.0),
                reference::uniform<double>(random, size)});
    }
  });
}

double time_factor(const Vector<double>& x, const rapidity::Curvature<double>& c) {
  return std::sqrt(1 + c.value() * x.squaredNorm());
}

// How far off a point p at `share` of the way from x to y is when the tangent vector at x is
// rounded: far out it is almost all radial, so that its direction turns by time_factor(x)
// roundings.
double rounded_way(const Scene& s, const Vector<double>& p, double share) {
  const double w = share * std::sqrt(s.c.value()) * rapidity::distance(s.x, s.y, s.c);
  const double aside = time_factor(s.x, s.c) * std::sinh(w), ahead = w * time_factor(p, s.c);
  return 8 * kEpsilon * ((aside + ahead) / std::sqrt(s.c.value()) + s.x.norm() + s.y.norm());
}

// Both tangent vectors at the point are equal up to the tolerance, in the metric there.
bool close_at(const Vector<double>& point, const Vector<double>& a, const Vector<double>& b,
              const rapidity::Curvature<double>& c, double tolerance) {
  const Vector<double> difference = a - b;
  return rapidity::tangent_norm(point, difference, c) <=
         tolerance * rapidity::tangent_norm(point, b, c);
}

}  // namespace

TEST_CASE("expmap and logmap are inverse", "[motions]") {
  for_each_scene([](const Scene& s) {
    const double lost = 8 * kEpsilon * (1 + s.radius * s.radius);
    const Vector<double> log = rapidity::logmap(s.x, s.y, s.c);
    CHECK(close(rapidity::tangent_norm(s.x, log, s.c), rapidity::distance(s.x, s.y, s.c), 4e-15));
    const Vector<double> there = rapidity::expmap(s.x, log, s.c);
    CHECK((there - s.y).norm() <= rounded_way(s, s.y, 1));
    const Vector<double> moved = rapidity::expmap(s.x, s.v, s.c);
    CHECK(close(rapidity::distance(s.x, moved, s.c), rapidity::tangent_norm(s.x, s.v, s.c),
                1e-14 + lost));
    CHECK(close_at(s.x, rapidity::logmap(s.x, moved, s.c), s.v, s.c, 1e-14 + lost));
  });
}

TEST_CASE("expmap and logmap have inverse Jacobians", "[motions]") {
  for_each_scene([](const Scene& s) {
    if (s.radius > 10) return;
    const Vector<double> moved = rapidity::expmap(s.x, s.v, s.c);
    const auto log = rapidity::logmap_vjp(s.x, moved, s.c, s.g);
    const Vector<double> through = rapidity::expmap_vjp(s.x, s.v, s.c, log.target).tangent;
    CHECK((through - s.g).norm() <= 1e-13 * (1 + s.radius * s.radius) * s.g.norm());
    // logmap(x, expmap(x, v)) does not depend on x: what reaches it by two ways cancels.
    const Vector<double> by_base = rapidity::expmap_vjp(s.x, s.v, s.c, log.target).base + log.base;
    CHECK(by_base.norm() <= 1e-13 * (1 + s.radius * s.radius) * log.base.norm());
  });
}

TEST_CASE("transport is an isometry", "[motions]") {
  for_each_scene([](const Scene& s) {
    const Vector<double> u = rapidity::transport(s.x, s.y, s.u, s.c),
                         v = rapidity::transport(s.x, s.y, s.v, s.c);
    const double before = rapidity::tangent_inner(s.x, s.u, s.v, s.c),
                 after = rapidity::tangent_inner(s.y, u, v, s.c);
    const double lengths =
        rapidity::tangent_norm(s.x, s.u, s.c) * rapidity::tangent_norm(s.x, s.v, s.c);
    const double far = time_factor(s.x, s.c) + time_factor(s.y, s.c);
    CHECK(std::abs(after - before) <= 8 * kEpsilon * (1 + far) * lengths);
    const Vector<double> back = rapidity::transport(s.y, s.x, v, s.c);
    CHECK(close_at(s.x, back, s.v, s.c, 8 * kEpsilon * (1 + far)));
  });
}

TEST_CASE("transport carries the geodesic's direction along", "[motions]") {
  for_each_scene([](const Scene& s) {
    const Vector<double> there = rapidity::logmap(s.x, s.y, s.c),
                         back = rapidity::logmap(s.y, s.x, s.c);
    const double far = time_factor(s.x, s.c) + time_factor(s.y, s.c);
    CHECK(close_at(s.y, rapidity::transport(s.x, s.y, there, s.c), Vector<double>(-back), s.c,
                   8 * kEpsilon * far));
  });
}

TEST_CASE("transport in two steps along a geodesic is transport", "[motions]") {
  for_each_scene([](const Scene& s) {
    if (s.radius > 10) return;
    const Vector<double> half = rapidity::midpoint(s.x, s.y, s.c);
    const Vector<double> two =
        rapidity::transport(half, s.y, rapidity::transport(s.x, half, s.v, s.c), s.c);
    CHECK(close_at(s.y, two, rapidity::transport(s.x, s.y, s.v, s.c), s.c, 1e-11));
  });
}

TEST_CASE("the derivative of transport by the tangent vector is transport back", "[motions]") {
  for_each_scene([](const Scene& s) {
    // g . transport(v) = <a, transport(v)>_L at y, where a' = g; transport is an isometry.
    const double direct = s.g.dot(rapidity::transport(s.x, s.y, s.v, s.c));
    const auto k = rapidity::transport_vjp(s.x, s.y, s.v, s.c, s.g);
    const double scale = k.tangent.norm() * s.v.norm();
    CHECK(std::abs(k.tangent.dot(s.v) - direct) <= 1e-13 * scale * (1 + s.radius));
  });
}

TEST_CASE("a geodesic has constant speed", "[motions]") {
  for_each_scene([](const Scene& s) {
    const double whole = rapidity::distance(s.x, s.y, s.c);
    const double far = 1 + std::sqrt(s.c.value()) * (s.x.norm() + s.y.norm());
    for (const double t : {-0.5, 0.125, 0.5, 0.9, 1.5}) {
      if (std::abs(t) * whole * std::sqrt(s.c.value()) > 20) continue;
      INFO("t " << t);
      const Vector<double> p = rapidity::geodesic(s.x, s.y, t, s.c);
      const double to_x = rapidity::distance(s.x, p, s.c), to_y = rapidity::distance(s.y, p, s.c);
      CHECK(std::abs(to_x - std::abs(t) * whole) <= 1e-14 * far * whole);
      CHECK(std::abs(to_y - std::abs(1 - t) * whole) <= 1e-14 * far * whole);
      const Vector<double> reverse = rapidity::geodesic(s.y, s.x, 1 - t, s.c);
      CHECK((reverse - p).norm() <= 1e-13 * (s.x.norm() + s.y.norm() + p.norm()));
      const Vector<double> v = t * rapidity::logmap(s.x, s.y, s.c);
      CHECK((rapidity::expmap(s.x, v, s.c) - p).norm() <= rounded_way(s, p, std::abs(t)));
    }
    const Vector<double> half = rapidity::geodesic(s.x, s.y, 0.5, s.c);
    CHECK(close(half, Vector<double>(rapidity::midpoint(s.x, s.y, s.c)), 1e-14));
  });
}

TEST_CASE("a geodesic leaves in the direction of the logarithm", "[motions]") {
  for_each_scene([](const Scene& s) {
    const double slope = rapidity::geodesic_vjp(s.x, s.y, 0.0, s.c, s.g).t;
    const Vector<double> log = rapidity::logmap(s.x, s.y, s.c);
    CHECK(slope == Approx(s.g.dot(log)).margin(1e-13 * log.norm() * s.g.norm()));
  });
}

TEST_CASE("the squared distance is the distance squared", "[motions]") {
  for_each_scene([](const Scene& s) {
    const double d = rapidity::distance(s.x, s.y, s.c);
    CHECK(close(rapidity::squared_distance(s.x, s.y, s.c), d * d, 4e-15));
    const auto k = rapidity::squared_distance_vjp(s.x, s.y, s.c, 1.0);
    const auto of_d = rapidity::distance_vjp(s.x, s.y, s.c, 2 * d);
    CHECK(close(k.x, of_d.x, 4e-15));
    CHECK(close(k.y, of_d.y, 4e-15));
    CHECK(close(k.c, of_d.c, 4e-15));
    CHECK(close(rapidity::radius(s.x, s.c), rapidity::distance(s.x, 0 * s.x, s.c), 2e-15));
  });
}
