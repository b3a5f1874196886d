// The models with ceres::Jet: its derivatives are the hand-written gradients.
#include <ceres/jet.h>

#include "catch.hpp"
#include "models/maps.hpp"

namespace {

using Jet = ceres::Jet<double, 7>;  // x, v and c
using models::Vector;

Vector<double> vector(double a, double b, double c) {
  Vector<double> v(3);
  v << a, b, c;
  return v;
}

Vector<Jet> variables(const Vector<double>& x, int first) {
  Vector<Jet> all(x.size());
  for (int i = 0; i < x.size(); ++i) all[i] = Jet(x[i], first + i);
  return all;
}

Vector<double> slopes(const Vector<Jet>& value, const Vector<double>& g) {
  Vector<double> sum = Vector<double>::Zero(7);
  for (int k = 0; k < value.size(); ++k) sum += g[k] * value[k].v;
  return sum;
}

}  // namespace

TEST_CASE("derivatives of Jets are the gradients of the models", "[scalar types]") {
  const Vector<double> x = vector(0.11, -0.09, 0.13), v = vector(0.3, -0.5, 0.9),
                       g = vector(1.2, 0.7, -0.4);
  const auto with_jet = models::maps<Jet>();
  const auto plain = models::maps<double>();
  for (const double c : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    const rapidity::Curvature<double> curvature(c);
    const rapidity::Curvature<Jet> variable(Jet(c, 6));
    for (std::size_t i = 0; i < plain.size(); ++i) {
      INFO(plain[i].name << ", c " << c);
      Vector<double> expected(7);
      const auto k = plain[i].vjp(x, curvature, g);
      expected << k.x, Vector<double>::Zero(3), k.c;
      CHECK(slopes(with_jet[i].value(variables(x, 0), variable), g).isApprox(expected, 1e-12));
      const auto t = plain[i].tangent_vjp(x, v, curvature, g);
      expected << t.x, t.v, t.c;
      CHECK(slopes(with_jet[i].tangent(variables(x, 0), variables(v, 3), variable), g)
                .isApprox(expected, 1e-12));
    }
  }
}

TEST_CASE("Jets mix with a plain curvature in the models", "[scalar types]") {
  const Vector<double> x = vector(0.11, -0.09, 0.13), g = vector(1.2, 0.7, -0.4);
  const rapidity::Curvature<double> c(0.5);
  const Vector<double> p = slopes(rapidity::to_poincare(variables(x, 0), c), g);
  CHECK(p.head(3).isApprox(rapidity::to_poincare_vjp(x, c, g).x, 1e-12));
  CHECK(p[6] == 0);
  const Vector<double> y = slopes(rapidity::from_half_space(variables(x, 0), c), g);
  CHECK(y.head(3).isApprox(rapidity::from_half_space_vjp(x, c, g).x, 1e-12));
}
