// Laws of boosts, horospheres and hyperplanes, at five curvatures and radii over nine decades.
#include <rapidity/lorentz/distance.hpp>
#include <rapidity/lorentz/lift.hpp>
#include <rapidity/lorentz/time.hpp>

#include "laws/spaces.hpp"
#include "operations.hpp"

using laws::close;
using laws::point;
using means::Vector;

namespace {

const double kEpsilon = std::numeric_limits<double>::epsilon();

// rc x_t, by which rounding of the coordinates moves a far point.
double stretch(const Vector<double>& x, const rapidity::Curvature<double>& c) {
  return std::sqrt(c.value()) * rapidity::time(x, c);
}

// g.g + c (x.g)^2, the squared Riemannian length of a Euclidean gradient at x.
double length2(const Vector<double>& g, const Vector<double>& x,
               const rapidity::Curvature<double>& c) {
  return g.dot(rapidity::riemannian_gradient(x, g, c));
}

}  // namespace

TEST_CASE("a boost keeps distances", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> p = point<double>(random, size, c.value(), 1.0);
    const Vector<double> q = point<double>(random, size, c.value(), radius);
    const Vector<double> a = rapidity::boost(x, p, c), b = rapidity::boost(x, q, c);
    const double d = rapidity::distance(p, q, c);
    const double rounding = 4 * kEpsilon * (a.norm() + b.norm());
    CHECK(std::abs(rapidity::distance(a, b, c) - d) <= rounding + 1e-14 * d);
  });
}

TEST_CASE("one boost undoes the other", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> p = point<double>(random, size, c.value(), 2 * radius);
    const Vector<double> there = rapidity::boost(x, p, c);
    const Vector<double> back = rapidity::boost_inverse(x, there, c);
    const double rounding = 4 * kEpsilon * there.norm() * stretch(p, c);
    CHECK((back - p).norm() <= rounding + 1e-14 * p.norm());
  });
}

TEST_CASE("a boost takes a point to the origin and what is near it to its distance", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> zero = Vector<double>::Zero(size);
    CHECK(rapidity::boost_inverse(x, x, c).isZero(0));
    CHECK(rapidity::boost(x, Vector<double>(-x), c).isZero(0));
    CHECK(close(Vector<double>(rapidity::boost(x, zero, c)), x, 1e-15));
    CHECK(rapidity::boost(zero, x, c) == x);
    for (const double separation : {1e-7, 1e-3, 1.0}) {
      const Vector<double> y = x + separation * point<double>(random, size, c.value(), radius);
      const Vector<double> seen = rapidity::boost_inverse(x, y, c);
      CHECK(close(rapidity::distance(zero, seen, c), rapidity::distance(x, y, c), 1e-14));
    }
  });
}

TEST_CASE("busemann is -d along its own ray and d along the opposite one", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> u = reference::uniform<double>(random, size);
    const Vector<double> x = (radius / std::sqrt(c.value()) / u.norm()) * u;
    const double d = rapidity::distance(Vector<double>::Zero(size), x, c);
    CHECK(close(rapidity::busemann(x, u, c), -d, 1e-14));
    CHECK(close(rapidity::busemann(Vector<double>(-x), u, c), d, 1e-14));
    CHECK(rapidity::busemann(x, u, c) == Approx(rapidity::busemann(x, 3 * u, c)).epsilon(1e-14));
  });
}

TEST_CASE("busemann's gradient by the direction is 0 on its own line, however far", "[means]") {
  const rapidity::Curvature<double> c(1.0);
  Vector<double> u(3);
  u << 1.0, 2.0, 3.0;
  for (const double factor : {3.0, 7.0 * 4096, 11.0 * 1048576}) {
    for (const Vector<double>& direction : {u, Vector<double>(3 * u), Vector<double>(5 * u)}) {
      const Vector<double> x = factor * u;
      const auto g = rapidity::busemann_vjp(x, direction, c, 1.0);
      CHECK(g.direction.isZero(0));
      const Vector<double> along = direction / (-stretch(x, c) * direction.norm());
      CHECK(close(Vector<double>(g.x), along, 1e-15));
    }
  }
}

