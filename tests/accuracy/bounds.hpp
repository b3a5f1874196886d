// The bounds under test, those of docs/conventions.md. A bound is a static function of a case's
// condition.
#pragma once

#include "condition.hpp"

namespace accuracy {

// Float in, float out: half an ulp and a little, whatever the condition.
struct FloatBounds {
  static constexpr double kRelative = 6.1e-8, kAngle = 1.3e-7;

  static double value(const PairCondition&) { return kRelative; }
  static double gradient(const PairCondition&) { return kRelative; }
  static double angle(const PairCondition&) { return kAngle; }
  static double angle_gradient(const PairCondition&) { return kRelative; }
  static double angle_curvature(const PairCondition&) { return kRelative; }
  static double point(const reference::PointCase&) { return kRelative; }
};

struct DoubleBounds {
  static constexpr double kRelative = 2e-15, kAngle = 1e-15, kPoint = 2e-15, kTime = 4e-16,
                          kCorrected = 8.9e-16;

  static double value(const PairCondition&) { return kRelative; }
  static double gradient(const PairCondition&) { return kRelative; }
  static double angle(const PairCondition&) { return kAngle; }
  static double angle_gradient(const PairCondition& k) { return k.sine > 1e-14 ? 2e-15 : 2e-12; }
  static double angle_curvature(const PairCondition& k) { return 2e-15 / k.cosine_y; }
  static double point(const reference::PointCase& k) {
    if (k.operation == "time") return kTime;
    return k.operation == "logmap0" ? kPoint : kCorrected;
  }
};

// Float coordinates in plain sums of double, before the result is rounded to float. Of points that
// are apart, the sums come from a subtraction, which costs what their angle says.
struct PlainSumBounds {
  static constexpr double kRelative = 4e-14;

  static double relative(const PairCondition& k) {
    const double sine2 = k.sine * k.sine;
    return sine2 > 1.0 / 256 ? kRelative / sine2 : kRelative;
  }

  static double value(const PairCondition& k) { return relative(k); }
  static double gradient(const PairCondition& k) { return relative(k); }
  static double angle(const PairCondition& k) { return relative(k); }
  static double angle_gradient(const PairCondition& k) { return relative(k); }
  static double angle_curvature(const PairCondition& k) { return relative(k) / k.cosine_y; }
  static double point(const reference::PointCase& k) {
    if (k.operation == "half_aperture" && k.along != 0) {
      return kRelative / std::min(1.0, aperture_excess(k));
    }
    if (k.operation != "lift") return kRelative;
    return (1 + std::log(1 + static_cast<double>(k.value))) * kRelative;
  }
};

// Float coordinates, float formulas, compensated float sums.
struct FloatOnlyBounds : FloatBounds {
  static constexpr double kRelative = 1.3e-6;

  static double value(const PairCondition&) { return kRelative; }
  static double gradient(const PairCondition&) { return kRelative; }
  static double angle(const PairCondition&) { return kRelative; }
  static double angle_gradient(const PairCondition&) { return kRelative; }
  static double angle_curvature(const PairCondition& k) { return kRelative / k.cosine_y; }
};

}  // namespace accuracy
