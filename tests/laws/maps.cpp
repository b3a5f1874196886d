// lift and logmap0 are inverse, and lift keeps lengths and directions of the tangent space at the
// origin.
#include "spaces.hpp"

using laws::point;
using laws::Vector;

TEST_CASE("logmap0 undoes lift", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius > 100) return;  // sinh overflows
    const Vector<double> v = point<double>(random, size, c.value(), radius);
    const Vector<double> back = rapidity::logmap0(rapidity::lift(v, c), c);
    CHECK(laws::close(back, v, 1e-14));
  });
}

TEST_CASE("lift undoes logmap0", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> back = rapidity::lift(rapidity::logmap0(x, c), c);
    CHECK(laws::close(back, x, 1e-14));
  });
}

TEST_CASE("a tangent vector's length is the distance of its point from the origin", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius > 100) return;
    const Vector<double> v = point<double>(random, size, c.value(), radius);
    const Vector<double> zero = Vector<double>::Zero(size);
    const Vector<double> x = rapidity::lift(v, c);
    CHECK(laws::close(rapidity::distance(x, zero, c), v.norm(), 1e-14));
    CHECK(laws::close(rapidity::distance(zero, x, c), v.norm(), 1e-14));
    CHECK(laws::close(Vector<double>(x / x.norm()), Vector<double>(v / v.norm()), 1e-15));
  });
}

TEST_CASE("lift and logmap0 have inverse Jacobians", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius > 20) return;
    const Vector<double> v = point<double>(random, size, c.value(), radius);
    const Vector<double> g = reference::uniform<double>(random, size);
    const Vector<double> x = rapidity::lift(v, c);
    const Vector<double> through = rapidity::lift_vjp(v, c, rapidity::logmap0_vjp(x, c, g).x).v;
    CHECK(laws::close(through, g, 1e-13));
  });
}

TEST_CASE("points lie on the hyperboloid", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const double time = rapidity::time(x, c);
    CHECK(laws::close(time * time, x.squaredNorm() + 1 / c.value(), 1e-14));
    CHECK(laws::close(rapidity::inner(x, x, c), -1 / c.value(), 1e-14 * (1 + radius * radius)));
  });
}
