// The two conditions that the documented bounds of double precision name.
#pragma once

#include <algorithm>
#include <cmath>

#include "results.hpp"

namespace accuracy {

struct PairCondition {
  double cnn;       // c |x|^2 of the longer point
  double sine;      // of the angle at the origin
  double cosine_y;  // of the angle at y, absolute: a factor of the exterior angle's derivative by c
};

template <class T>
PairCondition condition(const reference::PairCase& k, const Points<T>& p) {
  const Vector<double> x = p.x.template cast<double>(), y = p.y.template cast<double>();
  const double norm_x = x.norm(), norm_y = y.norm();
  const double shorter = std::min(norm_x, norm_y), longer = std::max(norm_x, norm_y);
  PairCondition result{k.c * longer * longer, 1, 1};
  if (k.sine == 0) return result;
  result.sine = k.sine * std::min(shorter, (x - y).norm()) / shorter;
  const double times = std::sqrt(1 + k.c * norm_x * norm_x) * std::sqrt(1 + k.c * norm_y * norm_y);
  const double across = std::sin(static_cast<double>(k.exterior_angle.value)) * norm_x * norm_y;
  result.cosine_y = std::abs(2 * static_cast<double>(k.exterior_angle.c)) * times / across;
  return result;
}

// The excess rc |x| / 2K - 1 of a point over the ball where the aperture is that of a half-space.
inline double aperture_excess(const reference::PointCase& k) {
  return 1 / std::sin(static_cast<double>(k.value)) - 1;
}

}  // namespace accuracy
