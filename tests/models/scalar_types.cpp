// Automatic derivatives of the values and of the moved tangent vectors are the hand-written
// gradients.
#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "catch.hpp"
#include "maps.hpp"

namespace {

constexpr int kVariables = 7;  // x, v and c
using Derivatives = Eigen::Matrix<double, kVariables, 1>;
using Dual = Eigen::AutoDiffScalar<Derivatives>;
using DualVector = Eigen::Matrix<Dual, 3, 1>;
using models::Vector;

struct DualMap {
  DualVector (*value)(const DualVector& x, const rapidity::Curvature<Dual>& c);
  DualVector (*tangent)(const DualVector& x, const DualVector& v,
                        const rapidity::Curvature<Dual>& c);
};

#define MODELS_MAP(name)                                                        \
  {                                                                             \
    [](const DualVector& x, const rapidity::Curvature<Dual>& c) -> DualVector { \
      return rapidity::name(x, c);                                              \
    },                                                                          \
        [](const DualVector& x, const DualVector& v,                            \
           const rapidity::Curvature<Dual>& c) -> DualVector {                  \
          return rapidity::name##_tangent(x, v, c);                             \
        }                                                                       \
  }
const DualMap kDualMaps[] = {MODELS_MAP(to_poincare),   MODELS_MAP(from_poincare),
                             MODELS_MAP(to_klein),      MODELS_MAP(from_klein),
                             MODELS_MAP(to_half_space), MODELS_MAP(from_half_space)};
#undef MODELS_MAP

DualVector variables(const Vector<double>& x, int first) {
  DualVector all;
  for (int i = 0; i < 3; ++i) all[i] = Dual(x[i], kVariables, first + i);
  return all;
}

Derivatives dot(const DualVector& x, const Vector<double>& g) {
  Derivatives sum = Derivatives::Zero();
  for (int i = 0; i < 3; ++i) sum += g[i] * x[i].derivatives();
  return sum;
}

Vector<double> vector(double a, double b, double c) {
  Vector<double> v(3);
  v << a, b, c;
  return v;
}

const Vector<double> kV = vector(0.3, -0.5, 0.9), kG = vector(1.2, 0.7, -0.4);

void compare(const Vector<double>& x, double c) {
  const auto maps = models::maps<double>();
  const rapidity::Curvature<double> curvature(c);
  const rapidity::Curvature<Dual> dual(Dual(c, kVariables, 6));
  const DualVector point = variables(x, 0), tangent = variables(kV, 3);
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const bool from_ball = i == 1 || i == 3;
    if ((from_ball && c * x.squaredNorm() >= 1) || (i == 5 && x[2] <= 0)) continue;
    INFO(maps[i].name << ", c " << c << ", x " << x.transpose());
    const auto g = maps[i].vjp(x, curvature, kG);
    Derivatives expected;
    expected << g.x, Vector<double>::Zero(3), g.c;
    CHECK(dot(kDualMaps[i].value(point, dual), kG).isApprox(expected, 1e-12));
    const auto h = maps[i].tangent_vjp(x, kV, curvature, kG);
    expected << h.x, h.v, h.c;
    CHECK(dot(kDualMaps[i].tangent(point, tangent, dual), kG).isApprox(expected, 1e-12));
  }
}

}  // namespace

TEST_CASE("automatic derivatives are the gradients of the models", "[models]") {
  for (const double c : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    for (const double last : {0.15, -0.15}) {
      for (const double s : {0.1, 1.0, 30.0}) compare(s * vector(0.1, 0.2, last), c);
    }
  }
}

TEST_CASE("automatic derivatives of the models at the origin", "[models]") {
  for (const double c : {0.1, 1.0, 10.0}) compare(Vector<double>::Zero(3), c);
}

TEST_CASE("an automatic scalar mixes with a plain curvature and a plain point", "[models]") {
  const rapidity::Curvature<double> c(0.5);
  const Vector<double> x = vector(0.1, 0.2, 0.3);
  const DualVector p = rapidity::from_poincare(variables(x, 0), c);
  CHECK(dot(p, kG).head<3>().isApprox(rapidity::from_poincare_vjp(x, c, kG).x, 1e-13));
  const DualVector w = rapidity::to_half_space_tangent(Eigen::Vector3d(x), variables(kV, 3), c);
  CHECK(dot(w, kG).segment<3>(3).isApprox(rapidity::to_half_space_vjp(x, c, kG).x, 1e-13));
}

TEST_CASE("models in long double keep its digits", "[models]") {
  using Long = Vector<long double>;
  const rapidity::Curvature<long double> c(0.3L);
  const Long x = vector(0.1, 0.2, 0.3).cast<long double>() * 10;
  const auto close = [&](const Long& y) { return (y - x).norm() < 1e-18L * x.norm(); };
  CHECK(close(rapidity::from_poincare(rapidity::to_poincare(x, c), c)));
  CHECK(close(rapidity::from_klein(rapidity::to_klein(x, c), c)));
  CHECK(close(rapidity::from_half_space(rapidity::to_half_space(x, c), c)));
}
