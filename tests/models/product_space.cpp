// Product spaces against sums over their factors, in long double and by automatic differentiation.
#include <rapidity/lorentz/product_space.hpp>
#include <unsupported/Eigen/AutoDiff>

#include "catch.hpp"
#include "message.hpp"
#include "reference/case_inputs.hpp"

namespace {

using models::has;
using models::message;
using rapidity::Curvature;
using rapidity::Factor;
using rapidity::ProductSpace;
using rapidity::shape_error;
using reference::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};

// H^3 x R^2 x H^4, the second hyperbolic factor of 5 times the curvature.
template <class T>
ProductSpace<T> space(const T& c, const T& d) {
  return {{3, Curvature<T>(c)}, {2}, {4, Curvature<T>(d)}};
}
template <class T>
ProductSpace<T> space(double c) {
  return space(T(c), T(5 * c));
}

template <class T>
Vector<T> random(std::uint64_t seed, double radius) {
  reference::SplitMix64 numbers(seed);
  return T(radius) * reference::uniform<T>(numbers, 9);
}

// The distance from its definition.
template <class T>
long double plain_distance(const Vector<T>& x, const Vector<T>& y, double c) {
  const Vector<long double> a = x.template cast<long double>(), b = y.template cast<long double>();
  const Curvature<long double> first(static_cast<long double>(T(c)));
  const Curvature<long double> second(static_cast<long double>(T(5 * c)));
  const long double d = rapidity::distance(a.head(3), b.head(3), first);
  const long double e = (a - b).segment(3, 2).norm();
  const long double f = rapidity::distance(a.tail(4), b.tail(4), second);
  return std::sqrt(d * d + e * e + f * f);
}

