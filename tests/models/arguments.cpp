// What the models take and refuse: shapes, sizes, points outside, NaN, extreme numbers, D = 1.
#include <limits>

#include "catch.hpp"
#include "maps.hpp"
#include "message.hpp"

namespace {

using models::has;
using models::message;
using models::Vector;

template <class T>
Vector<T> vector(T a, T b, T c) {
  Vector<T> v(3);
  v << a, b, c;
  return v;
}

const rapidity::Curvature<double> kC(0.25);  // the balls have radius 2

}  // namespace

TEST_CASE("models take any vector expression and keep its shape", "[models]") {
  const Eigen::RowVector3d row(0.1, 0.2, 0.3);
  const Eigen::Vector3d column = row.transpose();
  const auto p = rapidity::to_poincare(row, kC);
  static_assert(decltype(p)::RowsAtCompileTime == 1 && decltype(p)::ColsAtCompileTime == 3, "");
  CHECK(p.transpose() == rapidity::to_poincare(column, kC));
  CHECK(p == rapidity::to_poincare(2 * row - row, kC));
  const auto g = rapidity::to_half_space_tangent_vjp(row, column, kC, 2 * column);
  static_assert(decltype(g.x)::RowsAtCompileTime == 1, "the gradient by a row is a row");
  static_assert(decltype(g.v)::ColsAtCompileTime == 1, "the gradient by a column is a column");
  Eigen::Matrix<double, 3, 4> m = Eigen::Matrix<double, 3, 4>::Constant(0.5);
  CHECK(rapidity::from_klein(m.col(1), kC).size() == 3);
  CHECK(rapidity::from_half_space(m.row(2), kC).size() == 4);
}

TEST_CASE("points outside the models are refused by name and number", "[models]") {
  using rapidity::domain_error;
  const Vector<double> outside = vector(0.0, 3.0, 0.0), boundary = vector(0.0, 2.0, 0.0),
                       below = vector(1.0, 0.0, -0.5), v = vector(1.0, 0.0, 0.0);
  const std::string text = message<domain_error>([&] { rapidity::from_poincare(outside, kC); });
  CHECK(has(text, "rapidity::from_poincare: p"));
  CHECK(has(text, "expected 1 - c |p|^2 > 0"));
  CHECK(has(text, "got -1.25"));
  for (const Vector<double>& p : {outside, boundary}) {
    CHECK_THROWS_AS(rapidity::from_poincare(p, kC), domain_error);
    CHECK_THROWS_AS(rapidity::from_poincare_vjp(p, kC, v), domain_error);
    CHECK_THROWS_AS(rapidity::from_poincare_tangent(p, v, kC), domain_error);
    CHECK_THROWS_AS(rapidity::from_poincare_tangent_vjp(p, v, kC, v), domain_error);
    CHECK(has(message<domain_error>([&] { rapidity::from_klein(p, kC); }), "from_klein: k lies"));
  }
  CHECK(has(message<domain_error>([&] { rapidity::from_half_space(below, kC); }), "got -0.5"));
  CHECK_THROWS_AS(rapidity::from_half_space_vjp(vector(1.0, 1.0, 0.0), kC, v), domain_error);
  CHECK_THROWS_AS(rapidity::from_poincare(vector(0.0, HUGE_VAL, 0.0), kC), domain_error);
  // The last number inside the ball is inside.
  const Vector<double> inside = vector(0.0, std::nextafter(2.0, 0.0), 0.0);
  CHECK(rapidity::from_poincare(inside, kC)[1] == Approx(std::ldexp(1.0, 54)).epsilon(1e-14));
}

TEMPLATE_TEST_CASE("images lie in the balls as far out as documented", "[models]", float, double) {
  using T = TestType;
  const bool is_float = std::is_same<T, float>::value;
  const double poincare = is_float ? 0.9e7 : 0.9e15, klein = is_float ? 0.9e3 : 2.7e7;
  for (const double c : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    const rapidity::Curvature<T> curvature{T(c)};
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      reference::SplitMix64 random(seed);
      const Vector<T> u = reference::uniform<T>(random, 5).normalized() * T(1 / std::sqrt(c));
      CHECK_NOTHROW(rapidity::from_poincare(
          rapidity::to_poincare(Vector<T>(T(poincare) * u), curvature), curvature));
      CHECK_NOTHROW(
          rapidity::from_klein(rapidity::to_klein(Vector<T>(T(klein) * u), curvature), curvature));
      CHECK_THROWS_AS(
          rapidity::from_klein(rapidity::to_klein(Vector<T>(T(1e9 * klein) * u), curvature) *
                                   (1 + std::numeric_limits<T>::epsilon()),
                               curvature),
          rapidity::domain_error);
    }
  }
}

