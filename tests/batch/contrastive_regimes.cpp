// The contrastive loss where formulas break: coincident and far points, certainty, nothing at all;
// and that tiles and threads do not show.
#include <limits>

#include "catch.hpp"
#include "contrastive_loss.hpp"
#include "plain_loss.hpp"

namespace {

using rapidity::batch::Score;
using rapidity::row::DistanceScore;
using rapidity::row::InnerScore;

template <class T>
bool is_finite(const points::Matrix<T>& matrix) {
  for (std::int64_t i = 0; i < matrix.rows(); ++i) {
    for (std::int64_t k = 0; k < matrix.cols(); ++k) {
      if (!std::isfinite(matrix(i, k))) return false;
    }
  }
  return true;
}

template <class Kind, class T>
void check_tilings() {
  const auto x = points::random<T>(61, 9, 1, 5), y = points::near(x, 0.5, 6);
  const auto whole = fused::tiled<Kind, T>(x, y, 1, 8, fused::Tiling(x.rows()), 1);
  for (const fused::Tiling& tiling : {fused::Tiling{7, 20, 11}, fused::Tiling{1, 1, 1},
                                      fused::Tiling{16, 61, 8}, fused::Tiling{5, 13, 200}}) {
    const auto one = fused::tiled<Kind, T>(x, y, 1, 8, tiling, 1);
    const double close = 64 * std::numeric_limits<T>::epsilon();
    CHECK(points::difference(one.loss, whole.loss) < close);
    CHECK(points::difference(one.g_x, whole.g_x) < close);
    CHECK(points::difference(one.g_y, whole.g_y) < close);
    CHECK(points::difference(one.c, whole.c) < close);
    CHECK(points::difference(one.scale, whole.scale) < close);
    for (const int threads : {2, 3}) {
      CHECK(fused::tiled<Kind, T>(x, y, 1, 8, tiling, threads) == one);
    }
  }
}

/// Its logits, of a row or of a column, are exp(-180) (double: exp(-550)) of those beside them.
template <class T>
void check_far_point(double scale, double of_loss, double of_gradients) {
  auto x = points::random<T>(40, 9, 0.3, 21), y = points::random<T>(40, 9, 0.3, 22);
  x(3, 0) = 30;
  y(17, 1) = -30;
  const auto exact = plain::contrastive_loss(x, y, 1, scale, Score::distance);
  const auto ours = fused::contrastive_loss(x, y, 1, scale, Score::distance);
  CHECK(points::difference(ours.loss, exact.loss) < of_loss);
  CHECK(points::difference(ours.g_x, exact.g_x) < of_gradients);
  CHECK(points::difference(ours.g_y, exact.g_y) < of_gradients);
}

}  // namespace

TEST_CASE("no size of tile changes the contrastive loss, no number of threads a bit of it",
          "[batch]") {
  check_tilings<DistanceScore, float>();
  check_tilings<DistanceScore, double>();
  check_tilings<InnerScore, float>();
  check_tilings<InnerScore, double>();
  const auto x = points::random<float>(300, 65, 1, 7), y = points::near(x, 0.5, 8);
  const auto one = fused::contrastive_loss(x, y, 1, 10, Score::distance, 1);
  CHECK(fused::contrastive_loss(x, y, 1, 10, Score::distance, 1) == one);
  CHECK(fused::contrastive_loss(x, y, 1, 10, Score::distance, 2) == one);
  CHECK(fused::contrastive_loss(x, y, 1, 10, Score::distance, 3) == one);
}

TEST_CASE("coincident negatives have no weight", "[batch]") {
  // Rows 0 and 1 coincide in both sets: of their pairs, (0, 1) and (1, 0) are at distance 0.
  auto x = points::random<float>(12, 33, 1, 9);
  for (std::int64_t k = 0; k < 33; ++k) x(1, k) = x(0, k);
  const auto ours = fused::contrastive_loss(x, x, 1, 6, Score::distance);
  const auto exact = plain::contrastive_loss(x, x, 1, 6, Score::distance);
  CHECK(points::difference(ours.loss, exact.loss) < 1e-6);
  CHECK(points::difference(ours.g_x, exact.g_x) < 1e-5);
  CHECK(points::difference(ours.g_y, exact.g_y) < 1e-5);
  CHECK(points::difference(ours.c, exact.c) < 1e-5);
}

