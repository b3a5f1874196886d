#pragma once

#include <cstdint>
#include <random>

namespace meru {

/// Random numbers as a pure function of (seed, stream, index). The standard's engine with draws of
/// our own, because the standard's distributions differ between libraries.
class Random {
 public:
  /// What the numbers are for: streams of one seed are independent of each other.
  enum Stream : std::uint32_t { epoch_order, batch, augmentation };

  Random(std::uint64_t seed, Stream stream, std::uint64_t index) {
    std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                           static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(index),
                           static_cast<std::uint32_t>(index >> 32)};
    engine_.seed(sequence);
  }

  /// 0 <= result < bound (the bias of the remainder is below 2^-40 for any bound used here).
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(bound));
  }
  /// 0 <= result < 1
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace meru
