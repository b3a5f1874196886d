// The nearest points against a search that makes every distance, one pair after the other.
#include <rapidity/batch/distance.hpp>
#include <rapidity/batch/nearest.hpp>
#include <rapidity/batch/pairwise_distance.hpp>

#include <cstring>
#include <limits>
#include <numeric>

#include "catch.hpp"
#include "points.hpp"

namespace {

namespace batch = rapidity::batch;
using points::Matrix;
using rapidity::Curvature;

template <class T>
struct Found {
  Matrix<std::int64_t> indices;
  Matrix<T> distances;

  Found(std::int64_t rows, std::int64_t count) : indices(rows, count), distances(rows, count) {}

  bool operator==(const Found& other) const {
    bool same = indices == other.indices;
    for (std::int64_t i = 0; i < distances.rows(); ++i) {
      for (std::int64_t k = 0; k < distances.cols(); ++k) {
        const T a = distances(i, k), b = other.distances(i, k);
        same = same && (std::memcmp(&a, &b, sizeof(T)) == 0 || (a != a && b != b));
      }
    }
    return same;
  }
};

template <class T>
Found<T> nearest(const Matrix<T>& x, const Matrix<T>& y, double c, std::int64_t count,
                 int threads = 1) {
  Found<T> found(x.rows(), count);
  batch::nearest(x.view(), y.view(), Curvature<T>(T(c)), found.indices.view(),
                 found.distances.view(), {threads});
  CHECK(found.indices.padding_is_untouched());
  CHECK(found.distances.padding_is_untouched());
  return found;
}

/// The distances of one point from all others.
template <class T>
std::vector<T> distances_from(const Matrix<T>& x, std::int64_t i, const Matrix<T>& y, double c) {
  Matrix<T> same(y.rows(), y.cols());
  for (std::int64_t j = 0; j < y.rows(); ++j) {
    for (std::int64_t k = 0; k < y.cols(); ++k) same(j, k) = x(i, k);
  }
  std::vector<T> distances(std::size_t(y.rows()));
  batch::distance(same.view(), y.view(), Curvature<T>(T(c)), {distances.data(), y.rows()});
  return distances;
}

/// The order of distances, NaN last, equals as they come.
template <class T>
std::vector<std::int64_t> order_of(const std::vector<T>& distances) {
  std::vector<std::int64_t> order(distances.size());
  std::iota(order.begin(), order.end(), std::int64_t(0));
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    const T of_a = distances[std::size_t(a)], of_b = distances[std::size_t(b)];
    return std::isnan(of_b) ? !std::isnan(of_a) : of_a < of_b;
  });
  return order;
}

template <class T>
Found<T> sorted(const Matrix<T>& x, const Matrix<T>& y, double c, std::int64_t count) {
  Found<T> found(x.rows(), count);
  for (std::int64_t i = 0; i < x.rows(); ++i) {
    const std::vector<T> distances = distances_from(x, i, y, c);
    const std::vector<std::int64_t> order = order_of(distances);
    for (std::int64_t k = 0; k < count; ++k) {
      found.indices(i, k) = order[std::size_t(k)];
      found.distances(i, k) = distances[std::size_t(order[std::size_t(k)])];
    }
  }
  return found;
}

template <class T>
void check(const Matrix<T>& x, const Matrix<T>& y, double c = 1) {
  INFO(x.rows() << " x " << y.rows() << ", D = " << x.cols() << ", c = " << c);
  for (const std::int64_t count : {std::int64_t(0), std::int64_t(1), std::int64_t(7), y.rows()}) {
    if (count > y.rows()) continue;
    INFO("k = " << count);
    const Found<T> found = nearest(x, y, c, count);
    CHECK(found == sorted(x, y, c, count));
    CHECK(found == nearest(x, y, c, count, 2));
    CHECK(found == nearest(x, y, c, count, 5));
  }
}

/// Every row a multiple of a point, plus noise of a relative size.
template <class T>
Matrix<T> cluster(const Matrix<T>& center, std::int64_t rows, double noise, unsigned seed) {
  Matrix<T> same(rows, center.cols());
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t k = 0; k < center.cols(); ++k) same(i, k) = center(0, k);
  }
  return points::near(same, noise, seed);
}

/// Whether a search by the matrix of all distances finds the same points as one pair by pair.
template <class T>
bool products_suffice(const Matrix<T>& x, const Matrix<T>& y) {
  Matrix<T> all(x.rows(), y.rows());
  batch::pairwise_distance(x.view(), y.view(), Curvature<T>(1), all.view());
  for (std::int64_t i = 0; i < x.rows(); ++i) {
    const std::vector<T> of_row(all.view().row(i), all.view().row(i) + y.rows());
    if (order_of(of_row)[0] != order_of(distances_from(x, i, y, 1))[0]) return false;
  }
  return true;
}

