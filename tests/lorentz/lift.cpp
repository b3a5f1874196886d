// lift beyond the reference: its cap, its overflow, its other name, the origin.
#include <cmath>
#include <limits>

#include "operations.hpp"

namespace {

using lorentz::Vector;

template <class T>
Vector<T> vector(T a, T b, T c) {
  Vector<T> v(3);
  v << a, b, c;
  return v;
}

}  // namespace

TEST_CASE("expmap0 is lift", "[lorentz]") {
  const rapidity::Curvature<double> c(0.5);
  const Vector<double> v = vector(0.3, -1.0, 0.2), g = vector(1.0, 2.0, -3.0);
  CHECK(rapidity::expmap0(v, c) == rapidity::lift(v, c));
  CHECK(rapidity::expmap0_vjp(v, c, g).v == rapidity::lift_vjp(v, c, g).v);
  CHECK(rapidity::expmap0_vjp(v, c, g).c == rapidity::lift_vjp(v, c, g).c);
}

TEST_CASE("lift and logmap0 are the identity at the origin", "[lorentz]") {
  const rapidity::Curvature<double> c(2.0);
  const Vector<double> zero = vector(0.0, 0.0, 0.0), g = vector(1.0, 2.0, -3.0);
  CHECK(rapidity::lift(zero, c) == zero);
  CHECK(rapidity::logmap0(zero, c) == zero);
  CHECK(rapidity::lift_vjp(zero, c, g).v == g);
  CHECK(rapidity::logmap0_vjp(zero, c, g).x == g);
  CHECK(rapidity::lift_vjp(zero, c, g).c == 0);
  CHECK(rapidity::logmap0_vjp(zero, c, g).c == 0);
}

TEST_CASE("a cap freezes the rapidity and keeps the direction", "[lorentz]") {
  const rapidity::Curvature<double> c(0.25);
  const double cap = 2.0;
  const Vector<double> beyond = vector(0.0, 6.0, -8.0);  // rc |v| = 5
  const Vector<double> x = rapidity::lift(beyond, c, cap);
  CHECK(std::asinh(0.5 * x.norm()) == Approx(cap).epsilon(1e-14));
  CHECK((x / x.norm()).isApprox(beyond / 10, 1e-15));
  const Vector<double> within = beyond / 3;
  CHECK(rapidity::lift(within, c, cap) == rapidity::lift(within, c));

  // The gradient, by central differences of the capped map.
  const Vector<double> g = vector(0.5, -1.0, 2.0);
  const auto k = rapidity::lift_vjp(beyond, c, cap, g);
  const double h = 1e-5;
  for (int i = 0; i < 3; ++i) {
    Vector<double> up = beyond, down = beyond;
    up[i] += h;
    down[i] -= h;
    const double slope = g.dot(rapidity::lift(up, c, cap) - rapidity::lift(down, c, cap)) / (2 * h);
    CHECK(k.v[i] == Approx(slope).epsilon(1e-8));
  }
  const rapidity::Curvature<double> more(0.25 + h), less(0.25 - h);
  const double slope =
      g.dot(rapidity::lift(beyond, more, cap) - rapidity::lift(beyond, less, cap)) / (2 * h);
  CHECK(k.c == Approx(slope).epsilon(1e-8));
  CHECK(k.v.dot(beyond) == Approx(0).margin(1e-12));
}

TEST_CASE("an overflowing lift has signs and zeros, no NaN", "[lorentz]") {
  const rapidity::Curvature<float> c(1.0f);
  const Vector<float> x = rapidity::lift(vector(0.0f, 900.0f, -900.0f), c);
  CHECK(x[0] == 0);
  CHECK(x[1] == std::numeric_limits<float>::infinity());
  CHECK(x[2] == -std::numeric_limits<float>::infinity());
  CHECK(rapidity::lift(vector(0.0f, 900.0f, -900.0f), c, 88.0f).allFinite());
  CHECK(rapidity::lift(vector(0.0f, 80.0f, 0.0f), c).allFinite());
}
