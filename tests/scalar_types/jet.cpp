// Every operation with ceres::Jet: its derivatives of the values are the gradients.
#include <ceres/jet.h>

#include "lorentz/operations.hpp"

namespace {

using Jet = ceres::Jet<double, 7>;  // x, y and c
using lorentz::operations;
using lorentz::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};

Vector<double> point(std::uint64_t seed, double radius) {
  reference::SplitMix64 random(seed);
  return radius * reference::uniform<double>(random, 3);
}

Vector<Jet> variables(const Vector<double>& x, int first) {
  Vector<Jet> all(x.size());
  for (int i = 0; i < x.size(); ++i) all[i] = Jet(x[i], first + i);
  return all;
}

}  // namespace

TEST_CASE("derivatives of Jet values are the gradients", "[scalar types]") {
  const auto with_jet = operations<Jet>();
  const auto plain = operations<double>();
  for (const double c : kCurvatures) {
    for (const double radius : {0.5, 20.0}) {
      const Vector<double> x = point(1, radius), y = point(2, 2 * radius);
      for (std::size_t i = 0; i < plain.size(); ++i) {
        INFO(plain[i].name << ", c " << c << ", radius " << radius);
        const Vector<Jet> value = with_jet[i].value(variables(x, 0), variables(y, 3), Jet(c, 6));
        Vector<double> slopes = Vector<double>::Zero(7);
        for (int k = 0; k < value.size(); ++k) {
          slopes += (value.size() == 1 ? 1 : y[k]) * value[k].v;  // y is the incoming gradient
        }
        const Vector<double> g = plain[i].gradients(x, y, c, 1.0);
        Vector<double> expected = Vector<double>::Zero(7);
        expected.head(g.size() - 1) = g.head(g.size() - 1);
        expected[6] = g[g.size() - 1];
        CHECK((slopes - expected).norm() <= 1e-12 * expected.norm());
      }
    }
  }
}

TEST_CASE("derivatives of Jet gradients are symmetric", "[scalar types]") {
  for (const double c : kCurvatures) {
    const Vector<double> x = point(3, 1.0), y = point(4, 2.0);
    for (const auto& operation : operations<Jet>()) {
      if (!operation.uses_y) continue;
      INFO(operation.name << ", c " << c);
      const Vector<Jet> g =
          operation.gradients(variables(x, 0), variables(y, 3), Jet(c, 6), Jet(1.0));
      Eigen::Matrix<double, 7, 7> hessian;
      for (int i = 0; i < 7; ++i) hessian.row(i) = g[i].v;
      CHECK((hessian - hessian.transpose()).norm() <= 1e-11 * hessian.norm());
      CHECK(hessian.norm() > 0);
    }
  }
}

TEST_CASE("a Jet mixes with a plain curvature and a plain point", "[scalar types]") {
  const rapidity::Curvature<double> c(0.5);
  const Vector<double> x = point(5, 1.0), y = point(6, 2.0);
  const Vector<Jet> a = variables(x, 0), b = variables(y, 3);
  const auto check = [](const Jet& value, const auto& gx, const auto& gy) {
    CHECK(value.v.head<3>().isApprox(gx, 1e-12));
    CHECK(value.v.segment<3>(3).isApprox(gy, 1e-12));
    CHECK(value.v[6] == 0);
  };
  const auto d = rapidity::distance_vjp(x, y, c, 1.0);
  check(rapidity::distance(a, b, c), d.x, d.y);
  const auto i = rapidity::inner_vjp(x, y, c, 1.0);
  check(rapidity::inner(a, b, c), i.x, i.y);
  const auto e = rapidity::exterior_angle_vjp(x, y, c, 1.0);
  check(rapidity::exterior_angle(a, b, c), e.general, e.specific);
  const auto r = rapidity::entailment_residual_vjp(x, y, c, 0.1, 0.7, 1.0);
  check(rapidity::entailment_residual(a, b, c, Jet(0.1), Jet(0.7)), r.general, r.specific);
  const auto t = rapidity::time_vjp(x, c, 1.0);
  CHECK(rapidity::time(a, c).v.head<3>().isApprox(t.x, 1e-12));
  const auto h = rapidity::half_aperture_vjp(x, c, 0.1, 1.0);
  CHECK(rapidity::half_aperture(a, c, Jet(0.1)).v.head<3>().isApprox(h.x, 1e-12));
  CHECK(rapidity::lift(a, c)[1].v.head<3>().isApprox(
      rapidity::lift_vjp(x, c, Vector<double>(Vector<double>::Unit(3, 1))).v, 1e-12));
  CHECK(rapidity::logmap0(a, c)[1].v.head<3>().isApprox(
      rapidity::logmap0_vjp(x, c, Vector<double>(Vector<double>::Unit(3, 1))).x, 1e-12));
  CHECK(rapidity::distance(a, y, c).v.head<3>().isApprox(d.x, 1e-12));
}

TEST_CASE("Jets at singular points", "[scalar types]") {
  const Vector<double> x = point(7, 1.0), zero = Vector<double>::Zero(3);
  const rapidity::Curvature<Jet> c(Jet(1.0, 6));
  const Jet coincident = rapidity::distance(variables(x, 0), variables(x, 3), c);
  CHECK(coincident.a == 0);
  CHECK(coincident.v.isZero(0));
  const Vector<Jet> lifted = rapidity::lift(variables(zero, 0), c);
  const Vector<Jet> log = rapidity::logmap0(variables(zero, 0), c);
  for (int k = 0; k < 3; ++k) {
    CHECK(lifted[k].v == Eigen::Matrix<double, 7, 1>::Unit(k));
    CHECK(log[k].v == Eigen::Matrix<double, 7, 1>::Unit(k));
  }
  const auto g = rapidity::distance_vjp(zero, x, rapidity::Curvature<double>(1.0), 1.0);
  const Jet from_root = rapidity::distance(variables(zero, 0), variables(x, 3), c);
  CHECK(from_root.v.head<3>().isApprox(g.x, 1e-12));
  CHECK(from_root.v.segment<3>(3).isApprox(g.y, 1e-12));
}
