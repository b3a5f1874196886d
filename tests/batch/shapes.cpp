// Sizes that do not fit and numbers outside their domain are refused, by name.
#include <rapidity/batch/batch.hpp>

#include <limits>
#include <vector>

#include "catch.hpp"

namespace {

using namespace rapidity::batch;
using rapidity::Curvature;
using rapidity::domain_error;
using rapidity::MatrixView;
using rapidity::shape_error;
using rapidity::VectorView;

std::vector<float> memory(64, 0.5f);

MatrixView<float> matrix(std::int64_t rows, std::int64_t cols) {
  return {memory.data(), rows, cols, cols};
}
VectorView<float> vector(std::int64_t size) { return {memory.data(), size, 1}; }

const Curvature<float> c(1);

}  // namespace

TEST_CASE("a message names the function, the argument and both shapes", "[batch]") {
  CHECK_THROWS_WITH(distance(matrix(4, 3), matrix(2, 3), c, vector(4)),
                    "rapidity::batch::distance: y is [2, 3], expected [4, 3] as x");
  CHECK_THROWS_WITH(distance(matrix(4, 3), matrix(4, 3), c, vector(3)),
                    "rapidity::batch::distance: out has 3 elements, expected 4 as x has rows");
  CHECK_THROWS_WITH(
      lift(MatrixView<float>{memory.data(), 4, 3, 2}, c, matrix(4, 3)),
      "rapidity::batch::lift: v has a row stride of 2, expected at least its 3 columns");
  CHECK_THROWS_WITH(lift(MatrixView<float>{memory.data(), -1, 3, 3}, c, matrix(4, 3)),
                    "rapidity::batch::lift: v is [-1, 3], expected sizes of 0 or more");
}

TEST_CASE("every function refuses points of other shapes", "[batch]") {
  const auto a = matrix(4, 3), narrow = matrix(4, 2), few = matrix(3, 3), square = matrix(4, 4);
  CHECK_THROWS_AS(lift(a, c, narrow), shape_error);
  CHECK_THROWS_AS(lift_vjp(a, c, few, a), shape_error);
  CHECK_THROWS_AS(lift_vjp(a, c, a, few), shape_error);
  CHECK_THROWS_AS(lift(a, 2, c, narrow), shape_error);
  CHECK_THROWS_AS(lift_vjp(a, 2, c, few, a), shape_error);
  CHECK_THROWS_AS(lift_vjp(a, 2, c, a, few), shape_error);
  CHECK_THROWS_AS(logmap0(a, c, narrow), shape_error);
  CHECK_THROWS_AS(logmap0_vjp(a, c, few, a), shape_error);
  CHECK_THROWS_AS(logmap0_vjp(a, c, a, few), shape_error);
  CHECK_THROWS_AS(half_aperture(a, c, 0.1f, vector(3)), shape_error);
  CHECK_THROWS_AS(half_aperture_vjp(a, c, 0.1f, vector(3), a), shape_error);
  CHECK_THROWS_AS(half_aperture_vjp(a, c, 0.1f, vector(4), few), shape_error);
  CHECK_THROWS_AS(distance_vjp(a, a, c, vector(3), a, a), shape_error);
  CHECK_THROWS_AS(distance_vjp(a, a, c, vector(4), few, a), shape_error);
  CHECK_THROWS_AS(distance_vjp(a, a, c, vector(4), a, few), shape_error);
  CHECK_THROWS_AS(exterior_angle(a, few, c, vector(4)), shape_error);
  CHECK_THROWS_AS(exterior_angle_vjp(a, a, c, vector(3), a, a), shape_error);
  CHECK_THROWS_AS(entailment_residual(a, few, c, 0.1f, 1, vector(4)), shape_error);
  CHECK_THROWS_AS(entailment_residual_vjp(a, a, c, 0.1f, 1, vector(3), a, a), shape_error);
  CHECK_THROWS_AS(entailment_loss(a, few, c, 0.1f, 1), shape_error);
  CHECK_THROWS_AS(entailment_loss_vjp(a, a, c, 0.1f, 1, 1, a, few), shape_error);
  CHECK_THROWS_AS(pairwise_distance(a, narrow, c, square), shape_error);
  CHECK_THROWS_AS(pairwise_distance(a, a, c, a), shape_error);
  CHECK_THROWS_AS(pairwise_inner(a, few, c, square), shape_error);
  CHECK_THROWS_AS(pairwise_distance_vjp(a, a, c, a, a, a), shape_error);
  CHECK_THROWS_AS(pairwise_inner_vjp(a, a, c, square, few, a), shape_error);
  CHECK_THROWS_AS(contrastive_loss(a, few, c, 1), shape_error);
}

