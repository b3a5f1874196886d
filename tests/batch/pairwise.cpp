// Matrices of all pairs, and their gradients, against one pair after the other.
#include <rapidity/batch/pairwise_distance.hpp>
#include <rapidity/batch/pairwise_inner.hpp>

#include <limits>

#include "catch.hpp"
#include "plain_loss.hpp"
#include "points.hpp"

namespace {

namespace batch = rapidity::batch;
namespace row = rapidity::row;
using rapidity::Curvature;
using rapidity::batch::GradMode;

struct Distance {
  static double value(const row::Triangle<double>& pair) { return row::distance(pair); }
  static auto vjp(const row::Triangle<double>& pair, double g) {
    return row::distance_vjp(pair, g);
  }
  template <class T, class... Arguments>
  static void pairwise(const Arguments&... arguments) {
    batch::pairwise_distance<T>(arguments...);
  }
  template <class T, class... Arguments>
  static T pairwise_vjp(const Arguments&... arguments) {
    return batch::pairwise_distance_vjp<T>(arguments...);
  }
};

struct Inner {
  static double value(const row::Triangle<double>& pair) { return row::inner(pair); }
  static auto vjp(const row::Triangle<double>& pair, double g) { return row::inner_vjp(pair, g); }
  template <class T, class... Arguments>
  static void pairwise(const Arguments&... arguments) {
    batch::pairwise_inner<T>(arguments...);
  }
  template <class T, class... Arguments>
  static T pairwise_vjp(const Arguments&... arguments) {
    return batch::pairwise_inner_vjp<T>(arguments...);
  }
};

template <class Function, class T>
void check(std::int64_t x_count, std::int64_t y_count, std::int64_t dimensions, double c,
           double bound) {
  INFO(x_count << " x " << y_count << ", D = " << dimensions << ", c = " << c);
  const auto x = points::random<T>(x_count, dimensions, 1 / std::sqrt(c), 1);
  const auto y = points::random<T>(y_count, dimensions, 1 / std::sqrt(c), 2);
  const auto grad_out = points::random<T>(x_count, y_count, 1, 3);
  const Curvature<T> curvature{T(c)};
  points::Matrix<T> out(x_count, y_count), g_x(x_count, dimensions, T(1)),
      g_y(y_count, dimensions, T(1));
  Function::template pairwise<T>(x.view(), y.view(), curvature, out.view());
  const T g_c = Function::template pairwise_vjp<T>(x.view(), y.view(), curvature, grad_out.view(),
                                                   g_x.view(), g_y.view(), GradMode::accumulate);

  points::Matrix<double> values(x_count, y_count), exact_x(x_count, dimensions, 1.0),
      exact_y(y_count, dimensions, 1.0);
  double exact_c = 0;
  for (std::int64_t i = 0; i < x_count; ++i) {
    for (std::int64_t j = 0; j < y_count; ++j) {
      const auto pair = plain::triangle(x, i, y, j, T(c));
      values(i, j) = Function::value(pair);
      const auto k = Function::vjp(pair, grad_out(i, j));
      exact_c += k.c;
      for (std::int64_t d = 0; d < dimensions; ++d) {
        exact_x(i, d) += k.at_x(x(i, d), y(j, d));
        exact_y(j, d) += k.at_y(x(i, d), y(j, d));
      }
    }
  }
  CHECK(points::difference(out, values) < bound);
  CHECK(points::difference(g_x, exact_x) < bound);
  CHECK(points::difference(g_y, exact_y) < bound);
  CHECK(std::abs(g_c - exact_c) < bound * (std::abs(exact_c) + 1 / (c * std::sqrt(c))));
  CHECK(out.padding_is_untouched());
  CHECK(g_x.padding_is_untouched());
  CHECK(g_y.padding_is_untouched());

  points::Matrix<T> again(x_count, y_count), g_x_again(x_count, dimensions, T(1)),
      g_y_again(y_count, dimensions, T(1));
  const batch::Execution three{3};
  Function::template pairwise<T>(x.view(), y.view(), curvature, again.view(), three);
  const T g_c_again = Function::template pairwise_vjp<T>(
      x.view(), y.view(), curvature, grad_out.view(), g_x_again.view(), g_y_again.view(),
      GradMode::accumulate, three);
  CHECK(again == out);
  CHECK(g_x_again == g_x);
  CHECK(g_y_again == g_y);
  CHECK(g_c_again == g_c);
}

template <class Function>
void check_all() {
  for (const double c : {0.1, 1.0, 10.0}) {
    for (const std::int64_t dimensions : {1, 3, 65}) {
      check<Function, float>(9, 14, dimensions, c, 2e-4);
      check<Function, double>(9, 14, dimensions, c, 1e-11);
    }
  }
  check<Function, float>(300, 2, 5, 1, 2e-4);
  check<Function, float>(1, 1100, 5, 1, 2e-4);
  check<Function, double>(140, 1030, 3, 1, 1e-9);
  check<Function, float>(0, 4, 5, 1, 1e-5);
  check<Function, float>(4, 0, 5, 1, 1e-5);
}

}  // namespace

TEST_CASE("all distances and their gradients agree with those of single pairs", "[batch]") {
  check_all<Distance>();
}

TEST_CASE("all inner products and their gradients agree with those of single pairs", "[batch]") {
  check_all<Inner>();
}

TEST_CASE("the distance of a point to itself is 0, and its gradient", "[batch]") {
  const auto x = points::random<float>(5, 40, 3, 4);
  points::Matrix<float> out(5, 5), grad_out(5, 5), g_x(5, 40), g_y(5, 40);
  for (std::int64_t i = 0; i < 5; ++i) grad_out(i, i) = 1;
  batch::pairwise_distance(x.view(), x.view(), Curvature<float>(1), out.view());
  batch::pairwise_distance_vjp(x.view(), x.view(), Curvature<float>(1), grad_out.view(), g_x.view(),
                               g_y.view());
  for (std::int64_t i = 0; i < 5; ++i) CHECK(out(i, i) == 0);
  CHECK(g_x == points::Matrix<float>(5, 40));
}

TEST_CASE("NaN in a point reaches its row and its column of pairs", "[batch]") {
  auto x = points::random<float>(3, 40, 3, 4);
  const auto y = x;
  x(1, 7) = std::numeric_limits<float>::quiet_NaN();
  points::Matrix<float> out(3, 3);
  batch::pairwise_distance(x.view(), y.view(), Curvature<float>(1), out.view());
  for (std::int64_t j = 0; j < 3; ++j) CHECK(std::isnan(out(1, j)));
  CHECK(out(0, 1) > 0);
}
