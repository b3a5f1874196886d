// Scalars that the library does not know. Derivatives of the values by automatic differentiation
// are the hand-written gradients; long double keeps its own digits.
#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include <rapidity/lorentz/frechet_mean.hpp>

#include "operations.hpp"

namespace {

constexpr int kVariables = 10;  // x, y, three more (an offset, weights) and c
using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, kVariables, 1>>;
using DualPoint = Eigen::Matrix<Dual, 3, 1>;
using means::Vector;
using Derivatives = Eigen::Matrix<double, kVariables, 1>;

struct DualArguments {
  DualPoint x, y, more;
  rapidity::Curvature<Dual> c;
};

DualArguments variables(const Eigen::Vector3d& x, const Eigen::Vector3d& y,
                        const Eigen::Vector3d& more, double c) {
  DualArguments all{{}, {}, {}, rapidity::Curvature<Dual>(Dual(c, kVariables, 9))};
  for (int i = 0; i < 3; ++i) {
    all.x[i] = Dual(x[i], kVariables, i);
    all.y[i] = Dual(y[i], kVariables, 3 + i);
    all.more[i] = Dual(more[i], kVariables, 6 + i);
  }
  return all;
}

const Eigen::Vector3d kX(0.3, -0.2, 0.5), kY(1, 0.4, -2), kMore(0.3, 1.2, 0.5);
const Eigen::Vector3d kZero = Eigen::Vector3d::Zero();

template <class X, class Y>
Derivatives gradient(const X& x, const Y& y, const Eigen::Vector3d& more, double c) {
  Derivatives all;
  all << x, y, more, c;
  return all;
}

void check(const Dual& value, const Derivatives& expected) {
  CHECK((value.derivatives() - expected).norm() <= 1e-12 * (1 + expected.norm()));
}

}  // namespace

TEST_CASE("automatic derivatives of the new values are the gradients", "[means]") {
  for (const double c : {0.1, 1.0, 10.0}) {
    for (const Eigen::Vector3d& x : {kX, Eigen::Vector3d(kZero), Eigen::Vector3d(2 * kY), kY}) {
      const DualArguments a = variables(x, kY, kMore, c);
      const rapidity::Curvature<double> curvature(c);
      INFO("c " << c << ", x " << x.transpose());
      const auto b = rapidity::busemann_vjp(x, kY, curvature, 1.0);
      check(rapidity::busemann(a.x, a.y, a.c), gradient(b.x, b.direction, kZero, b.c));
      const double offset = kMore[0];
      const auto h = rapidity::hyperplane_distance_vjp(x, kY, offset, curvature, 1.0);
      const Eigen::Vector3d by_offset(h.offset, 0, 0);
      check(rapidity::hyperplane_distance(a.x, a.y, a.more[0], a.c),
            gradient(h.x, h.normal, by_offset, h.c));
      const auto l = rapidity::mlr_logit_vjp(x, kY, offset, curvature, 1.0);
      check(rapidity::mlr_logit(a.x, a.y, a.more[0], a.c),
            gradient(l.x, l.normal, Eigen::Vector3d(l.offset, 0, 0), l.c));
      const DualPoint there = rapidity::boost(a.x, a.y, a.c);
      const DualPoint back = rapidity::boost_inverse(a.x, a.y, a.c);
      const DualPoint raised = rapidity::riemannian_gradient(a.x, a.y, a.c);
      for (int i = 0; i < 3; ++i) {
        const Eigen::Vector3d unit = Eigen::Vector3d::Unit(i);
        const auto p = rapidity::boost_vjp(x, kY, curvature, unit);
        check(there[i], gradient(p.x, p.p, kZero, p.c));
        const auto q = rapidity::boost_inverse_vjp(x, kY, curvature, unit);
        check(back[i], gradient(q.x, q.p, kZero, q.c));
        const auto r = rapidity::riemannian_gradient_vjp(x, kY, curvature, unit);
        check(raised[i], gradient(r.x, r.euclidean_gradient, kZero, r.c));
      }
    }
  }
}

TEST_CASE("automatic derivatives of a boost at the origin are its gradient", "[means]") {
  const DualArguments a = variables(kX, kZero, kMore, 0.5);
  const rapidity::Curvature<double> c(0.5);
  const DualPoint there = rapidity::boost(a.x, a.y, a.c);
  for (int i = 0; i < 3; ++i) {
    const auto p = rapidity::boost_vjp(kX, kZero, c, Eigen::Vector3d::Unit(i));
    check(there[i], gradient(p.x, p.p, kZero, p.c));
  }
}