template <class T>
double worst_distance() {
  double worst = 0;
  for (const double c : kCurvatures) {
    const ProductSpace<T> s = space<T>(c);
    for (double radius = 1e-4; radius < 2e4; radius *= 10) {
      for (const double step : {1e-3, 1.0}) {
        const Vector<T> x = random<T>(7, radius), y = x + T(step) * random<T>(9, radius);
        const long double exact = plain_distance(x, y, double(T(c)));
        const long double error = std::fabs(rapidity::distance(x, y, s) - exact) / exact;
        worst = std::max(worst, static_cast<double>(error));
      }
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("the distance is the root of the sum of squares", "[product]") {
  const double of_float = worst_distance<float>(), of_double = worst_distance<double>();
  std::printf("\nProduct distance: float %.1e, double %.1e\n", of_float, of_double);
  CHECK(of_float < 6.1e-8);
  CHECK(of_double < 2e-15);
}

TEST_CASE("product gradients are the automatic derivatives", "[product]") {
  using Derivatives = Eigen::Matrix<double, 20, 1>;  // x, y and two curvatures
  using Dual = Eigen::AutoDiffScalar<Derivatives>;
  for (const double c : kCurvatures) {
    const Vector<double> x = random<double>(1, 2.0), y = random<double>(2, 3.0);
    Vector<Dual> a(9), b(9);
    for (int i = 0; i < 9; ++i) {
      a[i] = Dual(x[i], 20, i);
      b[i] = Dual(y[i], 20, 9 + i);
    }
    const ProductSpace<Dual> dual = space(Dual(c, 20, 18), Dual(5 * c, 20, 19));
    const auto g = rapidity::distance_vjp(x, y, space<double>(c), 2.0);
    Derivatives expected;
    expected << g.x, g.y, g.c[0], g.c[2];
    CHECK(expected.isApprox(2 * rapidity::distance(a, b, dual).derivatives(), 1e-12));
    CHECK(g.c[1] == 0);

    const Vector<Dual> lifted = rapidity::lift(a, dual), log = rapidity::logmap0(a, dual);
    const auto l = rapidity::lift_vjp(x, space<double>(c), y);
    const auto m = rapidity::logmap0_vjp(x, space<double>(c), y);
    Derivatives of_lift = Derivatives::Zero(), of_log = Derivatives::Zero();
    for (int i = 0; i < 9; ++i) {
      of_lift += y[i] * lifted[i].derivatives();
      of_log += y[i] * log[i].derivatives();
    }
    expected << l.v, Vector<double>::Zero(9), l.c[0], l.c[2];
    CHECK(expected.isApprox(of_lift, 1e-12));
    expected << m.x, Vector<double>::Zero(9), m.c[0], m.c[2];
    CHECK(expected.isApprox(of_log, 1e-12));
  }
}

namespace {

// H^size x R^2 x H^(4 size) and the worst norm-wise errors of its gradients against a wider type.
template <class T, class Wide>
double worst_gradient(Eigen::Index size) {
  double worst = 0;
  const auto error = [](const auto& value, const auto& exact) {
    return double((value.template cast<Wide>() - exact).norm() / exact.norm());
  };
  for (const double c : kCurvatures) {
    const ProductSpace<T> s{{size, Curvature<T>(T(c))}, {2}, {4 * size, Curvature<T>(T(5 * c))}};
    const ProductSpace<Wide> wide{
        {size, Curvature<Wide>(Wide(T(c)))}, {2}, {4 * size, Curvature<Wide>(Wide(T(5 * c)))}};
    reference::SplitMix64 numbers(17);
    for (double radius = 1e-4; radius < 2e3; radius *= 10) {
      const Vector<T> x = T(radius) * reference::uniform<T>(numbers, 5 * size + 2);
      const Vector<T> y = x + T(radius / 8) * reference::uniform<T>(numbers, 5 * size + 2);
      const Vector<Wide> a = x.template cast<Wide>(), b = y.template cast<Wide>();
      const auto g = rapidity::distance_vjp(x, y, s, T(1));
      const auto exact = rapidity::distance_vjp(a, b, wide, Wide(1));
      worst = std::max({worst, error(g.x, exact.x), error(g.y, exact.y), error(g.c, exact.c)});
      const auto log = rapidity::logmap0_vjp(x, s, y);
      const auto exact_log = rapidity::logmap0_vjp(a, wide, b);
      worst = std::max({worst, error(log.x, exact_log.x), error(log.c, exact_log.c)});
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("product gradients keep the digits of their type", "[product]") {
  for (const Eigen::Index size : {3, 512}) {
    const double of_float = worst_gradient<float, double>(size);
    const double of_double = worst_gradient<double, long double>(size);
    std::printf("\nProduct gradients, size %d: float %.1e, double %.1e\n",
                static_cast<int>(5 * size + 2), of_float, of_double);
    CHECK(of_float < 6.1e-8);
    CHECK(of_double < 5e-15);
  }
}

TEST_CASE("one factor alone is that space", "[product]") {
  const Curvature<double> c(0.5);
  const ProductSpace<double> alone{{9, c}}, flat{{9}};
  const Vector<double> x = random<double>(1, 2.0), y = random<double>(2, 3.0);
  CHECK(rapidity::distance(x, y, alone) == Approx(rapidity::distance(x, y, c)).epsilon(1e-15));
  CHECK(rapidity::distance(x, y, flat) == Approx((x - y).norm()).epsilon(1e-15));
  CHECK(rapidity::lift(x, alone) == rapidity::lift(x, c));
  CHECK(rapidity::logmap0(x, alone) == rapidity::logmap0(x, c));
  CHECK(rapidity::lift(x, flat) == x);
  const auto g = rapidity::distance_vjp(x, y, alone, 1.0);
  const auto h = rapidity::distance_vjp(x, y, c, 1.0);
  CHECK((g.x - h.x).norm() < 1e-15);
  CHECK(g.c[0] == Approx(h.c).epsilon(1e-14));
  CHECK(rapidity::distance_vjp(x, y, flat, 1.0).x.isApprox((x - y).normalized(), 1e-15));
}

TEST_CASE("maps at the root are inverse and keep lengths", "[product]") {
  for (const double c : kCurvatures) {
    const ProductSpace<double> s = space<double>(c);
    const Vector<double> v = random<double>(5, 3.0), x = rapidity::lift(v, s);
    CHECK(rapidity::logmap0(x, s).isApprox(v, 1e-14));
    const Vector<double> root = Vector<double>::Zero(9);
    CHECK(rapidity::distance(root, x, s) == Approx(v.norm()).epsilon(1e-14));
  }
}

TEST_CASE("coincident points, and points that agree in one factor", "[product]") {
  const ProductSpace<double> s = space<double>(1.0);
  const Vector<double> x = random<double>(1, 1.0);
  const auto zero = rapidity::distance_vjp(x, x, s, 1.0);
  CHECK(rapidity::distance(x, x, s) == 0);
  CHECK((zero.x.isZero(0) && zero.y.isZero(0) && zero.c.isZero(0)));
  for (const Eigen::Index factor : {0, 3, 5}) {
    Vector<double> y = x;
    y[factor] += 1;
    const auto g = rapidity::distance_vjp(x, y, s, 1.0);
    for (const Eigen::Index other : {0, 3, 5}) {
      const bool zeros = g.x.segment(other, 2).isZero(0) && g.y.segment(other, 2).isZero(0);
      CHECK(zeros == (other != factor));
    }
  }
}

TEST_CASE("what product spaces take and refuse", "[product]") {
  const ProductSpace<double> s = space<double>(1.0);
  Vector<double> x = random<double>(1, 1.0);
  const Eigen::RowVectorXd row = 2 * x.transpose();
  CHECK(rapidity::distance(x, row, s) == rapidity::distance(x, Vector<double>(2 * x), s));
  const auto g = rapidity::distance_vjp(x, row, s, 1.0);
  static_assert(decltype(g.y)::RowsAtCompileTime == 1, "the gradient by a row is a row");
  CHECK(rapidity::distance(2 * x - x, row, s) == rapidity::distance(x, row, s));
  s.part(x, 1).setZero();
  CHECK(x.segment(3, 2).isZero(0));
  CHECK(s.part(x, 2) == x.tail(4));

  const Vector<double> small = Vector<double>::Ones(8);
  CHECK_THROWS_AS(rapidity::distance(small, x, s), shape_error);
  CHECK(has(message<shape_error>([&] { rapidity::distance(x, small, s); }),
            "y has 8 elements, expected 9"));
  CHECK(has(message<shape_error>([&] { rapidity::distance_vjp(small, x, s, 1.0); }), "x has 8"));
  CHECK(has(message<shape_error>([&] { rapidity::lift(small, s); }), "v has 8"));
  CHECK(has(message<shape_error>([&] { rapidity::logmap0_vjp(x, s, small); }), "grad_out has 8"));
  CHECK_THROWS_AS(ProductSpace<double>{{-1}}, rapidity::domain_error);
  CHECK(rapidity::distance(Vector<double>(0), Vector<double>(0), ProductSpace<double>{}) == 0);
  x[4] = std::nan("");
  CHECK(std::isnan(rapidity::distance(x, Vector<double>(2 * x), s)));
  CHECK(rapidity::distance_vjp(x, Vector<double>(2 * x), s, 1.0).x.hasNaN());
}