template <class T>
void check_sizes() {
  for (const double c : {0.1, 1.0, 10.0}) {
    for (const std::int64_t dimensions : {1, 3, 65}) {
      check(points::random<T>(9, dimensions, 1 / std::sqrt(c), 1),
            points::random<T>(14, dimensions, 1 / std::sqrt(c), 2), c);
    }
  }
  check(points::random<T>(1, 5, 1, 3), points::random<T>(2100, 5, 1, 4));
  check(points::random<T>(140, 33, 1, 5), points::random<T>(1030, 33, 1, 6));
  check(points::random<T>(300, 4, 1, 7), points::random<T>(1, 4, 1, 8));
  check(points::random<T>(0, 4, 1, 7), points::random<T>(9, 4, 1, 8));
  check(points::random<T>(4, 4, 1, 7), points::random<T>(0, 4, 1, 8));
  check(points::random<T>(3, 0, 1, 7), points::random<T>(9, 0, 1, 8));
}

template <class T>
void check_hard_points() {
  const double relative[] = {1e-2, 1e-4, 1e-6, 1e-8, 1e-12};
  for (const double radius : {1e-30, 1e-18, 1e-3, 1.0, 30.0, 1e4, 1e9, 1e18}) {
    INFO("radius " << radius);
    const auto center = points::random<T>(1, 17, radius, 11);
    for (const double noise : relative)
      check(cluster(center, 3, noise, 12), cluster(center, 90, noise, 13));
    check(points::random<T>(3, 17, radius, 14), points::random<T>(90, 17, radius, 15));
    check(points::random<T>(3, 17, 1, 14), points::random<T>(90, 17, radius, 15));
  }
}

}  // namespace

TEST_CASE("the nearest points are those of a search pair by pair", "[batch]") {
  check_sizes<float>();
  check_sizes<double>();
}

TEST_CASE("points that products cannot tell apart, near and far out", "[batch]") {
  check_hard_points<float>();
  check_hard_points<double>();
  const auto center = points::random<float>(1, 17, 1e4, 11);
  CHECK_FALSE(products_suffice(cluster(center, 3, 1e-4, 12), cluster(center, 90, 1e-4, 13)));
}

TEST_CASE("a space of any curvature", "[batch]") {
  for (const double c : {1e-30, 1e-6, 1e6, 1e30}) {
    check(points::random<float>(3, 9, 1 / std::sqrt(c), 1),
          points::random<float>(90, 9, 1 / std::sqrt(c), 2), c);
  }
  // Here products of coordinates underflow, and c makes much of it.
  check(points::random<float>(3, 64, 2.4e-22, 1), points::random<float>(90, 64, 2.4e-22, 2), 1e38);
}

TEST_CASE("equal distances stand in the order of the indices", "[batch]") {
  const auto few = points::random<float>(5, 6, 1, 21);
  Matrix<float> many(1200, 6);
  for (std::int64_t j = 0; j < many.rows(); ++j) {
    for (std::int64_t k = 0; k < 6; ++k) many(j, k) = few((j * j) % 5, k);
  }
  check(few, many);
  check(Matrix<float>(2, 6), many);
  const Found<float> found = nearest(Matrix<float>(1, 6), Matrix<float>(1100, 6), 1, 1100);
  for (std::int64_t k = 0; k < 1100; ++k) {
    CHECK(found.indices(0, k) == k);
    CHECK(found.distances(0, k) == 0);
  }
}

TEST_CASE("points in an order that is bad for the search", "[batch]") {
  Matrix<double> descending(2500, 2), x(1, 2);
  for (std::int64_t j = 0; j < descending.rows(); ++j) descending(j, 0) = double(2500 - j) / 100;
  check(x, descending);
}

TEST_CASE("a point that is not finite is farther than all others", "[batch]") {
  const float infinity = std::numeric_limits<float>::infinity();
  auto x = points::random<float>(3, 5, 1, 31), y = points::random<float>(40, 5, 1, 32);
  x(1, 2) = std::numeric_limits<float>::quiet_NaN();
  y(0, 0) = std::numeric_limits<float>::quiet_NaN();
  y(7, 4) = infinity;
  y(9, 1) = -infinity;
  check(x, y);
  const Found<float> found = nearest(x, y, 1, 40);
  for (std::int64_t k = 0; k < 40; ++k) {
    CHECK(found.indices(1, k) == k);
    CHECK(std::isnan(found.distances(1, k)));
  }
  const std::int64_t last[] = {0, 7, 9};
  for (std::int64_t k = 0; k < 3; ++k) CHECK(found.indices(0, 37 + k) == last[k]);
}

