// Random points for the laws: five curvatures, radii over nine decades, three sizes, fixed seeds.
#pragma once

#include <rapidity/rapidity.hpp>

#include "catch.hpp"
#include "reference/case_inputs.hpp"

namespace laws {

using reference::SplitMix64;
using reference::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};
constexpr double kRadii[] = {1e-6, 1e-3, 0.1, 1.0, 10.0, 1e3};  // sqrt(c) |x|
constexpr Eigen::Index kSizes[] = {2, 3, 50};

// A point with sqrt(c) |x| about the radius.
template <class T>
Vector<T> point(SplitMix64& random, Eigen::Index size, double c, double radius) {
  return T(radius / std::sqrt(c * double(size) / 3)) * reference::uniform<T>(random, size);
}

// Calls law(curvature, size, radius, random) for every curvature, size and radius.
template <class T, class Law>
void for_each_space(const Law& law) {
  std::uint64_t seed = 1;
  for (const double c : kCurvatures) {
    for (const Eigen::Index size : kSizes) {
      for (const double radius : kRadii) {
        SplitMix64 random(seed++);
        INFO("curvature " << c << ", size " << size << ", radius " << radius);
        law(rapidity::Curvature<T>(T(c)), size, radius, random);
      }
    }
  }
}

// |a - b| <= tolerance * max(|a|, |b|), and neither is NaN.
template <class T>
bool close(T a, T b, double tolerance) {
  return std::abs(a - b) <= T(tolerance) * std::max(std::abs(a), std::abs(b));
}

template <class T>
bool close(const Vector<T>& a, const Vector<T>& b, double tolerance) {
  return (a - b).norm() <= T(tolerance) * std::max(a.norm(), b.norm());
}

}  // namespace laws
