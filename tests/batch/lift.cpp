// lift of alpha v: against lift of what alpha makes of v in long double, and against differences.
#include <rapidity/batch/lift.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "points.hpp"

namespace {

namespace batch = rapidity::batch;
namespace row = rapidity::row;
using rapidity::Curvature;
using rapidity::batch::Execution;
using rapidity::batch::GradMode;
using Long = long double;

// 37: whole registers of any width, and a rest.
constexpr std::int64_t count = 150, dimensions = 37;
constexpr double infinity = std::numeric_limits<double>::infinity();
const auto overwrite = GradMode::overwrite;

template <class T>
struct Case {
  T alpha, max_rapidity, c = T(0.8);
  points::Matrix<T> v = points::random<T>(count, dimensions, 1, 31);
  points::Matrix<T> g = points::random<T>(count, dimensions, 1, 32);
};

struct Expected {
  points::Matrix<Long> x{count, dimensions}, g_v{count, dimensions};
  Long c = 0, alpha = 0, alpha_terms = 0;  ///< gradients by c and alpha, and that sum's magnitudes
};

template <class T>
Expected expected(const Case<T>& p) {
  Expected e;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto u = [&](std::int64_t k) { return Long(p.alpha) * p.v(i, k); };
    const auto g = [&](std::int64_t k) { return Long(p.g(i, k)); };
    const Long uu = row::dot<rapidity::Precision<Long>>(u, u, row::Serial{dimensions});
    const Long gu = row::dot<rapidity::Precision<Long>>(g, u, row::Serial{dimensions});
    const Long scale = row::lift_scale(uu, Long(p.c), Long(p.max_rapidity));
    const auto k_u = row::lift_vjp(uu, gu, Long(p.c), Long(p.max_rapidity));
    e.c += k_u.c;
    for (std::int64_t k = 0; k < dimensions; ++k) {
      const Long g_u = k_u.at(g(k), u(k));
      e.x(i, k) = scale * u(k);
      e.g_v(i, k) = p.alpha * g_u;
      e.alpha += g_u * p.v(i, k);
      e.alpha_terms += std::abs(g_u * p.v(i, k));
    }
  }
  return e;
}

template <class T>
void check_scaled(T alpha, double max_rapidity) {
  INFO("alpha " << alpha << ", max_rapidity " << max_rapidity);
  const Case<T> p{alpha, T(max_rapidity)};
  const Curvature<T> c(p.c);
  const Expected e = expected(p);
  points::Matrix<T> x(count, dimensions), g_v(count, dimensions), sum(count, dimensions, T(2));
  batch::lift(p.v.view(), alpha, c, x.view(), p.max_rapidity, {3});
  const auto by =
      batch::lift_vjp(p.v.view(), alpha, c, p.g.view(), g_v.view(), overwrite, p.max_rapidity, {3});
  const auto again = batch::lift_vjp(p.v.view(), alpha, c, p.g.view(), sum.view(),
                                     GradMode::accumulate, p.max_rapidity);
  CHECK((by.c == again.c && by.alpha == again.alpha));

  const double close = 8 * std::numeric_limits<T>::epsilon();
  CHECK(points::difference(x, e.x) < close);
  CHECK(points::difference(g_v, e.g_v) < close);
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t k = 0; k < dimensions; ++k) {
      CHECK(std::abs(sum(i, k) - (2 + e.g_v(i, k))) < close * (2 + std::abs(e.g_v(i, k))));
    }
  }
  CHECK(points::difference(double(by.c), double(e.c)) < close * 10);
  CHECK(std::abs(by.alpha - e.alpha) < close * e.alpha_terms);
  CHECK(x.padding_is_untouched());
  CHECK(g_v.padding_is_untouched());
}

/// sum_i g_i . lift(alpha v_i), with v moved by `step` along g.
Long value(const Case<double>& p, double alpha, double c, double step) {
  points::Matrix<double> v = p.v, x(count, dimensions);
  Long sum = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t k = 0; k < dimensions; ++k) v(i, k) += step * p.g(i, k);
  }
  batch::lift(v.view(), alpha, Curvature<double>(c), x.view(), p.max_rapidity);
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t k = 0; k < dimensions; ++k) sum += Long(p.g(i, k)) * x(i, k);
  }
  return sum;
}

}  // namespace

TEST_CASE("lift with a factor, of floats and doubles", "[batch]") {
  // Rapidities are about 0.9 |alpha|: below the limit, on both sides of it and beyond it.
  for (const double limit : {infinity, 2.2, 0.75}) {
    for (const double alpha : {0.37, -2.5}) {
      check_scaled<float>(float(alpha), limit);
      check_scaled<double>(alpha, limit);
    }
  }
}

