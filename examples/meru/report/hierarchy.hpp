#pragma once

#include <cstddef>
#include <vector>

#include "report/run_data.hpp"

namespace meru::report {

/// What follows from the `parents` of the points: which texts are true of which image.
class Hierarchy {
 public:
  explicit Hierarchy(const std::vector<Point>& points);

  /// Points without children: the images, and texts of which no image is shown.
  const std::vector<std::size_t>& leaves() const { return leaves_; }
  /// Whether `ancestor` is reached from `point` along parents (not for the point itself).
  bool is_above(std::size_t ancestor, std::size_t point) const { return above_[point][ancestor]; }
  /// Everything above `point`, as flags over all points.
  const std::vector<bool>& above(std::size_t point) const { return above_[point]; }

 private:
  std::vector<std::size_t> leaves_;
  std::vector<std::vector<bool>> above_;
};

/// cos of the angle between two tangent vectors; 0 where one of them is zero.
double cosine(const std::vector<double>& a, const std::vector<double>& b);

/// An angle for every point, in radians: a circular drawing of the hierarchy.
/// The leaves stand evenly around the circle, in an order in which neighbours share many texts and
/// point in similar directions (nearest neighbour, then 2-opt); a text stands at the mean angle of
/// the leaves under it, moved so that texts of one level do not touch. O(leaves²·points).
std::vector<double> circular_layout(const std::vector<Point>& points, const Hierarchy& hierarchy);

}  // namespace meru::report
