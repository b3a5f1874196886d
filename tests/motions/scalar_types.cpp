// Scalars that the library does not know: derivatives of the values by automatic differentiation
// are the gradients; long double keeps its own digits.
#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "catch.hpp"
#include "motions.hpp"

namespace {

constexpr int kVariables = 11;  // x, y, v, t and c
using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, kVariables, 1>>;
using DualVector = Eigen::Matrix<Dual, 3, 1>;
using Eigen::Vector3d;
using Derivatives = Eigen::Matrix<double, kVariables, 1>;

struct Variables {
  DualVector x, y, v;
  Dual t;
  rapidity::Curvature<Dual> c;
};

Variables variables(const Vector3d& x, const Vector3d& y, const Vector3d& v, double t, double c) {
  Variables all{
      {}, {}, {}, Dual(t, kVariables, 9), rapidity::Curvature<Dual>(Dual(c, kVariables, 10))};
  for (int i = 0; i < 3; ++i) {
    all.x[i] = Dual(x[i], kVariables, i);
    all.y[i] = Dual(y[i], kVariables, 3 + i);
    all.v[i] = Dual(v[i], kVariables, 6 + i);
  }
  return all;
}

Derivatives joined(const Vector3d& x, const Vector3d& y, const Vector3d& v, double t, double c) {
  Derivatives all;
  all << x, y, v, t, c;
  return all;
}

void check(const Dual& value, const Derivatives& expected) {
  INFO("automatic " << value.derivatives().transpose() << "\ngradient  " << expected.transpose());
  CHECK(value.derivatives().isApprox(expected, 1e-12));
}

const Vector3d kX(0.3, -0.2, 0.5), kY(1, 0.4, -2), kV(-0.6, 0.5, 0.25), kNone(0, 0, 0);

// Points and vectors of every branch: outwards, inwards from far out, near, opposite.
struct Scene {
  Vector3d x, y, v;
};
const Scene kScenes[] = {{kX, kY, kV},
                         {30 * kX, kX, -20 * kX + kV},
                         {kX, kX + 1e-4 * kV, 1e-4 * kV},
                         {kX, -3 * kX + kV, kX}};

}  // namespace

TEST_CASE("automatic derivatives of the numbers are the gradients", "[motions]") {
  for (const double c : {0.1, 1.0, 10.0}) {
    const rapidity::Curvature<double> k(c);
    for (const auto& [x, y, v] : kScenes) {
      const Variables a = variables(x, y, v, 0, c);
      const auto i = rapidity::tangent_inner_vjp(x, y, v, k, 1.0);
      check(rapidity::tangent_inner(a.x, a.y, a.v, a.c), joined(i.base, i.u, i.v, 0, i.c));
      const auto n = rapidity::tangent_norm_vjp(x, v, k, 1.0);
      check(rapidity::tangent_norm(a.x, a.v, a.c), joined(n.base, kNone, n.v, 0, n.c));
      const auto r = rapidity::radius_vjp(x, k, 1.0);
      check(rapidity::radius(a.x, a.c), joined(r.x, kNone, kNone, 0, r.c));
      const auto d = rapidity::squared_distance_vjp(x, y, k, 1.0);
      check(rapidity::squared_distance(a.x, a.y, a.c), joined(d.x, d.y, kNone, 0, d.c));
    }
  }
}

TEST_CASE("automatic derivatives of the vectors are the gradients", "[motions]") {
  for (const double c : {0.1, 1.0, 10.0}) {
    const rapidity::Curvature<double> k(c);
    for (const auto& [x, y, v] : kScenes) {
      const Variables a = variables(x, y, v, 0.3, c);
      const DualVector e = rapidity::expmap(a.x, a.v, a.c), l = rapidity::logmap(a.x, a.y, a.c),
                       p = rapidity::transport(a.x, a.y, a.v, a.c),
                       m = rapidity::midpoint(a.x, a.y, a.c);
      for (int i = 0; i < 3; ++i) {
        INFO("component " << i << ", x " << x.transpose() << ", c " << c);
        const Vector3d unit = Vector3d::Unit(i);
        const auto ge = rapidity::expmap_vjp(x, v, k, unit);
        check(e[i], joined(ge.base, kNone, ge.tangent, 0, ge.c));
        const auto gl = rapidity::logmap_vjp(x, y, k, unit);
        check(l[i], joined(gl.base, gl.target, kNone, 0, gl.c));
        const auto gp = rapidity::transport_vjp(x, y, v, k, unit);
        check(p[i], joined(gp.from, gp.to, gp.tangent, 0, gp.c));
        const auto gm = rapidity::midpoint_vjp(x, y, k, unit);
        check(m[i], joined(gm.x, gm.y, kNone, 0, gm.c));
      }
    }
  }
}

TEST_CASE("automatic derivatives of a geodesic are its gradients", "[motions]") {
  const rapidity::Curvature<double> k(0.5);
  for (const double t : {-0.5, 0.0, 0.25, 0.5, 1.0, 1.5}) {
    for (const auto& [x, y, v] : kScenes) {
      const Variables a = variables(x, y, v, t, 0.5);
      const DualVector point = rapidity::geodesic(a.x, a.y, a.t, a.c);
      for (int i = 0; i < 3; ++i) {
        INFO("component " << i << ", t " << t << ", x " << x.transpose());
        const auto g = rapidity::geodesic_vjp(x, y, t, k, Vector3d(Vector3d::Unit(i)));
        CHECK(point[i].derivatives().isApprox(joined(g.x, g.y, kNone, g.t, g.c), 1e-11));
      }
    }
  }
}

TEST_CASE("an automatic scalar mixes with plain tangents and curvatures", "[motions]") {
  const Variables a = variables(kX, kY, kV, 0, 1.0);
  const rapidity::Curvature<double> c(1.0);
  const Vector3d unit(1, 0, 0);
  const DualVector point = rapidity::expmap(a.x, a.v, c);
  const auto g = rapidity::expmap_vjp(kX, kV, c, unit);
  CHECK(point[0].derivatives().head<3>().isApprox(g.base, 1e-13));
  CHECK(point[0].derivatives()[10] == 0);
}

TEST_CASE("motions of long double keep their own digits", "[motions]") {
  using Long = Eigen::Matrix<long double, 3, 1>;
  const rapidity::Curvature<long double> c(0.5L);
  const Long x = kX.cast<long double>(), y = kY.cast<long double>(), v = kV.cast<long double>();
  CHECK((rapidity::logmap(x, rapidity::expmap(x, v, c), c) - v).norm() < 2e-18L);
  CHECK((rapidity::expmap(x, rapidity::logmap(x, y, c), c) - y).norm() < 2e-18L);
  const Long there = rapidity::transport(x, y, v, c);
  CHECK((rapidity::transport(y, x, there, c) - v).norm() < 2e-18L);
  CHECK((rapidity::geodesic(x, y, 0.5L, c) - rapidity::midpoint(x, y, c)).norm() < 1e-18L);
}
