#pragma once

#include <optional>
#include <vector>

#include "report/run_data.hpp"
#include "report/svg.hpp"

namespace meru::report {

/// How distances from [ROOT] become radii of a drawing.
/// Hyperbolic: the Poincaré radius tanh(sqrt(c)·d/2); otherwise (CLIP) d itself. Either is then
/// enlarged so that the farthest point comes near the rim of the drawing, radius 1.
struct DiskMap {
  std::optional<double> curvature;
  double extent = 1;  ///< radius before enlarging that is drawn at the rim

  static DiskMap fit(const Details& details);
  /// Radius in the unit disk, before enlarging.
  double conformal(double distance) const;
  /// Radius in the drawing.
  double radius(double distance) const { return conformal(distance) / extent; }
  /// The distance that is drawn at the rim; infinite where the whole disk is drawn.
  double rim_distance() const;
  double enlargement() const { return 1 / extent; }
};

/// The entailment cone of a text on the positive x axis, in the drawing's unit (rim = 1): two
/// geodesics that leave the point at ± half_angle to the outward direction, and the rim between.
/// `half_angle` in (0, pi/2]. Angles are true because the Poincaré disk is conformal.
std::vector<Position> cone_outline(const DiskMap& map, double distance, double half_angle);

/// Exterior angle at the text: between the outward direction and the geodesic to the other point,
/// which lies at `distance` and at `angle` from the text as seen from the root. In [0, pi].
double exterior_angle(const DiskMap& map, double text_distance, double distance, double angle);

}  // namespace meru::report