TEST_CASE("a cluster below the resolution of a matrix product stays finite", "[batch]") {
  points::Matrix<float> center(40, 64);
  for (std::int64_t i = 0; i < 40; ++i) center(i, 0) = 2;
  for (const double size : {1e-3, 1e-4, 1e-5, 1e-6}) {
    const auto x = points::near(center, size, 10), y = points::near(center, size, 11);
    const auto ours = fused::contrastive_loss(x, y, 1, 100, Score::distance);
    const auto exact = plain::contrastive_loss(x, y, 1, 100, Score::distance);
    CHECK(std::abs(ours.loss - exact.loss) < 100 * 2 * 2e-3);
    CHECK(is_finite(ours.g_x));
    CHECK(is_finite(ours.g_y));
    double largest = 0;
    for (std::int64_t i = 0; i < 40; ++i) {
      for (std::int64_t k = 0; k < 64; ++k) {
        largest = std::max<double>(largest, std::abs(ours.g_x(i, k)));
      }
    }
    CHECK(largest < 100.0 / 40);
  }
}

TEST_CASE("all points at the origin give log B and no gradient", "[batch]") {
  const points::Matrix<float> zero(20, 7);
  for (const Score score : {Score::distance, Score::inner}) {
    const auto ours = fused::contrastive_loss(zero, zero, 2, 50, score);
    CHECK(ours.loss == Approx(std::log(20.0)).epsilon(1e-6));
    CHECK(ours.g_x == fused::Loss<float>{0, 0, 0, {20, 7}, {20, 7}}.g_x);
    CHECK(ours.c == 0);
    CHECK(ours.scale == 0);
  }
}

TEST_CASE("a nearly certain match keeps the digits of its loss and gradient", "[batch]") {
  // Orthogonal directions, far out: losses about exp(-scale * distance between the matches).
  points::Matrix<double> x(4, 4);
  for (std::int64_t i = 0; i < 4; ++i) x(i, i) = 3;
  const auto y = points::near(x, 1e-3, 12);
  const auto ours = fused::contrastive_loss(x, y, 1, 40, Score::distance);
  const auto exact = plain::contrastive_loss(x, y, 1, 40, Score::distance);
  CHECK(ours.loss < 1e-50);
  CHECK(points::difference(ours.loss, exact.loss) < 1e-12);
  CHECK(points::difference(ours.g_x, exact.g_x) < 1e-12);
  CHECK(points::difference(ours.c, exact.c) < 1e-11);
}

TEST_CASE("a high temperature far out loses no more than the product's rounding", "[batch]") {
  const auto x = points::random<float>(50, 32, 20, 13), y = points::random<float>(50, 32, 20, 14);
  const auto ours = fused::contrastive_loss(x, y, 1, 100, Score::distance);
  const auto exact = plain::contrastive_loss(x, y, 1, 100, Score::distance);
  CHECK(std::abs(ours.loss - exact.loss) < 1e-3);
  CHECK(points::difference(ours.g_x, exact.g_x) < 1e-3);
}

TEST_CASE("a point far from all others keeps its softmax", "[batch]") {
  check_far_point<double>(150, 1e-13, 1e-11);
  check_far_point<float>(50, 1e-6, 1e-5);
}

TEST_CASE("negatives whose cosh overflows have no weight", "[batch]") {
  points::Matrix<float> x(3, 2);
  x(0, 0) = 3e19f;
  x(1, 0) = -3e19f;
  x(2, 1) = 1;
  const auto ours = fused::contrastive_loss(x, x, 1, 10, Score::distance);
  CHECK(ours.loss >= 0);
  CHECK(ours.loss < 1e-6);
  CHECK(is_finite(ours.g_x));
  CHECK(std::isfinite(ours.c));
  CHECK(std::isfinite(ours.scale));
}

TEST_CASE("a single pair, no pair and no dimension", "[batch]") {
  for (const Score score : {Score::distance, Score::inner}) {
    const auto x = points::random<float>(1, 5, 1, 15), y = points::random<float>(1, 5, 1, 16);
    const auto single = fused::contrastive_loss(x, y, 1, 10, score);
    CHECK(single == fused::Loss<float>{0, 0, 0, {1, 5}, {1, 5}});
    const points::Matrix<float> none(0, 5);
    CHECK(fused::contrastive_loss(none, none, 1, 10, score) ==
          fused::Loss<float>{0, 0, 0, {0, 5}, {0, 5}});
    const points::Matrix<float> flat(6, 0);
    CHECK(fused::contrastive_loss(flat, flat, 1, 10, score).loss == Approx(std::log(6.0)));
  }
}

TEST_CASE("NaN in one point reaches the contrastive loss and every gradient", "[batch]") {
  auto x = points::random<float>(20, 5, 1, 17);
  const auto y = points::random<float>(20, 5, 1, 18);
  x(13, 2) = std::numeric_limits<float>::quiet_NaN();
  for (const Score score : {Score::distance, Score::inner}) {
    const auto ours = fused::contrastive_loss(x, y, 1, 10, score);
    CHECK(std::isnan(ours.loss));
    CHECK(std::isnan(ours.c));
    CHECK(std::isnan(ours.scale));
    CHECK(std::isnan(ours.g_x(13, 0)));
    CHECK(std::isnan(ours.g_y(4, 0)));
  }
}
