// pair_sums against sums in long double, and under reductions by several accumulators.
#include "catch.hpp"
#include "reference/errors.hpp"
#include "rows.hpp"

namespace {

using rapidity::CompensatedSum;
using rapidity::Precision;
using reference::Points;
using reference::Vector;

// A reduction as a warp does it: lanes take elements in turn and merge at the end.
struct Lanes {
  std::int64_t size, lanes;

  template <class Accumulator, class Body>
  Accumulator operator()(const Accumulator& zero, const Body& body) const {
    Accumulator total = zero;
    for (std::int64_t lane = 0; lane < lanes; ++lane) {
      Accumulator own = zero;
      for (std::int64_t i = lane; i < size; i += lanes) body(own, i);
      total.merge(own);
    }
    return total;
  }
};

template <class T>
void check_sums(const rapidity::row::PairSums<double>& s, const Points<T>& p,
                const reference::PairCase& k) {
  const Vector<long double> x = p.x.template cast<long double>();
  const Vector<long double> y = p.y.template cast<long double>(), delta = x - y;
  const long double xx = x.squaredNorm(), yy = y.squaredNorm(), dd = delta.squaredNorm();
  const double rounding = std::is_same<T, float>::value ? 4e-14 : 4e-16;
  const auto close = [&](double sum, long double exact, long double scale) {
    return reference::absolute_error(sum, exact) <= rounding * static_cast<double>(scale);
  };
  CHECK(close(s.xx, xx, xx));
  CHECK(close(s.yy, yy, yy));
  CHECK(close(s.xy, x.dot(y), std::sqrt(xx * yy)));
  // Of floats apart, these come from the sums above by subtraction.
  const bool subtracted = std::is_same<T, float>::value && xx * yy - s.xy * s.xy > xx * yy / 256;
  CHECK(close(s.dd, dd, subtracted ? xx + yy : dd));
  CHECK(close(s.dx, delta.dot(x), subtracted ? xx + std::sqrt(xx * yy) : std::sqrt(xx * dd)));
  CHECK(close(s.dy, delta.dot(y), subtracted ? yy + std::sqrt(xx * yy) : std::sqrt(yy * dd)));

  const double shorter = static_cast<double>(std::min({xx, yy, dd}));
  const double longer = static_cast<double>(std::sqrt(std::max(xx, yy)));
  const double area = k.sine * std::sqrt(shorter) * longer;
  CHECK(std::abs(std::sqrt(s.area2) - area) <= 4e-15 * std::sqrt(shorter) * longer + 1e-9 * area);
}

}  // namespace

TEMPLATE_TEST_CASE("pair_sums are sums to working precision", "[row]", float, double) {
  for (const reference::PairCase& k : reference::pair_cases<TestType>()) {
    INFO(k.regime << ", size " << k.size << ", seed " << k.seed);
    const auto p = reference::points<TestType>(k);
    check_sums(rows::sums<Precision<TestType>>(p), p, k);
  }
}

TEST_CASE("accumulators merge to the same sums", "[row]") {
  for (const reference::PairCase& k : reference::pair_cases<double>()) {
    INFO(k.regime << ", size " << k.size << ", seed " << k.seed);
    const auto p = reference::points<double>(k);
    check_sums(rapidity::row::pair_sums<Precision<double>>([&](std::int64_t i) { return p.x[i]; },
                                                           [&](std::int64_t i) { return p.y[i]; },
                                                           Lanes{p.x.size(), 32}),
               p, k);
  }
}

TEST_CASE("a compensated sum keeps what a plain one loses", "[row]") {
  CompensatedSum<double> sum;
  sum.add(1e16, 1.0);
  for (int i = 0; i < 1000; ++i) sum.add(0.5, 0.5);
  sum.add(-1e16, 1.0);
  CHECK(sum.value() == 250.0);

  CompensatedSum<double> product;  // (1 + e)^2 - 1 - 2 e = e^2, e = 2^-30
  const double e = std::ldexp(1.0, -30);
  product.add(1 + e, 1 + e);
  product.add(-1.0, 1.0);
  product.add(-2.0, e);
  CHECK(product.value() == e * e);

  CompensatedSum<double> first, second;
  first.add(1e16, 1.0);
  first.add(0.75, 1.0);
  second.add(-1e16, 1.0);
  second.add(0.5, 1.0);
  first.merge(second);
  CHECK(first.value() == 1.25);
}
