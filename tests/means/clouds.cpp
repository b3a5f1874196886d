// Laws of the centroid and the Frechet mean: equivariance, vanishing gradient, weights, scaling.
#include "laws/spaces.hpp"
#include "operations.hpp"

using laws::point;
using means::Matrix;
using means::Vector;

namespace {

const double kEpsilon = std::numeric_limits<double>::epsilon();

// Points about a centre at the given radius, in the space within about `spread` / rc of it.
Matrix<double> cloud(reference::SplitMix64& random, Eigen::Index count, Eigen::Index size,
                     const rapidity::Curvature<double>& c, double radius, double spread) {
  const Vector<double> centre = point<double>(random, size, c.value(), radius);
  Matrix<double> points(count, size);
  for (Eigen::Index i = 0; i < count; ++i) {
    const Vector<double> near = point<double>(random, size, c.value(), spread);
    points.row(i) = rapidity::boost(centre, near, c);
  }
  return points;
}

Matrix<double> boosted(const Vector<double>& x, const Matrix<double>& points,
                       const rapidity::Curvature<double>& c) {
  Matrix<double> result(points.rows(), points.cols());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    result.row(i) = rapidity::boost(x, points.row(i), c);
  }
  return result;
}

// sum w log_m(x) / sum w, as a tangent vector at the origin seen from m.
Vector<double> mean_logarithm(const Vector<double>& m, const Matrix<double>& points,
                              const Vector<double>& weights, const rapidity::Curvature<double>& c) {
  Vector<double> sum = Vector<double>::Zero(m.size());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const Vector<double> x = points.row(i);
    sum += weights[i] * rapidity::logmap0(rapidity::boost_inverse(m, x, c), c);
  }
  return sum / weights.sum();
}

template <class Law>
void for_each_cloud(const Law& law) {
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    for (const double spread : {1e-6, 0.1, 3.0}) {
      INFO("spread " << spread);
      const Matrix<double> points = cloud(random, 5, size, c, radius, spread);
      const Vector<double> weights = reference::uniform<double>(random, 5).cwiseAbs();
      law(c, points, weights, radius, spread, random);
    }
  });
}

}  // namespace

TEST_CASE("means move with a boost", "[means]") {
  for_each_cloud(
      [](const auto& c, const auto& points, const auto& weights, double, double, auto& random) {
        const Vector<double> x = point<double>(random, points.cols(), c.value(), 1.0);
        const Matrix<double> moved = boosted(x, points, c);
        const double rounding = 8 * kEpsilon * (moved.norm() + points.norm());
        const Vector<double> a = rapidity::boost(x, rapidity::centroid(points, weights, c), c);
        CHECK(rapidity::distance(a, rapidity::centroid(moved, weights, c), c) <= rounding);
        const auto mean = rapidity::frechet_mean(points, weights, c);
        const auto of_moved = rapidity::frechet_mean(moved, weights, c);
        CHECK(mean.converged);
        CHECK(of_moved.converged);
        const Vector<double> b = rapidity::boost(x, mean.mean, c);
        CHECK(rapidity::distance(b, of_moved.mean, c) <= 8 * rounding);
      });
}

TEST_CASE("the Frechet mean's gradient vanishes there", "[means]") {
  for_each_cloud(
      [](const auto& c, const auto& points, const auto& weights, double, double spread, auto&) {
        const auto result = rapidity::frechet_mean(points, weights, c);
        CHECK(result.converged);
        CHECK(result.iterations <= 8);
        const Vector<double> mean = result.mean;
        const double length = mean_logarithm(mean, points, weights, c).norm();
        const double unit = 1 / std::sqrt(c.value());
        CHECK(length <= 32 * kEpsilon * (mean.norm() + spread * unit));
        CHECK(result.residual <= 32 * kEpsilon * (mean.norm() + spread * unit));
      });
}

TEST_CASE("the centroid minimises: the sum of the points seen from it is nothing", "[means]") {
  for_each_cloud(
      [](const auto& c, const auto& points, const auto& weights, double, double spread, auto&) {
        const Vector<double> mean = rapidity::centroid(points, weights, c);
        Vector<double> sum = Vector<double>::Zero(mean.size());
        for (Eigen::Index i = 0; i < points.rows(); ++i) {
          const Vector<double> x = points.row(i);
          sum += weights[i] / weights.sum() * rapidity::boost_inverse(mean, x, c);
        }
        const double unit = std::sinh(spread) / std::sqrt(c.value());
        CHECK(sum.norm() <=
              32 * kEpsilon * (mean.norm() + 1 / std::sqrt(c.value())) * std::cosh(spread) +
                  8 * kEpsilon * unit);
      });
}

