// Numbers in two parts: what one rounding more would have cost.
#include <rapidity/scalar/sinhc.hpp>

#include <cmath>
#include <limits>
#include <utility>

#include "catch.hpp"

namespace scalar = rapidity::scalar;
using scalar::Parts;

namespace {

constexpr double kEps = std::numeric_limits<double>::epsilon();

}  // namespace

TEST_CASE("sinhc of two parts keeps its digits far out", "[scalar]") {
  double worst = 0, worst_of_one = 0;
  for (double z2 = 0.1; z2 < 5e5; z2 *= 1.01) {
    for (const double part : {-0.5, -0.375, 0.0, 0.125, 0.5}) {  // of an ulp: exact in long double
      const double rest = part * (std::nextafter(z2, 1e9) - z2);
      const long double z = std::sqrt(static_cast<long double>(z2) + rest);
      const long double exact = std::sinh(z) / z;
      const auto error = [&](double value) {
        return static_cast<double>(std::abs(value / exact - 1)) / kEps;
      };
      worst = std::max(worst, error(scalar::sinhc(Parts<double>{z2, rest})));
      worst_of_one = std::max(worst_of_one, error(scalar::sinhc(z2)));
    }
  }
  CHECK(worst < 2.5);
  CHECK(worst_of_one > 50);
}

TEST_CASE("sinhc of two parts overflows as that of one", "[scalar]") {
  for (const double rest : {-1e284, 0.0, 1e284}) {
    CHECK(scalar::sinhc(Parts<double>{1e300, rest}) == std::numeric_limits<double>::infinity());
  }
  CHECK(std::isnan(scalar::sinhc(Parts<double>{NAN, 0.0})));
}

TEST_CASE("a square is subtracted from two parts without loss", "[scalar]") {
  const double b = 0.1 + 0.2, square = b * b,
               rest = std::fma(b, b, -square);  // b^2, to the last bit
  CHECK(scalar::minus_square(Parts<double>{square, rest}, b) == 0);
  const double tiny = 0x1p-100;
  CHECK(scalar::minus_square(Parts<double>{square, rest + tiny}, b) == tiny);
  CHECK(scalar::minus_square(Parts<double>{0.0, 0.0}, b) == -square);
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(scalar::minus_square(Parts<double>{1.0, 0.0}, infinity) == -infinity);
  CHECK(scalar::minus_square(Parts<double>{infinity, -infinity}, 1.0) == infinity);
}

TEST_CASE("sums of two parts keep both, and what cancels", "[scalar]") {
  using Long = long double;
  const Parts<double> a{1.0 / 3, 0x1p-58}, b{0.7, -0x1p-56}, minus_b{-0.7, 0x1p-57};
  const auto whole = [](const Parts<double>& x) { return Long(x.value) + x.rest; };
  for (const auto& [p, q] : {std::make_pair(a, b), std::make_pair(b, a)}) {
    CHECK(std::abs(whole(scalar::sum(p, q)) / (whole(p) + whole(q)) - 1) < 2e-19L);
  }
  CHECK(whole(scalar::sum(b, minus_b)) == -0x1p-57L);
}

TEST_CASE("products and roots of two parts keep both", "[scalar]") {
  using Long = long double;
  const Parts<double> a{1.0 / 3, 0x1p-58}, b{0.7, -0x1p-56};
  const auto whole = [](const Parts<double>& x) { return Long(x.value) + x.rest; };
  const Long product = whole(a) * whole(b), root = std::sqrt(whole(a));
  CHECK(std::abs(whole(scalar::product(a, b)) / product - 1) < 2e-19L);
  CHECK(std::abs(whole(scalar::root(a)) / root - 1) < 2e-19L);
  // The terms of e - b - c, c all but their difference, down to the last bits of their rests.
  const Parts<double> e{100.0, 0x1p-50}, c{100 - b.value, 0x1p-60};
  const Long lost = Long(e.value) - b.value - c.value;
  CHECK(lost != 0);
  CHECK(scalar::left_over(e, b, c) == double(lost + e.rest - b.rest - c.rest));
}