TEST_CASE("contrastive statistics must be of the same pairs", "[batch]") {
  const auto a = matrix(4, 3), few = matrix(3, 3);
  const auto forward = contrastive_loss(few, few, c, 1);
  CHECK_THROWS_AS(contrastive_loss_vjp(a, a, c, 1, Score::distance, forward.statistics, 1, a, a),
                  shape_error);
  CHECK_THROWS_AS(
      contrastive_loss_vjp(few, few, c, 1, Score::distance, forward.statistics, 1, a, few),
      shape_error);
}

TEST_CASE("numbers outside their domain", "[batch]") {
  const auto a = matrix(4, 3);
  CHECK_THROWS_AS(half_aperture(a, c, -0.1f, vector(4)), domain_error);
  CHECK_THROWS_AS(entailment_loss(a, a, c, -0.1f, 1), domain_error);
  CHECK_THROWS_AS(entailment_residual(a, a, c, -0.1f, 1, vector(4)), domain_error);
  CHECK_THROWS_AS(entailment_loss(a, a, c, 0.1f, -1), domain_error);
  CHECK_THROWS_AS(entailment_loss_vjp(a, a, c, 0.1f, -1, 1, a, a), domain_error);
  CHECK_THROWS_AS(entailment_residual(a, a, c, 0.1f, -1, vector(4)), domain_error);
  CHECK_THROWS_AS(entailment_residual_vjp(a, a, c, 0.1f, -1, vector(4), a, a), domain_error);
  CHECK_THROWS_AS(lift(a, c, a, -1), domain_error);
  CHECK_THROWS_AS(lift(a, 2, c, a, -1), domain_error);
  CHECK_THROWS_AS(lift_vjp(a, 2, c, a, a, GradMode::overwrite, -1), domain_error);
  CHECK_THROWS_AS(contrastive_loss(a, a, c, 1, Score::distance, {0}), domain_error);
  for (const float value : {0.0f, -1.0f, std::numeric_limits<float>::infinity(),
                            std::numeric_limits<float>::quiet_NaN()}) {
    CHECK_THROWS_AS(contrastive_loss(a, a, Curvature<float>(value), 1), domain_error);
  }
}

TEST_CASE("a number of threads is refused before a gradient is written", "[batch]") {
  const auto a = matrix(4, 3), square = matrix(4, 4);
  std::vector<float> gradient(12, 7.0f);
  const MatrixView<float> g{gradient.data(), 4, 3, 3};
  const auto mode = GradMode::overwrite;
  const auto statistics = contrastive_loss(a, a, c, 1).statistics;
  const float unlimited = std::numeric_limits<float>::infinity();
  CHECK_THROWS_AS(contrastive_loss_vjp(a, a, c, 1, Score::distance, statistics, 1, g, g, mode, {0}),
                  domain_error);
  CHECK_THROWS_AS(pairwise_distance_vjp(a, a, c, square, g, g, mode, {0}), domain_error);
  CHECK_THROWS_AS(distance_vjp(a, a, c, vector(4), g, g, mode, {0}), domain_error);
  CHECK_THROWS_AS(entailment_loss_vjp(a, a, c, 0.1f, 1, 1, g, g, mode, {0}), domain_error);
  CHECK_THROWS_AS(lift_vjp(a, c, a, g, mode, unlimited, {0}), domain_error);
  CHECK_THROWS_AS(lift_vjp(a, 2, c, a, g, mode, unlimited, {0}), domain_error);
  CHECK(gradient == std::vector<float>(12, 7.0f));
}