TEST_CASE("only the ratios of weights matter, and their gradient says so", "[means]") {
  for_each_cloud([](const auto& c, const auto& points, const auto& weights, double radius, double,
                    auto& random) {
    const Vector<double> k = reference::uniform<double>(random, points.cols());
    const auto once = rapidity::centroid_vjp(points, weights, c, k);
    const auto twice = rapidity::centroid_vjp(points, 4 * weights, c, k);
    CHECK(rapidity::centroid(points, weights, c) == rapidity::centroid(points, 4 * weights, c));
    CHECK(twice.weights == once.weights / 4);
    CHECK(twice.points == once.points);
    CHECK(std::abs(once.weights.dot(weights)) <=
          1e-14 * (1 + radius) * once.weights.cwiseAbs().dot(weights));
    const auto g = rapidity::frechet_mean_vjp(points, weights, c, k);
    CHECK(std::abs(g.weights.dot(weights)) <=
          1e-14 * (1 + radius) * g.weights.cwiseAbs().dot(weights));
  });
}

TEST_CASE("the means' gradients by c follow from those by the points", "[means]") {
  for_each_cloud(
      [](const auto& c, const auto& points, const auto& weights, double, double, auto& random) {
        const Vector<double> k = reference::uniform<double>(random, points.cols());
        const auto check = [&](const auto& g, const auto& mean) {
          const double of_points = (points.array() * g.points.array()).sum();
          const double size = (points.array() * g.points.array()).abs().sum();
          CHECK(2 * c.value() * g.c == Approx(of_points - k.dot(mean)).margin(1e-12 * size));
        };
        check(rapidity::centroid_vjp(points, weights, c, k),
              rapidity::centroid(points, weights, c).transpose());
        check(rapidity::frechet_mean_vjp(points, weights, c, k),
              rapidity::frechet_mean(points, weights, c).mean.transpose());
      });
}

TEST_CASE("one point, two points, no spread", "[means]") {
  for (const double c : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    const rapidity::Curvature<double> curvature(c);
    for (const double radius : {0.0, 1e-4, 1.0, 1e4}) {
      Matrix<double> points(2, 3);
      points.row(0) << 0.6 * radius, 0.0, -0.8 * radius;
      points.row(1) = points.row(0);
      const Eigen::RowVector3d x = points.row(0);
      CHECK((rapidity::centroid(points, curvature) - x).norm() <= 4 * kEpsilon * radius);
      CHECK((rapidity::centroid(points.topRows(1), curvature) - x).norm() <= 4 * kEpsilon * radius);
      const auto same = rapidity::frechet_mean(points, curvature);
      CHECK(same.converged);
      CHECK(same.iterations == 0);
      CHECK((same.mean - x).norm() <= 4 * kEpsilon * radius);
      points.row(1) = -x;  // both means of opposite points are the origin
      CHECK(rapidity::centroid(points, curvature).norm() <= 4 * kEpsilon * radius);
      CHECK(rapidity::frechet_mean(points, curvature).mean.norm() <= 8 * kEpsilon * radius);
      points.row(1) *= -0.5;  // and those of two points are the same
      const auto middle = rapidity::frechet_mean(points, curvature);
      CHECK((middle.mean - rapidity::centroid(points, curvature)).norm() <= 1e-14 * radius);
    }
  }
}

// No point to look from has digits for the whole way: the centroid is approached in steps.
TEST_CASE("the centroid of two points whole worlds apart is halfway", "[means]") {
  const rapidity::Curvature<double> c(1.0);
  Matrix<double> points(2, 2);
  points << std::sinh(40.0), 0.0, 0.0, std::sinh(10.0);
  const Eigen::RowVector2d mean = rapidity::centroid(points, c);
  const double first = rapidity::distance(mean, points.row(0), c);
  const double second = rapidity::distance(mean, points.row(1), c);
  CHECK(std::abs(first - second) <= 1e-8 * first);
  const double whole = rapidity::distance(points.row(0), points.row(1), c);
  CHECK(std::abs(first + second - whole) <= 1e-8 * whole);
}

TEST_CASE("the search for the Frechet mean stops as told", "[means]") {
  reference::SplitMix64 random(1);
  const rapidity::Curvature<double> c(1.0);
  const Matrix<double> points = cloud(random, 6, 3, c, 2.0, 4.0);
  const auto none = rapidity::frechet_mean(points, c, {0.0, 0});
  CHECK(none.iterations == 0);
  CHECK_FALSE(none.converged);
  CHECK((none.mean - rapidity::centroid(points, c)).norm() <= 1e-14 * none.mean.norm());
  const auto rough = rapidity::frechet_mean(points, c, {1e-2, 50});
  const auto fine = rapidity::frechet_mean(points, c);
  CHECK(rough.converged);
  CHECK(rough.iterations < fine.iterations);
  CHECK(rough.residual < none.residual);
  CHECK(rapidity::distance(rough.mean, fine.mean, c) <= rough.residual);
}
