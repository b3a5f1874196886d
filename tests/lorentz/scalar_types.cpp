// Scalars that the library does not know. Derivatives of the values by automatic differentiation
// are the gradients; long double keeps its own digits.
#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "operations.hpp"

namespace {

constexpr int kVariables = 7;  // x, y and c
using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, kVariables, 1>>;
using DualPoint = Eigen::Matrix<Dual, 3, 1>;
using lorentz::Vector;

struct DualArguments {
  DualPoint x, y;
  rapidity::Curvature<Dual> c;
};

DualArguments variables(const Eigen::Vector3d& x, const Eigen::Vector3d& y, double c) {
  DualArguments all{{}, {}, rapidity::Curvature<Dual>(Dual(c, kVariables, 6))};
  for (int i = 0; i < 3; ++i) {
    all.x[i] = Dual(x[i], kVariables, i);
    all.y[i] = Dual(y[i], kVariables, 3 + i);
  }
  return all;
}

const Eigen::Vector3d kX(0.3, -0.2, 0.5), kY(1, 0.4, -2);

}  // namespace

TEST_CASE("automatic derivatives of the values are the gradients", "[lorentz]") {
  for (const double c : {0.1, 1.0, 10.0}) {
    const DualArguments a = variables(kX, kY, c);
    const rapidity::Curvature<double> curvature(c);
    const auto check = [](const Dual& value, const auto& x, const auto& y, double by_c) {
      CHECK(value.derivatives().isApprox(lorentz::joined<double>(x, y, by_c), 1e-12));
    };
    const auto d = rapidity::distance_vjp(kX, kY, curvature, 1.0);
    check(rapidity::distance(a.x, a.y, a.c), d.x, d.y, d.c);
    const auto i = rapidity::inner_vjp(kX, kY, curvature, 1.0);
    check(rapidity::inner(a.x, a.y, a.c), i.x, i.y, i.c);
    const auto t = rapidity::time_vjp(kX, curvature, 1.0);
    check(rapidity::time(a.x, a.c), t.x, Vector<double>::Zero(3), t.c);
    const DualPoint lifted = rapidity::lift(a.x, a.c), log = rapidity::logmap0(a.x, a.c);
    for (int k = 0; k < 3; ++k) {
      const Eigen::Vector3d unit = Eigen::Vector3d::Unit(k);
      const auto l = rapidity::lift_vjp(kX, curvature, unit);
      check(lifted[k], l.v, Vector<double>::Zero(3), l.c);
      const auto m = rapidity::logmap0_vjp(kX, curvature, unit);
      check(log[k], m.x, Vector<double>::Zero(3), m.c);
    }
  }
}

TEST_CASE("automatic derivatives of the angles are the gradients", "[lorentz]") {
  for (const double c : {0.1, 1.0, 10.0}) {
    const DualArguments a = variables(kX, kY, c);
    const rapidity::Curvature<double> curvature(c);
    const auto g = rapidity::exterior_angle_vjp(kX, kY, curvature, 1.0);
    const Dual angle = rapidity::exterior_angle(a.x, a.y, a.c);
    CHECK(angle.derivatives().isApprox(lorentz::joined<double>(g.general, g.specific, g.c), 1e-12));
    const auto h = rapidity::half_aperture_vjp(kX, curvature, 0.01, 1.0);
    const Dual aperture = rapidity::half_aperture(a.x, a.c, Dual(0.01));
    CHECK(aperture.derivatives().head<3>().isApprox(h.x, 1e-12));
    CHECK(aperture.derivatives()[6] == Approx(h.c).epsilon(1e-12));
  }
}

TEST_CASE("an automatic derivative at the origin meets no square root of zero", "[lorentz]") {
  const DualArguments a = variables(Eigen::Vector3d::Zero(), kY, 1.0);
  const DualPoint lifted = rapidity::lift(a.x, a.c), log = rapidity::logmap0(a.x, a.c);
  for (int i = 0; i < 3; ++i) {
    CHECK(lifted[i].derivatives() == Dual::DerType::Unit(i));
    CHECK(log[i].derivatives() == Dual::DerType::Unit(i));
  }
  CHECK(rapidity::distance(a.x, a.y, a.c).derivatives().allFinite());
}

TEST_CASE("an automatic scalar mixes with a plain curvature", "[lorentz]") {
  const DualArguments a = variables(kX, kY, 1.0);
  const rapidity::Curvature<double> c(1.0);
  const auto g = rapidity::distance_vjp(kX, kY, c, 1.0);
  const Dual value = rapidity::distance(a.x, a.y, c);
  CHECK(value.derivatives().head<3>().isApprox(g.x, 1e-13));
  CHECK(value.derivatives()[6] == 0);

  const auto i = rapidity::inner_vjp(kX, kY, c, 1.0);
  CHECK(rapidity::inner(a.x, a.y, c).derivatives().head<3>().isApprox(i.x, 1e-13));
  const auto e = rapidity::exterior_angle_vjp(kX, kY, c, 1.0);
  const Dual angle = rapidity::exterior_angle(a.x, a.y, c);
  CHECK(angle.derivatives().head<3>().isApprox(e.general, 1e-13));
  const auto r = rapidity::entailment_residual_vjp(kX, kY, c, 0.1, 0.7, 1.0);
  const Dual residual = rapidity::entailment_residual(a.x, a.y, c, Dual(0.1), Dual(0.7));
  CHECK(residual.derivatives().segment<3>(3).isApprox(r.specific, 1e-13));
  const auto t = rapidity::time_vjp(kX, c, 1.0);
  CHECK(rapidity::time(a.x, c).derivatives().head<3>().isApprox(t.x, 1e-13));
  const auto h = rapidity::half_aperture_vjp(kX, c, 0.1, 1.0);
  CHECK(rapidity::half_aperture(a.x, c, Dual(0.1)).derivatives().head<3>().isApprox(h.x, 1e-13));
  const Eigen::Vector3d unit = Eigen::Vector3d::Unit(1);
  const DualPoint lifted = rapidity::lift(a.x, c), log = rapidity::logmap0(a.x, c);
  CHECK(lifted[1].derivatives().head<3>().isApprox(rapidity::lift_vjp(kX, c, unit).v, 1e-13));
  CHECK(log[1].derivatives().head<3>().isApprox(rapidity::logmap0_vjp(kX, c, unit).x, 1e-13));
}

TEST_CASE("long double keeps its own digits", "[lorentz]") {
  using Long = Eigen::Matrix<long double, 3, 1>;
  const rapidity::Curvature<long double> c(0.5L);
  const Long x = kX.cast<long double>(), y = kY.cast<long double>();
  const long double cosh =
      c.value() * (std::sqrt(2 + x.squaredNorm()) * std::sqrt(2 + y.squaredNorm()) - x.dot(y));
  const long double expected = std::acosh(cosh) / std::sqrt(c.value());
  CHECK(std::abs(rapidity::distance(x, y, c) - expected) < 1e-18L * expected);
  CHECK((rapidity::logmap0(rapidity::lift(x, c), c) - x).norm() < 1e-18L);
}