TEST_CASE("gradients of lift with a factor are those of differences", "[batch]") {
  for (const double limit : {infinity, 0.5}) {
    const Case<double> p{-1.3, limit};
    const double c = p.c, alpha = p.alpha, h = 1e-5;
    points::Matrix<double> g_v(count, dimensions);
    const auto by = batch::lift_vjp(p.v.view(), alpha, Curvature<double>(c), p.g.view(), g_v.view(),
                                    overwrite, limit);
    Long along = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      for (std::int64_t k = 0; k < dimensions; ++k) along += Long(p.g(i, k)) * g_v(i, k);
    }
    const auto slope = [&](double of_alpha, double of_c, double of_v) {
      return double((value(p, alpha + of_alpha, c + of_c, of_v) -
                     value(p, alpha - of_alpha, c - of_c, -of_v)) /
                    (2 * h));
    };
    const double size = std::abs(double(along));
    CHECK(std::abs(slope(h, 0, 0) - by.alpha) < 1e-8 * size);
    CHECK(std::abs(slope(0, h, 0) - by.c) < 1e-8 * size);
    CHECK(std::abs(slope(0, 0, h) - double(along)) < 1e-8 * size);
    if (limit < infinity) CHECK(by.alpha == 0);
  }
}

TEST_CASE("a factor of 1 changes no bit", "[batch]") {
  const Case<double> p{1, 1.1};
  const Curvature<double> c(p.c);
  points::Matrix<double> x(count, dimensions), plain(count, dimensions);
  for (const double limit : {infinity, 0.9}) {
    batch::lift(p.v.view(), 1, c, x.view(), limit);
    batch::lift(p.v.view(), c, plain.view(), limit);
    CHECK(x == plain);
    const auto by = batch::lift_vjp(p.v.view(), 1, c, p.g.view(), x.view(), overwrite, limit);
    CHECK(by.c == batch::lift_vjp(p.v.view(), c, p.g.view(), plain.view(), overwrite, limit));
    CHECK(x == plain);
  }
}

TEST_CASE("lift keeps the digits of double far out, with a factor and without", "[batch]") {
  const double c = 0.8;
  for (const double alpha : {1.0, 1.0 / 3}) {
    const auto v = points::random<double>(count, dimensions, 450 / alpha, 33);
    points::Matrix<double> x(count, dimensions), plain(count, dimensions);
    batch::lift(v.view(), alpha, Curvature<double>(c), x.view());
    batch::lift(v.view(), Curvature<double>(alpha * alpha * c), plain.view());
    double worst = 0, worst_plain = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      Long vv = 0;
      for (std::int64_t k = 0; k < dimensions; ++k) vv += Long(v(i, k)) * v(i, k);
      const Long scale = row::lift_scale(Long(alpha) * alpha * vv, Long(c), Long(infinity));
      const Long scale_plain = row::lift_scale(vv, Long(alpha * alpha * c), Long(infinity));
      for (std::int64_t k = 0; k < dimensions; ++k) {
        const Long exact = scale * alpha * v(i, k), exact_plain = scale_plain * v(i, k);
        worst = std::max(worst, std::abs(double((x(i, k) - exact) / exact)));
        worst_plain =
            std::max(worst_plain, std::abs(double((plain(i, k) - exact_plain) / exact_plain)));
      }
    }
    INFO("alpha " << alpha);
    CHECK(worst < 8.9e-16);
    CHECK(worst_plain < 8.9e-16);
  }
}

TEST_CASE("lift with a factor of 0, over its argument, and of no rows", "[batch]") {
  const Case<float> p{0, float(infinity)};
  const Curvature<float> c(p.c);
  points::Matrix<float> x(count, dimensions, 3.0f), origin(count, dimensions);
  batch::lift(p.v.view(), 0, c, x.view());
  CHECK(x == origin);
  const auto by = batch::lift_vjp(p.v.view(), 0, c, p.g.view(), x.view());
  CHECK(x == origin);
  CHECK(by.c == 0);
  double product = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t k = 0; k < dimensions; ++k) product += double(p.v(i, k)) * p.g(i, k);
  }
  CHECK(points::difference(double(by.alpha), product) < 1e-7);  // x moves along v

  auto v = p.v;
  batch::lift(p.v.view(), 0.4f, c, x.view());
  batch::lift(v.view(), 0.4f, c, v.view());
  CHECK(v == x);

  points::Matrix<float> none(0, 3);
  const auto of_none = batch::lift_vjp(none.view(), 2, c, none.view(), none.view());
  CHECK((of_none.c == 0 && of_none.alpha == 0));
}