TEST_CASE("points whose inner products overflow", "[batch]") {
  for (const double radius : {2e18, 1e19, 5e19, 1e25, 1e37}) {
    auto y = points::random<float>(60, 8, radius, 41);
    for (std::int64_t j = 0; j < 60; j += 2) {
      for (std::int64_t k = 0; k < 8; ++k) y(j, k) = k < 4 ? y(j, k) : -y(j, k - 4);
    }
    check(points::random<float>(3, 8, radius, 42), y);
    check(points::random<float>(3, 8, radius, 42), y, 1e-3);
    check(points::random<float>(3, 8, 1, 42), y);
  }
}

TEST_CASE("products rule out most pairs", "[batch]") {
  namespace row = rapidity::row;
  using L = batch::detail::Lane<float>;
  const std::int64_t dimensions = 64, count = 5, rows = 2000;
  const auto x = points::random<float>(1, dimensions, 1, 51);
  const auto y = points::random<float>(rows, dimensions, 1, 52);
  const Found<float> found = nearest(x, y, 1, count);
  const batch::detail::Team team{batch::Execution{}};
  const batch::detail::PairTiles<float> pairs(x.view(), y.view(), 1, team);
  const float limit = row::excess_limit(found.distances(0, count - 1), 1.0);
  const auto margin = row::excess_margin<float>(double(dimensions) / 2, dimensions, 1);
  const auto all = distances_from(x, 0, y, 1);
  std::int64_t left = 0;
  Matrix<float> xy(1, rows);
  pairs.products({0, 1}, {0, rows}, batch::detail::as_matrix(xy.view()));
  for (std::int64_t j = 0; j < rows; ++j) {
    const float least = row::least_excess(L::fill(xy(0, j)), 1.0f, pairs.x_factors.excess[0],
                                          L::fill(pairs.y_factors.excess[j]), margin)
                            .packet;
    CHECK(double(least) <= std::cosh(double(all[std::size_t(j)])) - 1);
    left += least > limit ? 0 : 1;
  }
  CHECK(left >= count);
  CHECK(left < 2 * count);
}

TEST_CASE("a limit is beyond every excess of that distance, and not by much", "[batch]") {
  namespace row = rapidity::row;
  for (double d = 1e-6; d < 80; d *= 1.37) {
    for (const double c : {0.1, 1.0, 2.0}) {
      const double rapidity = std::sqrt(c) * double(float(d));
      const double excess = 2 * std::sinh(rapidity / 2) * std::sinh(rapidity / 2);
      const float limit = row::excess_limit(float(d), c);
      CHECK(double(limit) > excess);
      if (limit < 1e37f) CHECK(double(limit) < excess * (1 + 1e-5 * (2 + rapidity)));
    }
  }
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK(row::excess_limit(infinity, 1.0) == infinity);
  CHECK(row::excess_limit(std::numeric_limits<float>::quiet_NaN(), 1.0) == infinity);
  CHECK(row::excess_limit(0.0f, 1.0) < 1e-30f);
}

TEST_CASE("what nearest refuses", "[batch]") {
  using rapidity::shape_error;
  auto x = points::random<float>(3, 5, 1, 1), y = points::random<float>(4, 5, 1, 2);
  const auto narrow = points::random<float>(4, 4, 1, 2);
  Found<float> two(3, 2), five(3, 5), short_one(2, 2);
  const Curvature<float> c(1);
  CHECK_THROWS_WITH(
      batch::nearest(x.view(), y.view(), c, five.indices.view(), five.distances.view()),
      "rapidity::batch::nearest: indices has 5 columns, expected at most 4 as y has rows");
  CHECK_THROWS_AS(
      batch::nearest(x.view(), narrow.view(), c, two.indices.view(), two.distances.view()),
      shape_error);
  CHECK_THROWS_AS(
      batch::nearest(x.view(), y.view(), c, short_one.indices.view(), two.distances.view()),
      shape_error);
  CHECK_THROWS_AS(
      batch::nearest(x.view(), y.view(), c, two.indices.view(), short_one.distances.view()),
      shape_error);
  CHECK_THROWS_AS(batch::nearest(x.view(), y.view(), c, two.indices.view(), five.distances.view()),
                  shape_error);
  CHECK_THROWS_AS(
      batch::nearest(x.view(), y.view(), c, two.indices.view(), two.distances.view(), {0}),
      rapidity::domain_error);
}
