// Identities between the parts of a triangle, singular triangles.
#include "catch.hpp"
#include "reference/errors.hpp"
#include "rows.hpp"

using rapidity::Precision;
using reference::Vector;

TEST_CASE("the components at either vertex add up to sinh(rc d)", "[row]") {
  for (const reference::PairCase& k : reference::pair_cases<double>()) {
    INFO(k.regime << ", size " << k.size << ", seed " << k.seed);
    const auto t = rows::triangle<Precision<double>>(reference::points<double>(k), k.c);
    const auto x = t.at_x(), y = t.at_y();
    const double tolerance = 1e-9 * t.sinh_d();  // a radial triangle's width may be rounded away
    CHECK(std::abs(std::hypot(x.across, x.outward) - t.sinh_d()) <= tolerance);
    CHECK(std::abs(std::hypot(y.across, y.outward) - t.sinh_d()) <= tolerance);
    CHECK(t.cosh_d() * t.cosh_d() - t.sinh_d() * t.sinh_d() ==
          Approx(1).margin(1e-15 * t.cosh_d() * t.cosh_d()));
  }
}

TEST_CASE("coefficients at singular triangles are finite", "[row]") {
  const Vector<double> zero = Vector<double>::Zero(4), x = Vector<double>::Constant(4, 0.3);
  for (const auto& p : {reference::Points<double>{zero, zero}, reference::Points<double>{x, x},
                        reference::Points<double>{x, zero}, reference::Points<double>{zero, x},
                        reference::Points<double>{x, -x}, reference::Points<double>{x, 2 * x}}) {
    const auto t = rows::triangle<Precision<double>>(p, 1.0);
    for (const auto& k : {rapidity::row::distance_vjp(t, 1.0), rapidity::row::inner_vjp(t, 1.0),
                          rapidity::row::exterior_angle_vjp(t, 1.0),
                          rapidity::row::entailment_residual_vjp(t, 0.1, 1.0, 1.0)}) {
      for (const double part : {k.x_perp, k.x_x, k.y_perp, k.y_y, k.c}) {
        CHECK(std::isfinite(part));
      }
    }
  }
}