TEST_CASE("busemann is 1-Lipschitz, with a gradient of length one", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), radius);
    const Vector<double> u = reference::uniform<double>(random, size);
    const double step = rapidity::busemann(x, u, c) - rapidity::busemann(y, u, c);
    CHECK(std::abs(step) <= rapidity::distance(x, y, c) * (1 + 1e-13));
    const auto g = rapidity::busemann_vjp(x, u, c, 1.0);
    CHECK(length2(g.x, x, c) == Approx(1.0).epsilon(1e-9));
    CHECK(std::abs(g.direction.dot(u)) <= 1e-14 * g.direction.norm() * u.norm());
  });
}

TEST_CASE("the hyperplane's distance along its axis is a length", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius > 10) return;  // lift overflows
    const Vector<double> z = reference::uniform<double>(random, size);
    const double unit = radius / std::sqrt(c.value());
    for (const double offset : {-1.5, 0.0, 0.25}) {
      for (const double along : {-2.0, 0.0, 1.0}) {
        const Vector<double> v = unit * (offset + along) / z.norm() * z;
        const double d = rapidity::hyperplane_distance(rapidity::lift(v, c), z, unit * offset, c);
        CHECK(std::abs(d - unit * along) <= 1e-14 * unit);
      }
    }
  });
}

TEST_CASE("a hyperplane has two sides and moves with a boost along its normal", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> z = reference::uniform<double>(random, size);
    const double unit = 1 / std::sqrt(c.value()), offset = 0.7 * unit;
    const double d = rapidity::hyperplane_distance(x, z, offset, c);
    CHECK(rapidity::hyperplane_distance(x, Vector<double>(-z), -offset, c) == -d);
    CHECK(rapidity::mlr_logit(x, z, offset, c) == Approx(z.norm() * d).epsilon(1e-14));
    const Vector<double> v = 0.4 * unit / z.norm() * z;
    const Vector<double> moved = rapidity::boost(rapidity::lift(v, c), x, c);
    const double there = rapidity::hyperplane_distance(moved, z, offset + 0.4 * unit, c);
    CHECK(std::abs(there - d) <= 1e-14 * (unit + std::abs(d) + stretch(x, c) * unit));
    const auto g = rapidity::hyperplane_distance_vjp(x, z, offset, c, 1.0);
    CHECK(length2(g.x, x, c) == Approx(1.0).epsilon(1e-9));
  });
}

TEST_CASE("a far hyperplane is as far as its offset says", "[means]") {
  const rapidity::Curvature<double> c(4.0);
  Vector<double> x(2), z(2);
  x << 0.3, -0.4;
  z << 0.0, 2.0;
  // With x fixed, offset -> infinity: d + offset -> -busemann(x, z), d - |offset| -> busemann(x,
  // -z).
  for (const double offset : {15.0, 17.0, 40.0, 1e3, 1e6}) {
    const double beyond = rapidity::hyperplane_distance(x, z, offset, c) + offset;
    CHECK(beyond == Approx(-rapidity::busemann(x, z, c)).margin(4 * kEpsilon * offset));
    const double behind = rapidity::hyperplane_distance(x, z, -offset, c) - offset;
    CHECK(behind == Approx(rapidity::busemann(x, -z, c)).margin(4 * kEpsilon * offset));
    const auto g = rapidity::hyperplane_distance_vjp(x, z, offset, c, 1.0);
    CHECK(g.x.isApprox(-rapidity::busemann_vjp(x, z, c, 1.0).x, 1e-9 / offset + 1e-12));
    CHECK(g.offset == Approx(-1.0).epsilon(1e-9));
    const auto h = rapidity::hyperplane_distance_vjp(x, z, -offset, c, 1.0);
    CHECK(h.x.isApprox(rapidity::busemann_vjp(x, -z, c, 1.0).x, 1e-9 / offset + 1e-12));
    CHECK(h.normal.isApprox(-rapidity::busemann_vjp(x, -z, c, 1.0).direction, 1e-12));
  }
}

TEST_CASE("the Riemannian gradient pairs with tangent vectors as the Euclidean one", "[means]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius > 10) return;  // the Lorentz product below cancels
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> g = reference::uniform<double>(random, size);
    const Vector<double> v = reference::uniform<double>(random, size);
    const Vector<double> h = rapidity::riemannian_gradient(x, g, c);
    const double time = rapidity::time(x, c);
    const double product = h.dot(v) - (x.dot(h) / time) * (x.dot(v) / time);
    CHECK(product == Approx(g.dot(v)).margin(1e-12 * h.norm() * v.norm()));
  });
}
