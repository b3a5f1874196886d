// The space of curvature -c is the space of curvature -1 scaled by sqrt(c): the law of every
// operation, and its derivative with respect to c.
#include "spaces.hpp"

using laws::close;
using laws::point;
using laws::Vector;

namespace {

constexpr double kTolerance = 1e-13;
const rapidity::Curvature<double> kOne(1.0);

struct Scene {
  rapidity::Curvature<double> c;
  double root;            // sqrt(c)
  Vector<double> x, y;    // in the space of curvature -c
  Vector<double> x1, y1;  // in that of curvature -1
};

template <class Law>
void for_each_scene(const Law& law) {
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    const double root = std::sqrt(c.value());
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), 2.5 * radius);
    law(Scene{c, root, x, y, root * x, root * y});
  });
}

}  // namespace

TEST_CASE("values scale with the curvature", "[laws]") {
  for_each_scene([](const Scene& s) {
    CHECK(close(rapidity::distance(s.x, s.y, s.c), rapidity::distance(s.x1, s.y1, kOne) / s.root,
                kTolerance));
    CHECK(close(rapidity::exterior_angle(s.x, s.y, s.c), rapidity::exterior_angle(s.x1, s.y1, kOne),
                kTolerance));
    CHECK(close(rapidity::half_aperture(s.x, s.c, 0.1), rapidity::half_aperture(s.x1, kOne, 0.1),
                kTolerance));
    CHECK(close(rapidity::time(s.x, s.c), rapidity::time(s.x1, kOne) / s.root, kTolerance));
    const Vector<double> log = rapidity::logmap0(s.x, s.c);
    CHECK(close(log, Vector<double>(rapidity::logmap0(s.x1, kOne) / s.root), kTolerance));
    const Vector<double> lifted = rapidity::lift(log, s.c);
    const Vector<double> log1 = s.root * log;
    CHECK(close(lifted, Vector<double>(rapidity::lift(log1, kOne) / s.root), kTolerance));
  });
}

TEST_CASE("inner and entailment_residual scale with the curvature", "[laws]") {
  for_each_scene([](const Scene& s) {
    const double cnn = s.y1.squaredNorm();
    CHECK(close(rapidity::inner(s.x, s.y, s.c), rapidity::inner(s.x1, s.y1, kOne) / s.c.value(),
                1e-15 * (10 + cnn)));
    CHECK(rapidity::entailment_residual(s.x, s.y, s.c, 0.1, 0.7) ==
          Approx(rapidity::entailment_residual(s.x1, s.y1, kOne, 0.1, 0.7)).margin(1e-12));
  });
}

// With f(x, y, c) = c^(-p/2) f(sqrt(c) x, sqrt(c) y, 1), Euler's theorem gives
// 2 c f_c = x . f_x + y . f_y - p f.
TEST_CASE("the curvature gradient follows from the point gradients", "[laws]") {
  for_each_scene([](const Scene& s) {
    const double c = s.c.value();
    const auto d = rapidity::distance_vjp(s.x, s.y, s.c, 1.0);
    const double of_points = s.x.dot(d.x) + s.y.dot(d.y), value = rapidity::distance(s.x, s.y, s.c);
    CHECK(2 * c * d.c == Approx(of_points - value).margin(1e-13 * value));
    const auto a = rapidity::exterior_angle_vjp(s.x, s.y, s.c, 1.0);
    const double turn_x = s.x.dot(a.general), turn_y = s.y.dot(a.specific);
    CHECK(2 * c * a.c == Approx(turn_x + turn_y).margin(1e-12 * std::abs(turn_x)));
    const auto h = rapidity::half_aperture_vjp(s.x, s.c, 0.1, 1.0);
    CHECK(2 * c * h.c == Approx(s.x.dot(h.x)));
    const auto t = rapidity::time_vjp(s.x, s.c, 1.0);
    CHECK(2 * c * t.c == Approx(s.x.dot(t.x) - rapidity::time(s.x, s.c)));
  });
}

TEST_CASE("the gradient of the distance has length one", "[laws]") {
  for_each_scene([](const Scene& s) {
    // The inverse metric in the coordinates of the space part is I + c x x^T.
    const auto length2 = [&](const Vector<double>& g, const Vector<double>& x) {
      return g.squaredNorm() + s.c.value() * std::pow(x.dot(g), 2);
    };
    const auto g = rapidity::distance_vjp(s.x, s.y, s.c, 1.0);
    CHECK(length2(g.x, s.x) == Approx(1.0).epsilon(1e-9));
    CHECK(length2(g.y, s.y) == Approx(1.0).epsilon(1e-9));
  });
}
