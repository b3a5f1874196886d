#pragma once

#include <torch/types.h>

#include <optional>

namespace meru {

/// What evaluation asks of an embedding space: the hyperboloid of a trained MERU model, or CLIP's
/// unit sphere, where the mean embedding stands in for the root. All results are float64.
class Space {
 public:
  static Space hyperbolic(double curvature, double min_radius, double eta);
  /// @param root  [embedding], any length; its direction counts
  static Space spherical(const torch::Tensor& root);

  bool has_cones() const { return !root_.defined(); }
  double curvature() const { return curvature_; }

  /// [m, D] x [n, D] -> [m, n], larger is closer: minus the distance, or the cosine.
  torch::Tensor similarity(const torch::Tensor& a, const torch::Tensor& b) const;
  /// [n, D] -> [n]: geodesic distance from the origin, or 1 - cosine to the root.
  torch::Tensor root_distance(const torch::Tensor& points) const;
  /// The root as a point, [1, D].
  torch::Tensor root(std::int64_t dimension) const;
  /// Directions at the root, [n, D]: logmap0, or the difference from the root.
  torch::Tensor tangent(const torch::Tensor& points) const;
  /// `steps` points on the way from a point [D] (first) to the root (last), [steps, D]: equal steps
  /// in the tangent space at the root, or along the chord, put back on the sphere.
  torch::Tensor to_root(const torch::Tensor& point, std::int64_t steps) const;

  /// Half-aperture of each text's entailment cone, radians [n]. Needs has_cones().
  torch::Tensor half_aperture(const torch::Tensor& texts) const;
  /// [m, D] x [n, D] -> [m, n] bool: whether the point lies within eta apertures of the text's
  /// axis.
  torch::Tensor inside_cone(const torch::Tensor& texts, const torch::Tensor& points) const;

 private:
  double curvature_ = 0, min_radius_ = 0, eta_ = 1;
  torch::Tensor root_;  ///< spherical only, [1, D], unit length
};

}  // namespace meru
