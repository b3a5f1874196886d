// The stated values and gradients at singular points: coincident points, the origin, zero tangents.
#include "catch.hpp"
#include "motions.hpp"

namespace {

using motions::Vector;

const rapidity::Curvature<double> kC(0.7);

Vector<double> vector(double a, double b, double c) {
  Vector<double> v(3);
  v << a, b, c;
  return v;
}

const Vector<double> kZero = vector(0, 0, 0), kX = vector(0.3, -0.2, 0.5), kY = vector(1, 0.4, -2),
                     kV = vector(-0.6, 0.5, 0.25), kG = vector(1, -2, 3);

}  // namespace

TEST_CASE("a zero tangent vector leads nowhere, with the identity as derivative", "[motions]") {
  for (const Vector<double>& x : {kX, kZero, Vector<double>(1e4 * kX)}) {
    CHECK(rapidity::expmap(x, kZero, kC) == x);
    const auto k = rapidity::expmap_vjp(x, kZero, kC, kG);
    // In the coordinates of the space part the map is x + v to first order.
    CHECK(k.base.isApprox(kG, 1e-15));
    CHECK(k.tangent.isApprox(kG, 1e-15));
    CHECK(k.c == 0);
    CHECK(rapidity::tangent_norm(x, kZero, kC) == 0);
    const auto n = rapidity::tangent_norm_vjp(x, kZero, kC, 2.0);
    CHECK((n.base.isZero(0) && n.v.isZero(0) && n.c == 0));
  }
}

TEST_CASE("coincident points: no distance, no direction, smooth derivatives", "[motions]") {
  for (const Vector<double>& x : {kX, kZero, Vector<double>(1e4 * kX)}) {
    CHECK(rapidity::squared_distance(x, x, kC) == 0);
    const auto d = rapidity::squared_distance_vjp(x, x, kC, 3.0);
    CHECK((d.x.isZero(0) && d.y.isZero(0) && d.c == 0));
    CHECK(rapidity::logmap(x, x, kC).isZero(0));
    const auto l = rapidity::logmap_vjp(x, x, kC, kG);
    CHECK(l.c == 0);
    CHECK(rapidity::midpoint(x, x, kC) == x);
    for (const double t : {-2.0, 0.0, 0.3, 1.0, 1.7}) {
      CHECK(rapidity::geodesic(x, x, t, kC).isApprox(x, 1e-15));
      const auto k = rapidity::geodesic_vjp(x, x, t, kC, kG);
      CHECK(k.t == 0);
      CHECK(k.c == 0);
    }
    CHECK(rapidity::transport(x, x, kV, kC).isApprox(kV, 1e-15));
    CHECK(rapidity::transport_vjp(x, x, kV, kC, kG).c == 0);
  }
}

TEST_CASE("a geodesic begins and ends at its points, to the last bit", "[motions]") {
  for (const double scale : {1e-6, 1.0, 1e3}) {
    const Vector<double> x = scale * kX, y = scale * kY;
    CHECK(rapidity::geodesic(x, y, 0.0, kC) == x);
    CHECK(rapidity::geodesic(x, y, 1.0, kC) == y);
    CHECK(rapidity::geodesic(x, kZero, 1.0, kC) == kZero);
    CHECK(rapidity::geodesic(x, x, 0.3, kC) == x);
  }
}

TEST_CASE("at the origin the maps are lift and logmap0", "[motions]") {
  CHECK(rapidity::expmap(kZero, kV, kC) == rapidity::lift(kV, kC));
  CHECK(rapidity::logmap(kZero, kY, kC).isApprox(rapidity::logmap0(kY, kC), 1e-15));
  const auto e = rapidity::expmap_vjp(kZero, kV, kC, kG);
  const auto lift = rapidity::lift_vjp(kV, kC, kG);
  CHECK(e.tangent.isApprox(lift.v, 1e-15));
  CHECK(e.c == Approx(lift.c).epsilon(1e-14));
  const auto l = rapidity::logmap_vjp(kZero, kY, kC, kG);
  const auto log = rapidity::logmap0_vjp(kY, kC, kG);
  CHECK(l.target.isApprox(log.x, 1e-14));
  CHECK(l.c == Approx(log.c).epsilon(1e-13));
  CHECK(rapidity::tangent_norm(kZero, kV, kC) == Approx(kV.norm()).epsilon(1e-15));
  CHECK(rapidity::tangent_inner(kZero, kV, kY, kC) == Approx(kV.dot(kY)).epsilon(1e-15));
}

TEST_CASE("the radius has a kink at the origin", "[motions]") {
  CHECK(rapidity::radius(kZero, kC) == 0);
  const auto k = rapidity::radius_vjp(kZero, kC, 2.0);
  CHECK((k.x.isZero(0) && k.c == 0));
  CHECK(rapidity::radius(kX, kC) == Approx(rapidity::distance(kX, kZero, kC)).epsilon(1e-15));
  const auto r = rapidity::radius_vjp(kX, kC, 2.0);
  const auto d = rapidity::distance_vjp(kX, kZero, kC, 2.0);
  CHECK(r.x.isApprox(d.x, 1e-15));
  CHECK(r.c == Approx(d.c).epsilon(1e-14));
}

TEST_CASE("transport from and to the origin scales along the ray alone", "[motions]") {
  const double time = std::sqrt(1 + kC.value() * kY.squaredNorm());
  const Vector<double> unit = kY / kY.norm();
  const Vector<double> across = kV - kV.dot(unit) * unit;
  const Vector<double> out = rapidity::transport(kZero, kY, kV, kC);
  CHECK(out.isApprox(across + time * kV.dot(unit) * unit, 1e-15));
  const Vector<double> back = rapidity::transport(kY, kZero, kV, kC);
  CHECK(back.isApprox(across + kV.dot(unit) / time * unit, 1e-15));
  CHECK(rapidity::transport(kZero, kZero, kV, kC) == kV);
}

TEST_CASE("transport through the origin turns nothing", "[motions]") {
  const Vector<double> y = -2 * kX;
  const double ratio =
      std::sqrt((1 + kC.value() * y.squaredNorm()) / (1 + kC.value() * kX.squaredNorm()));
  const Vector<double> unit = kX / kX.norm();
  const double along = kV.dot(unit);
  const Vector<double> expected = kV + (ratio - 1) * along * unit;
  CHECK(rapidity::transport(kX, y, kV, kC).isApprox(expected, 1e-15));
}
