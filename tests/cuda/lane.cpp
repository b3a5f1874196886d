// The functions of the kernels' lanes, over all magnitudes that distances have, against double. Of
// the emulator alone: its stand-ins for the GPU's instructions are as far off as these may be.
#include "emulator/emulator.hpp"  // first: it takes CUDA's keywords out

#include "../../cuda/detail/lane.cuh"
#include "catch.hpp"

namespace {

using namespace rapidity::cuda::detail;

/// Every 4099th float from `least` to `most`, which are positive, and both.
template <class F>
void for_floats(float least, float most, const F& f) {
  for (std::uint32_t bits = bits_of(least); bits < bits_of(most); bits += 4099) f(number_of(bits));
  f(most);
}

constexpr double eps = 0x1p-23;

}  // namespace

TEST_CASE("log1p without a branch is within a rounding and a half", "[lane]") {
  double worst = 0;
  for_floats(0x1p-126f, 0x1p127f, [&](float a) {
    const double expected = std::log1p(double(a));
    worst = std::max(worst, std::abs(double(log1p_from_zero(a)) - expected) / expected);
  });
  CHECK(worst <= 0.8 * eps);
  CHECK(worst > 0.4 * eps);  // what is worse than half a rounding was looked at
  CHECK(log1p_from_zero(0) == 0);
  CHECK(std::isnan(log1p_from_zero(std::nanf(""))));
}

TEST_CASE("of a fast lane, the logarithm's error is absolute, all others' relative", "[lane]") {
  for_floats(0x1p-126f, 0x1p126f, [&](float a) {
    const double expected = std::log1p(double(a)) / std::log(2.0);
    const double error = std::abs(double(log1p(FastLane::fill(a)).number) - expected);
    if (error > 3.5 * eps * std::max(1.0, expected)) FAIL(a << ": off by " << error);
    const double root = std::sqrt(double(a));
    if (std::abs(double(sqrt(FastLane::fill(a)).number) - root) > 2.1 * eps * root) FAIL(a);
  });
  for_floats(0x1p-20f, 80, [&](float a) {
    const double natural = std::exp(-double(a));
    const double fast = exp(FastLane::fill(-a)).number, expected = std::exp2(-double(a));
    if (std::abs(fast - expected) > 3 * eps * expected) FAIL(a);
    // and the product with log2(e), rounded
    const double softmax = exp(SoftmaxLane::fill(-a)).number;
    if (std::abs(softmax - natural) > (3 + a) * eps * natural) FAIL(a << ": " << softmax);
  });
}
