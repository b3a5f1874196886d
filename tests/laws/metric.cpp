// The distance is a metric: zero at coincident points alone, symmetric, with the triangle
// inequality.
#include "spaces.hpp"

using laws::point;
using laws::Vector;

TEMPLATE_TEST_CASE("distance is positive, and zero at coincident points", "[laws]", float, double) {
  using T = TestType;
  laws::for_each_space<T>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<T> x = point<T>(random, size, c.value(), radius);
    const Vector<T> zero = Vector<T>::Zero(size);
    Vector<T> neighbour = x;
    neighbour[0] = std::nextafter(neighbour[0], T(2) * neighbour[0]);
    CHECK(rapidity::distance(x, x, c) == 0);
    CHECK(rapidity::distance(zero, zero, c) == 0);
    CHECK(rapidity::distance(x, neighbour, c) > 0);
    CHECK(rapidity::distance(x, zero, c) > 0);
    CHECK(rapidity::distance(x, Vector<T>(-x), c) > 0);
  });
}

TEST_CASE("distances are positive until squares underflow", "[laws]") {
  const auto between = [](auto a, auto b, auto c) {
    using T = decltype(a);
    Vector<T> x(2), y(2);
    x << T(1), a;
    y << T(1), b;
    const rapidity::Curvature<T> curvature(c);
    const T tiny = rapidity::distance(Vector<T>(x.tail(1)), Vector<T>(y.tail(1)), curvature);
    return std::min(tiny, rapidity::distance(x, y, curvature));
  };
  const float least = std::numeric_limits<float>::denorm_min();
  for (const float c : {0.1f, 1.0f, 10.0f}) {
    CHECK(between(0.0f, least, c) > 0);
    CHECK(between(0.0, 1e-153, double(c)) > 0);
    CHECK(between(0.0, 1e-170, double(c)) == 0);
  }
}

TEMPLATE_TEST_CASE("distance is symmetric", "[laws]", float, double) {
  using T = TestType;
  laws::for_each_space<T>([](const auto& c, auto size, double radius, auto& random) {
    for (const double other : laws::kRadii) {
      const Vector<T> x = point<T>(random, size, c.value(), radius);
      const Vector<T> y = point<T>(random, size, c.value(), other);
      const T forth = rapidity::distance(x, y, c), back = rapidity::distance(y, x, c);
      CHECK(laws::close(forth, back, 4 * std::numeric_limits<T>::epsilon()));
    }
  });
}

TEMPLATE_TEST_CASE("distance fulfils the triangle inequality", "[laws]", float, double) {
  using T = TestType;
  laws::for_each_space<T>([](const auto& c, auto size, double radius, auto& random) {
    for (const double other : laws::kRadii) {
      const Vector<T> x = point<T>(random, size, c.value(), radius);
      const Vector<T> y = point<T>(random, size, c.value(), other);
      const Vector<T> z = point<T>(random, size, c.value(), radius);
      const T detour = rapidity::distance(x, y, c) + rapidity::distance(y, z, c);
      CHECK(rapidity::distance(x, z, c) <= detour * (1 + 8 * std::numeric_limits<T>::epsilon()));
    }
  });
}

TEST_CASE("distances along one ray add up", "[laws]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> middle = 2 * x, far = 8 * x;
    const double sum = rapidity::distance(x, middle, c) + rapidity::distance(middle, far, c);
    CHECK(laws::close(rapidity::distance(x, far, c), sum, 1e-14));
  });
}