TEST_CASE("automatic derivatives of the centroid are its gradient", "[means]") {
  for (const double c : {0.1, 1.0, 10.0}) {
    for (const Eigen::Vector3d& x : {kX, Eigen::Vector3d(kZero), kY}) {
      INFO("c " << c << ", x " << x.transpose());
      const DualArguments a = variables(x, kY, kMore, c);
      const rapidity::Curvature<double> curvature(c);
      Eigen::Matrix<Dual, 3, 3> points;
      points << a.x.transpose(), a.y.transpose(), a.x.transpose();
      const Eigen::Matrix3d values = (Eigen::Matrix3d() << x, kY, x).finished().transpose();
      const Eigen::Matrix<Dual, 1, 3> mean = rapidity::centroid(points, a.more, a.c);
      for (int i = 0; i < 3; ++i) {
        const auto g = rapidity::centroid_vjp(values, kMore, curvature, Eigen::Vector3d::Unit(i));
        const Eigen::RowVector3d by_x = g.points.row(0) + g.points.row(2);
        check(mean[i], gradient(by_x.transpose(), g.points.row(1).transpose(), g.weights, g.c));
      }
    }
  }
}

// The search carries derivatives along: they converge with it, by the accuracy of its last step.
TEST_CASE("automatic derivatives of the Frechet mean are its gradient", "[means]") {
  const DualArguments a = variables(kX, kY, kMore, 0.5);
  const rapidity::Curvature<double> c(0.5);
  Eigen::Matrix<Dual, 3, 3> points;
  points << a.x.transpose(), a.y.transpose(), -a.x.transpose();
  const Eigen::Matrix3d values = (Eigen::Matrix3d() << kX, kY, -kX).finished().transpose();
  const Eigen::Matrix<Dual, 1, 3> mean = rapidity::frechet_mean(points, a.more, a.c).mean;
  for (int i = 0; i < 3; ++i) {
    const auto g = rapidity::frechet_mean_vjp(values, kMore, c, Eigen::Vector3d::Unit(i));
    const Eigen::RowVector3d by_x = g.points.row(0) - g.points.row(2);
    const Derivatives expected =
        gradient(by_x.transpose(), g.points.row(1).transpose(), g.weights, g.c);
    CHECK((mean[i].derivatives() - expected).norm() <= 1e-9);
  }
}

TEST_CASE("an automatic point mixes with a plain curvature and plain weights", "[means]") {
  const DualArguments a = variables(kX, kY, kMore, 1.0);
  const rapidity::Curvature<double> c(1.0);
  const Dual value = rapidity::busemann(a.x, kY, c);
  CHECK(value.derivatives().head<3>().isApprox(rapidity::busemann_vjp(kX, kY, c, 1.0).x, 1e-13));
  CHECK(value.derivatives().tail<7>().isZero(0));
  Eigen::Matrix<Dual, 2, 3> points;
  points << a.x.transpose(), a.y.transpose();
  const Eigen::Vector2d weights(1, 3);
  const Eigen::Matrix<Dual, 1, 3> mean = rapidity::centroid(points, weights, c);
  CHECK(mean[0].derivatives()[9] == 0);
}

TEST_CASE("long double keeps its own digits in boosts, distances and means", "[means]") {
  using Long = Eigen::Matrix<long double, 3, 1>;
  const rapidity::Curvature<long double> c(0.5L);
  const Long x = kX.cast<long double>(), y = kY.cast<long double>();
  const Long back = rapidity::boost_inverse(x, rapidity::boost(x, y, c), c);
  CHECK((back - y).norm() < 2e-18L);
  const long double level =
      std::sqrt(c.value()) * (std::sqrt(2 + x.squaredNorm()) - x.dot(y) / y.norm());
  CHECK(std::abs(rapidity::busemann(x, y, c) - std::log(level) / std::sqrt(c.value())) < 1e-18L);
  Eigen::Matrix<long double, 2, 3> points;
  points << x.transpose(), y.transpose();
  const Long sum = x + y, mean = rapidity::centroid(points, c).transpose();
  const long double time = std::sqrt(2 + x.squaredNorm()) + std::sqrt(2 + y.squaredNorm());
  const long double norm = std::sqrt(c.value() * (time * time - sum.squaredNorm()));
  CHECK((mean - sum / norm).norm() < 2e-18L);
}
