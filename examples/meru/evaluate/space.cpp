#include "evaluate/space.hpp"

#include <torch/torch.h>

#include <cmath>
#include <rapidity/libtorch/libtorch.hpp>

namespace meru {
namespace {

namespace lorentz = rapidity::libtorch;

torch::Tensor to_double(const torch::Tensor& points) {
  return points.detach().to(torch::kDouble).contiguous();
}

torch::Tensor unit(const torch::Tensor& points) {
  return torch::nn::functional::normalize(points,
                                          torch::nn::functional::NormalizeFuncOptions().dim(1));
}

torch::Tensor scalar(double value) { return torch::tensor(value, torch::kDouble); }

}  // namespace

Space Space::hyperbolic(double curvature, double min_radius, double eta) {
  Space space;
  space.curvature_ = curvature;
  space.min_radius_ = min_radius;
  space.eta_ = eta;
  return space;
}

Space Space::spherical(const torch::Tensor& root) {
  Space space;
  space.root_ = unit(to_double(root).view({1, -1}));
  return space;
}

torch::Tensor Space::similarity(const torch::Tensor& a, const torch::Tensor& b) const {
  const auto x = to_double(a), y = to_double(b);
  return has_cones() ? -lorentz::pairwise_distance(x, y, scalar(curvature_)) : x.mm(y.t());
}

torch::Tensor Space::root_distance(const torch::Tensor& points) const {
  const auto x = to_double(points);
  if (!has_cones()) return 1 - x.mm(root_.t()).squeeze(1);
  const double rc = std::sqrt(curvature_);
  return torch::asinh(rc * x.norm(2, 1)) / rc;
}

torch::Tensor Space::root(std::int64_t dimension) const {
  return has_cones() ? torch::zeros({1, dimension}, torch::kDouble) : root_;
}

torch::Tensor Space::tangent(const torch::Tensor& points) const {
  const auto x = to_double(points);
  return has_cones() ? lorentz::logmap0(x, scalar(curvature_)) : x - root_;
}

torch::Tensor Space::to_root(const torch::Tensor& point, std::int64_t steps) const {
  const auto start = tangent(point.view({1, -1}));
  const auto left = torch::linspace(1, 0, steps, torch::kDouble).unsqueeze(1);
  return has_cones() ? lorentz::lift(left * start, scalar(curvature_)) : unit(root_ + left * start);
}

torch::Tensor Space::half_aperture(const torch::Tensor& texts) const {
  return lorentz::half_aperture(to_double(texts), scalar(curvature_), min_radius_);
}

torch::Tensor Space::inside_cone(const torch::Tensor& texts, const torch::Tensor& points) const {
  // The exterior angle atan2(P, Q) of every pair, from one matrix of inner products. In float64 its
  // cancellation (1e-8 rad) is far below what a cone's edge means; single pairs that are trained on
  // go through rapidity::exterior_angle.
  const auto x = to_double(texts), y = to_double(points);
  const auto norm = x.norm(2, 1).unsqueeze(1);
  const auto along = x.mm(y.t()) / norm.clamp_min(1e-300);
  const auto square = y.square().sum(1).unsqueeze(0);
  const auto x_time = (1 / curvature_ + norm.square()).sqrt();
  const auto y_time = (1 / curvature_ + square).sqrt();
  const auto across = (square - along.square()).clamp_min(0).sqrt();
  const auto angle = torch::atan2(across, std::sqrt(curvature_) * (x_time * along - norm * y_time));
  return (angle <= eta_ * half_aperture(x).unsqueeze(1)).logical_or(norm == 0);
}

}  // namespace meru
