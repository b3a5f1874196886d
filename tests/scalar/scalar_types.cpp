// Scalars that the library does not know: long double, and automatic differentiation.
#include <rapidity/scalar/acosh1p.hpp>
#include <rapidity/scalar/asinhc.hpp>
#include <rapidity/scalar/langevinc.hpp>
#include <rapidity/scalar/limits.hpp>
#include <rapidity/scalar/log1p.hpp>
#include <rapidity/scalar/sinhc.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "catch.hpp"

namespace scalar = rapidity::scalar;

namespace {

using Dual = Eigen::AutoDiffScalar<Eigen::Matrix<double, 1, 1>>;
using DualFunction = Dual (*)(const Dual&);

constexpr double kArguments[] = {0.0, 1e-12, 1e-4, 0.01, 0.3, 0.999, 1.0, 2.7, 4.5, 30.0, 900.0};

double slope(DualFunction f, double z2) { return f(Dual(z2, 1, 0)).derivatives()[0]; }

}  // namespace

TEST_CASE("the slopes are the derivatives", "[scalar]") {
  for (const double z2 : kArguments) {
    INFO("z^2 = " << z2);
    // d f(z)/dz / z = 2 df/d(z^2)
    CHECK(2 * slope(scalar::sinhc<Dual>, z2) == Approx(scalar::sinhc_slope(z2)).epsilon(1e-12));
    CHECK(2 * slope(scalar::asinhc<Dual>, z2) == Approx(scalar::asinhc_slope(z2)).epsilon(1e-9));
    CHECK(scalar::sinhc_slope(z2) == Approx(scalar::sinhc(z2) * scalar::langevinc(z2)));
    CHECK(scalar::asinhc_slope(z2) == Approx(scalar::asinhc(z2) * scalar::asinhc_log_slope(z2)));
  }
  for (const double u : {1e-12, 1e-3, 0.5, 1.0, 40.0}) {
    CHECK(slope(scalar::acosh1p<Dual>, u) == Approx(1 / std::sqrt(u * (u + 2))).epsilon(1e-12));
  }
}

TEST_CASE("log1p of an automatic derivative is accurate near zero", "[scalar]") {
  for (const double u : {0.0, 1e-300, 1e-17, -1e-10, 1e-3, 5.0}) {
    const Dual result = scalar::log1p(Dual(u, 1, 0));
    CHECK(result.value() == Approx(std::log1p(u)).epsilon(1e-15));
    CHECK(result.derivatives()[0] == Approx(1 / (1 + u)).epsilon(1e-12));
  }
}

TEST_CASE("long double keeps its own digits", "[scalar]") {
  for (const double z2 : kArguments) {
    const long double z = std::sqrt(static_cast<long double>(z2));
    if (z < 0.1L) continue;
    const long double exact = std::sinh(z) / z;
    CHECK(std::abs(scalar::sinhc(static_cast<long double>(z2)) / exact - 1) < 1e-18L * (2 + z));
  }
}
