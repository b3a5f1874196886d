// The inputs rebuilt here are those of the generator, to the last bit.
#include "catch.hpp"
#include "errors.hpp"

using reference::absolute_error;
using reference::Vector;

TEST_CASE("SplitMix64 gives its published sequence", "[reference]") {
  reference::SplitMix64 random(1234567);
  CHECK(random.next() == 6457827717110365317u);
  CHECK(random.next() == 3203168211198807973u);
}

TEMPLATE_TEST_CASE("the points of a case have the generator's inner products", "[reference]", float,
                   double) {
  const auto cases = reference::pair_cases<TestType>();
  REQUIRE(cases.size() > 500);
  for (const reference::PairCase& k : cases) {
    const auto p = reference::points<TestType>(k);
    REQUIRE(p.x.size() == k.size);
    const Vector<long double> x = p.x.template cast<long double>();
    const Vector<long double> rest = p.y.template cast<long double>() - k.near * x;
    if (x.isZero(0)) continue;
    const double scale = double(rest.norm() / x.norm());
    CHECK(absolute_error(rest.dot(x) / x.squaredNorm(), k.foot_x.high) <= 2e-16 * scale);
  }
}
