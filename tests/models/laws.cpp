// Laws of the models: ways there and back, the metrics, the scaling with the curvature.
#include "laws/spaces.hpp"
#include "maps.hpp"

namespace {

using laws::close;
using laws::point;
using models::Vector;

const auto kMaps = models::maps<double>();

// Calls law(there, back, c, x, X, random) in every space, X = sqrt(1 + c |x|^2) = rc x_t.
template <class Law>
void for_each_way(double farthest, const Law& law) {
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    if (radius > farthest) return;
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const double time = std::sqrt(c.value()) * rapidity::time(x, c);
    for (std::size_t i = 0; i < kMaps.size(); i += 2) {
      INFO(kMaps[i].name);
      law(kMaps[i], kMaps[i + 1], c, x, time, random);
    }
  });
}

}  // namespace

TEST_CASE("there and back is the identity, as far as the rounded image tells", "[models]") {
  for_each_way(1e3, [](const auto& there, const auto& back, const auto& c, const auto& x,
                       double time, auto& random) {
    const bool half_space = there.name == "to_half_space";
    const double held = std::pow(time, there.name == "to_klein" ? 2 : 1);  // by the image
    const double size = x.norm() + (half_space ? 1 / std::sqrt(c.value()) : 0);
    const Vector<double> image = there.value(x, c);
    const Vector<double> again = back.value(image, c);
    CHECK((again - x).norm() <= 1e-15 * held * size);

    const Vector<double> v = reference::uniform<double>(random, x.size());
    const Vector<double> moved = back.tangent(image, there.tangent(x, v, c), c);
    CHECK(close(moved, v, 1e-14 * held * time));
    const Vector<double> g = there.vjp(x, c, back.vjp(image, c, v).x).x;
    CHECK(close(g, v, 1e-14 * held * time));
  });
}

TEST_CASE("tangent vectors keep their length in every metric", "[models]") {
  for_each_way(100, [](const auto& there, const auto&, const auto& c, const auto& x, double time,
                       auto& random) {
    const double k = c.value();
    const Vector<double> v = reference::uniform<double>(random, x.size());
    const double along = std::sqrt(k) * x.dot(v) / time;  // the time part of v
    const double length2 = v.squaredNorm() - along * along;
    const Vector<double> y = there.value(x, c), w = there.tangent(x, v, c);
    const double margin = 1 - k * y.squaredNorm();
    double expected = 0;
    if (there.name == "to_poincare") {
      expected = 4 * w.squaredNorm() / (margin * margin);
    } else if (there.name == "to_klein") {
      expected = w.squaredNorm() / margin + k * std::pow(y.dot(w) / margin, 2);
    } else {
      expected = w.squaredNorm() / (k * std::pow(y[y.size() - 1], 2));
    }
    CHECK(length2 == Approx(expected).epsilon(1e-14 * time * time * time));
  });
}

TEST_CASE("models scale with the curvature", "[models]") {
  const rapidity::Curvature<double> one(1.0);
  for_each_way(1e3, [&](const auto& there, const auto& back, const auto& c, const auto& x,
                        double time, auto& random) {
    const double root = std::sqrt(c.value());
    const Vector<double> x1 = root * x, y = there.value(x, c);
    CHECK(close(y, Vector<double>(there.value(x1, one) / root), 4e-15));
    const Vector<double> v = reference::uniform<double>(random, x.size());
    CHECK(close(there.tangent(x, v, c), there.tangent(x1, v, one), 1e-15 * (10 + time)));
    // Euler: 2c dy/dc = J x - y.
    const Vector<double> euler = (there.tangent(x, x, c) - y) / (2 * c.value());
    CHECK(there.vjp(x, c, v).c ==
          Approx(v.dot(euler)).margin(1e-13 * v.norm() * y.norm() / c.value()));
    if (time > 100) return;
    const Vector<double> again = (back.tangent(y, y, c) - back.value(y, c)) / (2 * c.value());
    CHECK(back.vjp(y, c, v).c ==
          Approx(v.dot(again)).margin(1e-13 * (1 + time) * v.norm() * (x.norm() + 1) / c.value()));
  });
}

TEST_CASE("differentials are those of the maps", "[models]") {
  for_each_way(10, [](const auto& there, const auto& back, const auto& c, const auto& x, double,
                      auto& random) {
    const Vector<double> v = reference::uniform<double>(random, x.size());
    const auto check = [&](const auto& map, const Vector<double>& at, double h) {
      const Vector<double> up = at + h * v, down = at - h * v;
      const Vector<double> slope = (map.value(up, c) - map.value(down, c)) / (2 * h);
      CHECK(close(map.tangent(at, v, c), slope, 1e-5));
    };
    check(there, x, 1e-6);
    const Vector<double> y = there.value(x, c);
    const bool ball = there.name != "to_half_space";
    check(back, y, 1e-6 * (ball ? 1 - c.value() * y.squaredNorm() : y[y.size() - 1]));
  });
}

