// What holds of every gradient: linear in the incoming one, the conventions at singular points, the
// residual.
#include "operations.hpp"

namespace {

using lorentz::operations;
using lorentz::Vector;

const rapidity::Curvature<double> kOne(1.0);

Vector<double> vector(double a, double b, double c) {
  Vector<double> v(3);
  v << a, b, c;
  return v;
}

const Vector<double> kZero = vector(0, 0, 0), kX = vector(0.3, -0.2, 0.5), kY = vector(1, 0.4, -2);

}  // namespace

TEST_CASE("gradients are linear in the incoming gradient", "[lorentz]") {
  for (const auto& operation : operations<double>()) {
    INFO(operation.name);
    const Vector<double> once = operation.gradients(kX, kY, 0.7, 1.0);
    CHECK(operation.gradients(kX, kY, 0.7, 0.0).isZero(0));
    CHECK(operation.gradients(kX, kY, 0.7, -2.5).isApprox(-2.5 * once, 1e-15));
  }
}

TEST_CASE("float gradients are those of double, rounded", "[lorentz]") {
  const auto of_double = operations<double>();
  const auto of_float = operations<float>();
  const Vector<float> x = kX.cast<float>(), y = kY.cast<float>();
  for (std::size_t i = 0; i < of_double.size(); ++i) {
    INFO(of_double[i].name);
    const Vector<double> exact =
        of_double[i].gradients(x.cast<double>(), y.cast<double>(), 0.5, 3.0);
    CHECK(of_float[i].gradients(x, y, 0.5f, 3.0f).cast<double>().isApprox(exact, 1e-7));
  }
}

TEST_CASE("coincident points: distance 0, angle 0, gradients 0", "[lorentz]") {
  for (const Vector<double>& x : {kX, kZero}) {
    CHECK(rapidity::distance(x, x, kOne) == 0);
    CHECK(rapidity::exterior_angle(x, x, kOne) == 0);
    const auto d = rapidity::distance_vjp(x, x, kOne, 1.0);
    const auto a = rapidity::exterior_angle_vjp(x, x, kOne, 1.0);
    CHECK(lorentz::joined<double>(d.x, d.y, d.c).isZero(0));
    CHECK(lorentz::joined<double>(a.general, a.specific, a.c).isZero(0));
    CHECK(rapidity::inner(x, x, rapidity::Curvature<double>(4.0)) == -0.25);
  }
}

TEST_CASE("the angle at and around the origin", "[lorentz]") {
  const double pi = std::acos(-1.0);
  const auto gradient_is_zero = [](const Vector<double>& x, const Vector<double>& y) {
    const auto a = rapidity::exterior_angle_vjp(x, y, kOne, 1.0);
    return lorentz::joined<double>(a.general, a.specific, a.c).isZero(0);
  };
  CHECK(rapidity::exterior_angle(kZero, kY, kOne) == 0);  // the origin's cone holds everything
  CHECK(rapidity::exterior_angle(kX, kZero, kOne) == pi);
  CHECK(rapidity::exterior_angle(kX, Vector<double>(4 * kX), kOne) == 0);
  CHECK(rapidity::exterior_angle(kX, Vector<double>(kX / 2), kOne) == pi);
  CHECK(rapidity::exterior_angle(kX, Vector<double>(-kX), kOne) == pi);
  for (const double factor : {4.0, 0.5, -1.0, 0.0}) {
    CHECK(gradient_is_zero(kX, factor * kX));
  }
  CHECK(gradient_is_zero(kZero, kY));
}

TEST_CASE("the distance's gradient at the origin points away from the other point", "[lorentz]") {
  const auto g = rapidity::distance_vjp(kZero, kY, kOne, 1.0);
  CHECK(g.x.isApprox(-kY / kY.norm(), 1e-15));
  const auto h = rapidity::distance_vjp(kY, kZero, kOne, 1.0);
  CHECK(h.y.isApprox(-kY / kY.norm(), 1e-15));
}

TEST_CASE("the aperture is that of a half-space up to rc |x| = 2K", "[lorentz]") {
  const rapidity::Curvature<double> c(4.0);
  const double half_pi = std::acos(0.0);
  const Vector<double> on = vector(0.0, 0.125, 0.0);  // rc |x| = 2K, K = 0.125
  const Vector<double> outside = on * (1 + 1e-9);
  CHECK(rapidity::half_aperture(kZero, c, 0.125) == half_pi);
  CHECK(rapidity::half_aperture(on, c, 0.125) == half_pi);
  CHECK(rapidity::half_aperture_vjp(on, c, 0.125, 1.0).x.isZero(0));
  CHECK(rapidity::half_aperture_vjp(on, c, 0.125, 1.0).c == 0);
  CHECK(rapidity::half_aperture(outside, c, 0.125) < half_pi);
  CHECK(rapidity::half_aperture_vjp(outside, c, 0.125, 1.0).x[1] < -1e4);
  CHECK(rapidity::half_aperture(kX, c, 0.0) == 0);
}

TEST_CASE("the residual is the angle less eta apertures, and 0 inside the cone", "[lorentz]") {
  const rapidity::Curvature<double> c(0.5);
  for (const double eta : {0.0, 0.7, 1.0, 1.2}) {
    const double angle = rapidity::exterior_angle(kX, kY, c);
    const double aperture = rapidity::half_aperture(kX, c, 0.1);
    const double residual = rapidity::entailment_residual(kX, kY, c, 0.1, eta);
    REQUIRE(angle > eta * aperture);
    CHECK(residual == Approx(angle - eta * aperture).epsilon(1e-14));

    const auto r = rapidity::entailment_residual_vjp(kX, kY, c, 0.1, eta, 2.0);
    const auto a = rapidity::exterior_angle_vjp(kX, kY, c, 2.0);
    const auto h = rapidity::half_aperture_vjp(kX, c, 0.1, 2.0);
    CHECK(r.general.isApprox(a.general - eta * h.x, 1e-14));
    CHECK(r.specific.isApprox(a.specific, 1e-14));
    CHECK(r.c == Approx(a.c - eta * h.c).epsilon(1e-13));
  }
  const Vector<double> inside = 3 * kX + 1e-3 * kY;
  CHECK(rapidity::entailment_residual(kX, inside, c, 0.1, 1.0) == 0);
  const auto r = rapidity::entailment_residual_vjp(kX, inside, c, 0.1, 1.0, 1.0);
  CHECK(lorentz::joined<double>(r.general, r.specific, r.c).isZero(0));
}
