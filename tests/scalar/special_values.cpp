// Ends of the domains, NaN, and the joints of series and closed forms.
#include <rapidity/scalar/acosh1p.hpp>
#include <rapidity/scalar/asinhc.hpp>
#include <rapidity/scalar/langevinc.hpp>
#include <rapidity/scalar/limits.hpp>
#include <rapidity/scalar/log1p.hpp>
#include <rapidity/scalar/sinhc.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"

namespace scalar = rapidity::scalar;

TEMPLATE_TEST_CASE("scalar functions take their limits at zero", "[scalar]", float, double) {
  const TestType zero(0), third = TestType(1) / TestType(3);
  CHECK(scalar::acosh1p(zero) == 0);
  CHECK(scalar::sinhc(zero) == 1);
  CHECK(scalar::asinhc(zero) == 1);
  CHECK(scalar::langevinc(zero) ==
        Approx(third).epsilon(2 * std::numeric_limits<TestType>::epsilon()));
  CHECK(scalar::sinhc_slope(zero) == scalar::langevinc(zero));
  CHECK(scalar::asinhc_slope(zero) == -scalar::langevinc(zero));
}

TEMPLATE_TEST_CASE("scalar functions pass NaN", "[scalar]", float, double) {
  const TestType nan = std::numeric_limits<TestType>::quiet_NaN();
  for (TestType (*f)(const TestType&) :
       {scalar::acosh1p<TestType>, scalar::sinhc<TestType>, scalar::sinhc_slope<TestType>,
        scalar::asinhc<TestType>, scalar::asinhc_slope<TestType>,
        scalar::asinhc_log_slope<TestType>, scalar::langevinc<TestType>, scalar::saturate<TestType>,
        scalar::log1p<TestType>}) {
    CHECK(std::isnan(f(nan)));
  }
}

TEMPLATE_TEST_CASE("scalar functions at the largest number", "[scalar]", float, double) {
  const TestType largest = std::numeric_limits<TestType>::max();
  const TestType infinity = std::numeric_limits<TestType>::infinity();
  CHECK(std::isfinite(scalar::acosh1p(largest)));
  CHECK(scalar::sinhc(largest) == infinity);
  CHECK(scalar::asinhc(largest) > 0);
  CHECK(scalar::langevinc(largest) > 0);
  CHECK(scalar::log1p(infinity) == infinity);
  CHECK(scalar::saturate(infinity) == largest);
  CHECK(scalar::saturate(largest) == largest);
  CHECK(scalar::saturate(-infinity) == -infinity);
}

// A series cut too early, or a closed form used too early, shows as a step where the two meet.
TEMPLATE_TEST_CASE("scalar functions are monotone in steps of one part in 500", "[scalar]", float,
                   double) {
  const TestType factor(1.002);
  for (TestType z2 = TestType(1e-6); z2 < TestType(1e3); z2 *= factor) {
    const TestType next = z2 * factor;
    CHECK(scalar::sinhc(next) >= scalar::sinhc(z2));
    CHECK(scalar::asinhc(next) <= scalar::asinhc(z2));
    CHECK(scalar::langevinc(next) <= scalar::langevinc(z2));
    CHECK(scalar::acosh1p(next) > scalar::acosh1p(z2));
  }
}
