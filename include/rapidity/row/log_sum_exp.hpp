#pragma once
#include <cmath>

#include "../scalar/limits.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// log of a sum of exponentials, grown piece by piece; -inf of nothing.
struct LogSumExp {
  double shift = -scalar::detail::BuiltInLimits<double>::infinity;
  double sum = 0;  // of exp(logit - shift)

  /// Adds piece_sum exp(piece_shift); piece_shift is finite or NaN.
  RAPIDITY_HD void merge(double piece_shift, double piece_sum) {
    const double larger = shift < piece_shift ? piece_shift : shift;
    sum = sum * std::exp(shift - larger) + piece_sum * std::exp(piece_shift - larger);
    shift = larger;
  }
  RAPIDITY_HD double value() const { return shift + std::log(sum); }
};

/// log(1 + exp(z))
RAPIDITY_HD inline double softplus(double z) {
  const double positive = z < 0 ? 0 : z;  // NaN stays
  return positive + std::log1p(std::exp(-std::abs(z)));
}

/// 1 / (1 + exp(-z))
RAPIDITY_HD inline double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

}  // namespace row
}  // namespace v0
}  // namespace rapidity