// The distance as the textbooks write it in the coordinates of each model, in long double.
TEST_CASE("distances in the models are ours", "[models]") {
  using Long = Vector<long double>;
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    if (radius < 0.1 || radius > 10) return;
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> z = point<double>(random, size, c.value(), radius);
    const rapidity::Curvature<long double> k(c.value());
    const long double root = std::sqrt(k.value());
    const double ours = rapidity::distance(x, z, c);
    const auto textbook = [&](long double cosh) {
      return static_cast<double>(std::acosh(cosh) / root);
    };
    const Long xl = x.cast<long double>(), zl = z.cast<long double>();
    const auto margin = [&](const Long& p, const Long& q) { return 1 - k.value() * p.dot(q); };

    const Long p = rapidity::to_poincare(xl, k), q = rapidity::to_poincare(zl, k);
    CHECK(close(ours,
                textbook(1 + 2 * k.value() * (p - q).squaredNorm() / (margin(p, p) * margin(q, q))),
                1e-14));
    const Long a = rapidity::to_klein(xl, k), b = rapidity::to_klein(zl, k);
    CHECK(close(ours, textbook(margin(a, b) / std::sqrt(margin(a, a) * margin(b, b))), 1e-14));
    const Long u = rapidity::to_half_space(xl, k), w = rapidity::to_half_space(zl, k);
    const Eigen::Index last = u.size() - 1;
    CHECK(close(ours, textbook(1 + (u - w).squaredNorm() / (2 * u[last] * w[last])), 1e-14));
  });
}

// The direction that the differential shrinks most, that of the geodesic from the origin, is held
// by no vector of rounded numbers: there the error is small beside |J| |g|, not beside J g.
TEST_CASE("gradients of the half-space along the geodesic from the origin", "[models]") {
  using Long = Vector<long double>;
  double worst_up = 0, worst_down = 0;
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    if (radius < 0.1) return;
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const rapidity::Curvature<long double> k(c.value());
    const Vector<double> y = rapidity::to_half_space(x, c);
    const Vector<double> g = rapidity::to_half_space_tangent(x, x, c).normalized();
    const double root = std::sqrt(c.value()), ratio = root * y[size - 1];
    const double time = root * rapidity::time(rapidity::from_half_space(y, c), c);

    const Long xl = x.cast<long double>(), yl = y.cast<long double>(), gl = g.cast<long double>();
    const Long up = rapidity::to_half_space_vjp(xl, k, gl).x;
    const Long down = rapidity::from_half_space_tangent(yl, gl, k);
    const Vector<double> ours_up = rapidity::to_half_space_vjp(x, c, g).x;
    const Vector<double> ours_down = rapidity::from_half_space_tangent(y, g, c);
    const auto error = [](const Vector<double>& ours, const Long& exact, double scale) {
      return static_cast<double>((ours.cast<long double>() - exact).norm()) / scale;
    };
    worst_up = std::max(worst_up, error(ours_up, up, ratio));
    worst_down = std::max(worst_down, error(ours_down, down, time / ratio));
  });
  std::printf("\nHalf-space along the geodesic, double: up %.1e, down %.1e\n", worst_up,
              worst_down);
  CHECK(worst_up < 2e-15);
  CHECK(worst_down < 2e-15);
}

TEST_CASE("landmarks of the half-space", "[models]") {
  laws::for_each_space<double>([](const auto& c, auto size, double radius, auto& random) {
    const double root = std::sqrt(c.value());
    Vector<double> x = point<double>(random, size, c.value(), radius);
    x[size - 1] = 0;
    CHECK(root * rapidity::to_half_space(x, c).norm() == Approx(1).epsilon(1e-14));
    Vector<double> up = Vector<double>::Zero(size);
    CHECK(rapidity::to_half_space(up, c)[size - 1] == 1 / root);
    up[size - 1] = radius / root;
    const double rapidity = std::asinh(radius);
    CHECK(rapidity::to_half_space(up, c)[size - 1] ==
          Approx(std::exp(rapidity) / root).epsilon(1e-14));
    CHECK(rapidity::to_half_space(Vector<double>(-up), c)[size - 1] ==
          Approx(std::exp(-rapidity) / root).epsilon(1e-14));
    CHECK(rapidity::to_half_space(up, c).head(size - 1).isZero(0));
  });
}
