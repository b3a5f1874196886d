// The contrastive loss and all its gradients against the definition.
#include "contrastive_loss.hpp"

#include <cstdio>
#include <string>

#include "catch.hpp"
#include "plain_loss.hpp"

namespace {

using rapidity::batch::Score;

struct Errors {
  double loss = 0, points = 0, c = 0, scale = 0;

  void include(const Errors& other) {
    loss = std::max(loss, other.loss);
    points = std::max(points, other.points);
    c = std::max(c, other.c);
    scale = std::max(scale, other.scale);
  }
};

template <class T>
Errors errors(const points::Matrix<T>& x, const points::Matrix<T>& y, double c, double scale,
              Score score) {
  const auto ours = fused::contrastive_loss(x, y, c, scale, score);
  const auto exact = plain::contrastive_loss(x, y, T(c), T(scale), score);
  CHECK(ours.g_x.padding_is_untouched());
  CHECK(ours.g_y.padding_is_untouched());
  return {
      points::difference(ours.loss, exact.loss),
      std::max(points::difference(ours.g_x, exact.g_x), points::difference(ours.g_y, exact.g_y)),
      points::difference(ours.c, exact.c), points::difference(ours.scale, exact.scale)};
}

// Rapidities of about 0.9, distances about as large, whatever the curvature.
template <class T>
Errors errors(std::int64_t count, std::int64_t dimensions, double c, Score score) {
  const auto x = points::random<T>(count, dimensions, 1 / std::sqrt(c), 1);
  const auto y = points::near(x, 0.7, 2);
  return errors(x, y, c, score == Score::distance ? 5 * std::sqrt(c) : 5 * c, score);
}

// The bounds of the points and of the scale are those of the closest negatives: the smallest u
// stands against a rounding error of a few eps.
template <class T>
void check_grid(const char* type, const Errors& bound) {
  for (const Score score : {Score::distance, Score::inner}) {
    Errors worst;
    for (const std::int64_t count : {1, 2, 3, 17}) {
      for (const std::int64_t dimensions : {1, 3, 64, 65}) {
        for (const double c : {0.1, 1.0, 10.0}) {
          worst.include(errors<T>(count, dimensions, c, score));
        }
      }
    }
    worst.include(errors<T>(128, 3, 1, score));
    worst.include(errors<T>(300, 65, 1, score));
    std::printf("contrastive loss, %s, %s: loss %.1e, points %.1e, c %.1e, scale %.1e\n", type,
                score == Score::distance ? "distance" : "inner product", worst.loss, worst.points,
                worst.c, worst.scale);
    CHECK(worst.loss <= bound.loss);
    CHECK(worst.points <= bound.points);
    CHECK(worst.c <= bound.c);
    CHECK(worst.scale <= bound.scale);
  }
}

}  // namespace

TEST_CASE("the contrastive loss of floats agrees with its definition", "[batch]") {
  check_grid<float>("float", {1e-5, 3e-4, 2e-4, 3e-4});
}

TEST_CASE("the contrastive loss of doubles agrees with its definition", "[batch]") {
  check_grid<double>("double", {5e-14, 5e-12, 1e-11, 2e-12});
}

TEST_CASE("contrastive gradients are added where asked", "[batch]") {
  namespace batch = rapidity::batch;
  const auto x = points::random<double>(17, 5, 1, 3), y = points::random<double>(17, 5, 1, 4);
  const rapidity::Curvature<double> c(0.5);
  const auto forward = batch::contrastive_loss(x.view(), y.view(), c, 3.0);
  points::Matrix<double> g_x(17, 5, 1.0), g_y(17, 5, -2.0);
  const auto once = fused::contrastive_loss(x, y, 0.5, 3, Score::distance);
  const auto scalars =
      batch::contrastive_loss_vjp(x.view(), y.view(), c, 3.0, Score::distance, forward.statistics,
                                  2.0, g_x.view(), g_y.view(), batch::GradMode::accumulate);
  for (std::int64_t i = 0; i < 17; ++i) {
    for (std::int64_t k = 0; k < 5; ++k) {
      CHECK(g_x(i, k) == Approx(1 + 2 * once.g_x(i, k)).epsilon(1e-13));
      CHECK(g_y(i, k) == Approx(-2 + 2 * once.g_y(i, k)).epsilon(1e-13));
    }
  }
  CHECK(scalars.c == Approx(2 * once.c));
  CHECK(scalars.scale == Approx(2 * once.scale));
}
