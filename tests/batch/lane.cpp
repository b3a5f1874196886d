// The functions of SIMD lanes against the standard library's, over every magnitude that occurs.
#include <rapidity/batch/detail/contrastive_passes.hpp>
#include <rapidity/batch/detail/lane.hpp>
#include <rapidity/row/score.hpp>

#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "catch.hpp"

namespace {

namespace detail = rapidity::batch::detail;

/// Values from `low` to `high`, evenly spread over their logarithms.
template <class T>
std::vector<T> sweep(double low, double high) {
  const double span = std::log(high) - std::log(low);
  std::vector<T> values(20003);
  for (std::size_t k = 0; k < values.size(); ++k) {
    values[k] = T(std::exp(std::log(low) + span * double(k) / double(values.size() - 1)));
  }
  return values;
}

template <class T, class F>
std::vector<T> map(const std::vector<T>& x, const F& f) {
  std::vector<T> out(x.size());
  detail::for_lanes<T>(0, std::int64_t(x.size()), [&](auto lane, std::int64_t j) {
    using L = decltype(lane);
    f(L::load(x.data() + j)).store(out.data() + j);
  });
  return out;
}

/// Largest error in units of eps, relative.
template <class T, class F, class Exact>
double worst_error(const char* name, const std::vector<T>& x, const F& f, const Exact& exact) {
  const std::vector<T> out = map(x, f);
  double worst = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const long double expected = exact(static_cast<long double>(x[k]));
    const double error =
        double(std::abs((out[k] - expected) / expected)) / std::numeric_limits<T>::epsilon();
    if (!(error <= worst)) worst = error;
  }
  std::printf("lanes of %s: %s off by up to %.2f eps\n",
              sizeof(T) == sizeof(float) ? "float" : "double", name, worst);
  return worst;
}

template <class T>
void check_lanes() {
  const T tiny = std::numeric_limits<T>::min() * 4, huge = std::numeric_limits<T>::max() / 8;
  CHECK(worst_error(
            "log1p", sweep<T>(tiny, huge), [](auto u) { return log1p(u); },
            [](long double u) { return std::log1p(u); }) < 4);
  CHECK(worst_error(
            "acosh(1 + u)", sweep<T>(tiny, huge),
            [](auto u) { return rapidity::row::DistanceScore::value(u); },
            [](long double u) { return std::log1p(u + std::sqrt(u * (u + 2))); }) < 6);
  CHECK(worst_error(
            "its slope", sweep<T>(tiny, huge),
            [](auto u) { return rapidity::row::DistanceScore::line(u).slope; },
            [](long double u) { return 1 / std::sqrt(u) / std::sqrt(u + 2); }) < 6);
  CHECK(worst_error(
            "exp", sweep<T>(1e-3, sizeof(T) == sizeof(float) ? 69 : 669),
            [](auto x) { return rapidity::row::exp_or_zero(decltype(x)::fill(0) - x); },
            [](long double x) { return std::exp(-x); }) < 4);
  // w - tanh w, w = acosh(1 + u) / 2: relative to itself, though it is of third order.
  const double error = worst_error(
      "w - tanh(w)", sweep<T>(1e-8, 1e4),
      [](auto u) { return rapidity::row::DistanceScore::line(u).rest; },
      [](long double u) {
        const long double w = std::log1p(u + std::sqrt(u * (u + 2))) / 2;
        if (w > 0.05L) return w - std::tanh(w);
        const long double w2 = w * w;
        return w * w2 *
               (1 / 3.L -
                w2 * (2 / 15.L -
                      w2 * (17 / 315.L -
                            w2 * (62 / 2835.L - w2 * (1382 / 155925.L - w2 * 21844 / 6081075.L)))));
      });
  CHECK(error * std::numeric_limits<T>::epsilon() < (sizeof(T) == sizeof(float) ? 1e-5 : 1e-12));
}

}  // namespace

TEST_CASE("lanes of floats are accurate", "[batch]") { check_lanes<float>(); }
TEST_CASE("lanes of doubles are accurate", "[batch]") { check_lanes<double>(); }

TEST_CASE("lanes keep NaN, and exponents underflow to zero", "[batch]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> x(35, nan);  // whole registers and a remainder
  for (const float value : map(x, [](auto u) { return rapidity::row::DistanceScore::value(u); })) {
    CHECK(std::isnan(value));
  }
  for (const float value : map(x, [](auto u) { return rapidity::row::exp_or_zero(u); })) {
    CHECK(std::isnan(value));
  }
  for (const float value : map(x, [](auto u) { return capped(u, 3.0f); })) {
    CHECK(std::isnan(value));
  }
  const std::vector<float> low(35, -71.0f), lowest(35, -infinity);
  CHECK(map(low, [](auto u) { return rapidity::row::exp_or_zero(u); }) == std::vector<float>(35));
  CHECK(map(lowest, [](auto u) { return rapidity::row::exp_or_zero(u); }) ==
        std::vector<float>(35));
}
