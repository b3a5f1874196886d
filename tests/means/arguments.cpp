// What the functions take: rows, columns, blocks, expressions, views; what they refuse and how they
// say it; no coordinates, one coordinate, no points.
#include <rapidity/lorentz/frechet_mean.hpp>
#include <rapidity/lorentz/view.hpp>
#include <rapidity/lorentz/wrapped_normal.hpp>

#include "operations.hpp"

namespace {

using means::Matrix;
using means::Vector;
using rapidity::domain_error;
using rapidity::shape_error;

const rapidity::Curvature<double> kC(0.5);

template <class Error, class Call>
std::string message(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no " + std::string(typeid(Error).name()) + " was thrown";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("rows, columns, blocks and expressions are points", "[means]") {
  const Eigen::Matrix<double, 4, 3> m = Eigen::Matrix<double, 4, 3>::Random();
  const Eigen::Vector3d x = m.row(0), y = m.row(1);
  const auto there = rapidity::boost(x, m.row(1), kC);
  static_assert(decltype(there)::RowsAtCompileTime == 1, "shaped like the moved point");
  CHECK(there == rapidity::boost(m.row(0), y, kC).transpose());
  CHECK(rapidity::boost(2 * x - x, y, kC).isApprox(rapidity::boost(x, y, kC), 1e-14));
  CHECK(rapidity::busemann(m.row(0), y, kC) == rapidity::busemann(x, m.row(1).transpose(), kC));
  const auto g = rapidity::busemann_vjp(m.row(0), y, kC, 1.0);
  static_assert(decltype(g.x)::RowsAtCompileTime == 1, "x is a row");
  static_assert(decltype(g.direction)::ColsAtCompileTime == 1, "direction is a column");
  const auto b = rapidity::boost_vjp(m.row(0), y, kC, m.row(2));
  static_assert(decltype(b.x)::RowsAtCompileTime == 1, "x is a row");
  CHECK(b.p == rapidity::boost_vjp(x, y, kC, m.row(2).transpose()).p);
  CHECK(rapidity::hyperplane_distance(m.row(0), y, 0.1, kC) ==
        rapidity::hyperplane_distance(x, m.row(1), 0.1, kC));
  CHECK(rapidity::riemannian_gradient(m.row(0), y, kC) == rapidity::riemannian_gradient(x, y, kC));
}

TEST_CASE("many points are the rows of any matrix, or a view", "[means]") {
  const Matrix<double> rows = Matrix<double>::Random(5, 3);
  const Eigen::MatrixXd columns = rows;  // column-major
  const Eigen::Matrix<double, 5, 3> fixed = rows;
  const Vector<double> weights = Vector<double>::LinSpaced(5, 0.0, 2.0), k = rows.row(0);
  const Eigen::RowVectorXd mean = rapidity::centroid(rows, weights, kC);
  CHECK(rapidity::centroid(columns, weights.transpose(), kC) == mean);
  const auto of_fixed = rapidity::centroid(fixed, weights, kC);
  static_assert(decltype(of_fixed)::ColsAtCompileTime == 3, "a row of three");
  CHECK(of_fixed == mean);
  CHECK(rapidity::centroid(columns.transpose().transpose(), weights, kC) == mean);
  CHECK(rapidity::centroid(rapidity::view(rows), rapidity::view(weights), kC) == mean);
  CHECK(rapidity::centroid(rapidity::view(rows), kC) ==
        rapidity::centroid(rows, Vector<double>::Ones(5), kC));
  CHECK(rapidity::frechet_mean(rapidity::view(rows), rapidity::view(weights), kC).mean ==
        rapidity::frechet_mean(columns, weights, kC).mean);
  const auto g = rapidity::centroid_vjp(columns, weights, kC, k);
  CHECK(g.points.rows() == 5);
  CHECK(g.weights.size() == 5);
  const auto of_views =
      rapidity::centroid_vjp(rapidity::view(rows), rapidity::view(weights), kC, rapidity::view(k));
  CHECK(of_views.points == g.points);
  CHECK(rapidity::centroid_vjp(rows, kC, k).points ==
        rapidity::centroid_vjp(rows, Vector<double>::Ones(5), kC, k).points);
  CHECK(rapidity::frechet_mean_vjp(rows, kC, k).points ==
        rapidity::frechet_mean_vjp(rows, Vector<double>::Ones(5), kC, k).points);
}

TEST_CASE("means of views with strides, values and gradients", "[means]") {
  const Matrix<double> wide = Matrix<double>::Random(5, 4), rows = wide.leftCols(3);
  const Vector<double> weights = Vector<double>::LinSpaced(5, 0.1, 2.0), k = wide.row(0).head(3);
  Matrix<double> spaced(5, 2);
  spaced << weights, -weights;
  const rapidity::MatrixView<const double> points{wide.data(), 5, 3, 4};
  const rapidity::VectorView<const double> shares{spaced.data(), 5, 2};
  const auto grad_out = rapidity::view(k);
  const auto check = [](const auto& of_views, const auto& of_matrices) {
    CHECK(of_views.points == of_matrices.points);
    CHECK(of_views.weights == of_matrices.weights);
    CHECK(of_views.c == of_matrices.c);
  };
  check(rapidity::centroid_vjp(points, shares, kC, grad_out),
        rapidity::centroid_vjp(rows, weights, kC, k));
  check(rapidity::centroid_vjp(points, kC, grad_out), rapidity::centroid_vjp(rows, kC, k));
  check(rapidity::frechet_mean_vjp(points, shares, kC, grad_out),
        rapidity::frechet_mean_vjp(rows, weights, kC, k));
  check(rapidity::frechet_mean_vjp(points, kC, grad_out), rapidity::frechet_mean_vjp(rows, kC, k));
  CHECK(rapidity::frechet_mean(points, kC).mean == rapidity::frechet_mean(rows, kC).mean);
  CHECK(rapidity::frechet_mean(points, kC, {0.5, 0}).iterations == 0);
  CHECK_THROWS_AS(rapidity::frechet_mean_vjp(points, kC, rapidity::view(weights)), shape_error);
}

TEST_CASE("no coordinates, and one", "[means]") {
  const Vector<double> none(0);
  CHECK(rapidity::boost(none, none, kC).size() == 0);
  CHECK(rapidity::boost_inverse_vjp(none, none, kC, none).c == 0);
  CHECK(rapidity::riemannian_gradient(none, none, kC).size() == 0);
  CHECK(rapidity::mlr_logit(none, none, 1.0, kC) == 0);
  CHECK_THROWS_AS(rapidity::busemann(none, none, kC), domain_error);
  CHECK(rapidity::centroid(Matrix<double>(3, 0), kC).size() == 0);
  CHECK(rapidity::frechet_mean(Matrix<double>(3, 0), kC).converged);

  // On a line in rapidities the boost adds and the Frechet mean is the mean.
  const double rc = std::sqrt(0.5);
  const auto at = [&](double r) { return Vector<double>(means::number(std::sinh(r) / rc)); };
  CHECK(rapidity::boost(at(0.7), at(1.1), kC)[0] == Approx(at(1.8)[0]).epsilon(1e-14));
  CHECK(rapidity::boost_inverse(at(0.7), at(1.1), kC)[0] == Approx(at(0.4)[0]).epsilon(1e-14));
  CHECK(rapidity::busemann(at(0.7), at(1.0), kC) == Approx(-0.7 / rc).epsilon(1e-14));
  CHECK(rapidity::hyperplane_distance(at(0.7), at(-2.0), 0.3 / rc, kC) ==
        Approx(-1.0 / rc).epsilon(1e-14));
  Matrix<double> line(3, 1);
  line << at(-1)[0], at(0.5)[0], at(2.75)[0];
  CHECK(rapidity::frechet_mean(line, kC).mean[0] == Approx(at(0.75)[0]).epsilon(1e-14));
}

TEST_CASE("sizes that do not fit are refused by name and size", "[means]") {
  const Vector<double> two = Vector<double>::Ones(2), three = Vector<double>::Ones(3);
  CHECK(has(message<shape_error>([&] { rapidity::boost(two, three, kC); }),
            "rapidity::boost: p has 3 elements, expected 2 as in x"));
  CHECK(has(message<shape_error>([&] { rapidity::boost_vjp(two, two, kC, three); }),
            "grad_out has 3"));
  CHECK_THROWS_AS(rapidity::boost_inverse(two, three, kC), shape_error);
  CHECK_THROWS_AS(rapidity::boost_inverse_vjp(two, three, kC, two), shape_error);
  CHECK(has(message<shape_error>([&] { rapidity::busemann(two, three, kC); }),
            "rapidity::busemann: direction has 3"));
  CHECK_THROWS_AS(rapidity::busemann_vjp(two, three, kC, 1.0), shape_error);
  CHECK(has(message<shape_error>([&] { rapidity::mlr_logit(two, three, 0.0, kC); }),
            "rapidity::mlr_logit: normal has 3"));
  CHECK_THROWS_AS(rapidity::mlr_logit_vjp(two, three, 0.0, kC, 1.0), shape_error);
  CHECK_THROWS_AS(rapidity::hyperplane_distance(two, three, 0.0, kC), shape_error);
  CHECK_THROWS_AS(rapidity::hyperplane_distance_vjp(two, three, 0.0, kC, 1.0), shape_error);
  CHECK(has(message<shape_error>([&] { rapidity::riemannian_gradient(two, three, kC); }),
            "euclidean_gradient has 3"));
  CHECK_THROWS_AS(rapidity::riemannian_gradient_vjp(two, two, kC, three), shape_error);
  const Matrix<double> points = Matrix<double>::Ones(4, 2);
  CHECK(has(message<shape_error>([&] { rapidity::centroid(points, three, kC); }),
            "rapidity::centroid: weights has 3 elements, expected 4"));
  CHECK(has(message<shape_error>([&] { rapidity::centroid_vjp(points, kC, three); }),
            "grad_out has 3 elements, expected 2"));
  CHECK_THROWS_AS(rapidity::frechet_mean(points, three, kC), shape_error);
  CHECK_THROWS_AS(rapidity::frechet_mean_vjp(points, kC, three), shape_error);
  CHECK(has(message<shape_error>([&] { rapidity::WrappedNormal<double>(two, three, kC); }),
            "deviations has 3"));
  const rapidity::WrappedNormal<double> normal(two, two, kC);
  CHECK(has(message<shape_error>([&] { normal.log_density(three); }), "x has 3"));
}

TEST_CASE("what has no value is refused by name", "[means]") {
  const Vector<double> x = Vector<double>::Ones(2), zero = Vector<double>::Zero(2);
  CHECK(has(message<domain_error>([&] { rapidity::busemann(x, zero, kC); }), "direction is zero"));
  CHECK_THROWS_AS(rapidity::busemann_vjp(x, zero, kC, 1.0), domain_error);
  CHECK(has(message<domain_error>([&] { rapidity::hyperplane_distance(x, zero, 0.0, kC); }),
            "normal is zero"));
  CHECK_THROWS_AS(rapidity::hyperplane_distance_vjp(x, zero, 0.0, kC, 1.0), domain_error);
  CHECK(rapidity::mlr_logit(x, zero, 2.0, kC) == 0);
  const auto g = rapidity::mlr_logit_vjp(x, zero, 2.0, kC, 1.0);
  CHECK(means::joined<double>(g.x, g.normal, g.c + g.offset).isZero(0));

  const Matrix<double> points = Matrix<double>::Ones(2, 2), no_points(0, 2);
  CHECK(has(message<domain_error>([&] { rapidity::centroid(points, zero, kC); }),
            "weights are all zero"));
  CHECK(has(message<domain_error>([&] { rapidity::centroid(points, -x, kC); }),
            "weights is negative"));
  CHECK_THROWS_AS(rapidity::centroid(no_points, kC), domain_error);
  CHECK_THROWS_AS(rapidity::frechet_mean(no_points, kC), domain_error);
  CHECK_THROWS_AS(rapidity::centroid_vjp(points, -x, kC, x), domain_error);
  CHECK_THROWS_AS(rapidity::frechet_mean_vjp(points, zero, kC, x), domain_error);
  CHECK(has(message<domain_error>([&] {
              rapidity::frechet_mean(points, kC, {-1.0, 5});
            }),
            "tolerance"));
  CHECK(has(message<domain_error>([&] {
              rapidity::frechet_mean(points, kC, {0.0, -1});
            }),
            "max_iterations"));
  CHECK(has(message<domain_error>([&] { rapidity::WrappedNormal<double>(x, zero, kC); }),
            "deviations"));
  for (const double infinity : {HUGE_VAL, -HUGE_VAL}) {
    const Eigen::RowVector2d wide(1, infinity);
    CHECK(has(message<domain_error>([&] { rapidity::WrappedNormal<double>(x, wide, kC); }),
              "deviations has an element that is not positive and finite"));
  }
  const Eigen::RowVector2d unknown(1, std::nan(""));
  CHECK(std::isnan(rapidity::WrappedNormal<double>(x, unknown, kC).log_density(x)));
}

TEST_CASE("a Frechet mean of NaN is NaN and does not converge", "[means]") {
  Matrix<double> points = Matrix<double>::Ones(3, 2);
  points(1, 1) = std::numeric_limits<double>::quiet_NaN();
  const auto result = rapidity::frechet_mean(points, kC);
  CHECK_FALSE(result.converged);
  CHECK(result.mean.array().isNaN().all());
  CHECK(std::isnan(result.residual));
  CHECK(rapidity::centroid(points, kC).array().isNaN().all());
}