TEST_CASE("sizes that do not fit are refused by name and size", "[models]") {
  using rapidity::shape_error;
  const Vector<double> two = Vector<double>::Constant(2, 0.5), three = vector(1.0, 1.0, 1.0);
  for (const auto& map : models::maps<double>()) {
    INFO(map.name);
    CHECK(has(message<shape_error>([&] { map.vjp(two, kC, three); }), "grad_out has 3"));
    CHECK(has(message<shape_error>([&] { map.tangent(two, three, kC); }), "v has 3"));
    CHECK(has(message<shape_error>([&] { map.tangent_vjp(two, three, kC, two); }), "v has 3"));
    CHECK(has(message<shape_error>([&] { map.tangent_vjp(two, two, kC, three); }), "grad_out"));
  }
  const Vector<double> none(0);
  CHECK(has(message<shape_error>([&] { rapidity::to_half_space(none, kC); }), "x has 0"));
  CHECK(has(message<shape_error>([&] { rapidity::from_half_space(none, kC); }), "y has 0"));
  CHECK(rapidity::to_poincare(none, kC).size() == 0);
  CHECK(rapidity::from_klein(none, kC).size() == 0);
}

TEST_CASE("one dimension: exponentials and hyperbolic tangents", "[models]") {
  const double z = 1.25, root = 0.5;
  const Vector<double> x = Vector<double>::Constant(1, std::sinh(z) / root);
  CHECK(rapidity::to_poincare(x, kC)[0] == Approx(std::tanh(z / 2) / root).epsilon(1e-15));
  CHECK(rapidity::to_klein(x, kC)[0] == Approx(std::tanh(z) / root).epsilon(1e-15));
  CHECK(rapidity::to_half_space(x, kC)[0] == Approx(std::exp(z) / root).epsilon(1e-15));
  const Vector<double> one = Vector<double>::Ones(1), h = 3 * one;
  CHECK(rapidity::from_half_space(h, kC)[0] ==
        Approx(std::sinh(std::log(3 * root)) / root).epsilon(1e-14));
  CHECK(rapidity::to_klein_vjp(x, kC, one).x[0] == Approx(std::pow(std::cosh(z), -3)));
}

TEMPLATE_TEST_CASE("NaN in, NaN out; never from finite numbers", "[models]", float, double) {
  using T = TestType;
  const T nan = std::numeric_limits<T>::quiet_NaN(), largest = std::numeric_limits<float>::max();
  const rapidity::Curvature<T> c(T(0.5));
  const Vector<T> good = vector(T(0.3), T(-0.2), T(0.4));
  for (const auto& map : models::maps<T>()) {
    INFO(map.name);
    for (Eigen::Index i = 0; i < 3; ++i) {
      Vector<T> bad = good;
      bad[i] = nan;
      CHECK(map.value(bad, c).hasNaN());
      CHECK(map.vjp(bad, c, good).x.hasNaN());
      CHECK(map.vjp(good, c, bad).x.hasNaN());
      CHECK(std::isnan(map.vjp(good, c, bad).c));
      CHECK(map.tangent(bad, good, c).hasNaN());
      CHECK(map.tangent(good, bad, c).hasNaN());
      const auto g = map.tangent_vjp(good, bad, c, good);
      CHECK((g.x.hasNaN() && std::isnan(g.c)));
    }
    for (const T r : {T(0), T(std::numeric_limits<float>::min()), T(1e-30), T(1e-7), T(1), T(1e8),
                      T(std::sqrt(largest)), largest}) {
      for (const T sign : {T(1), T(-1)}) {
        if (map.name == "from_half_space" && (sign < 0 || r == 0)) continue;
        if (map.name == "from_poincare" || map.name == "from_klein") {
          if (r > 1) continue;
        }
        const Vector<T> x = vector(T(-0.9) * r, T(0.3) * r, sign * r);
        for (const Vector<T>& v : {good, x, Vector<T>(-x)}) {
          INFO("x " << x.transpose() << ", v " << v.transpose());
          CHECK_FALSE(map.value(x, c).hasNaN());
          const auto g = map.vjp(x, c, v);
          CHECK_FALSE((g.x.hasNaN() || std::isnan(g.c)));
          CHECK_FALSE(map.tangent(x, v, c).hasNaN());
          const auto t = map.tangent_vjp(x, v, c, good);
          CHECK_FALSE((t.x.hasNaN() || t.v.hasNaN() || std::isnan(t.c)));
        }
      }
    }
  }
}
