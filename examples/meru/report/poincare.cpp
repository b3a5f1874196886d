#include "report/poincare.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace meru::report {
namespace {

using Complex = std::complex<double>;

// The isometry of the disk that carries 0 to `to`, applied to z.
Complex translate(Complex z, Complex to) { return (z + to) / (1.0 + std::conj(to) * z); }

}  // namespace

DiskMap DiskMap::fit(const Details& details) {
  constexpr double kMargin = 1.06;
  constexpr double kWhole = 0.8;  // a point this far out: draw the whole disk, not a part of it
  DiskMap map{details.curvature, 1};
  double farthest = 0;
  for (const Point& point : details.points) {
    farthest = std::max(farthest, map.conformal(point.distance));
  }
  if (farthest > 0 && !(map.curvature && farthest > kWhole)) map.extent = farthest * kMargin;
  return map;
}

double DiskMap::conformal(double distance) const {
  return curvature ? std::tanh(std::sqrt(*curvature) * distance / 2) : distance;
}

double DiskMap::rim_distance() const {
  if (!curvature) return extent;
  if (extent >= 1) return std::numeric_limits<double>::infinity();
  return 2 * std::atanh(extent) / std::sqrt(*curvature);
}

std::vector<Position> cone_outline(const DiskMap& map, double distance, double half_angle) {
  constexpr int kSamples = 24;
  const double start = map.conformal(distance);
  const auto on_edge = [&](double t) { return translate(std::polar(t, half_angle), start); };
  // |on_edge| grows with t because the edge leaves outwards: bisect for the rim.
  double low = 0;
  double high = 1;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (std::abs(on_edge(middle)) < map.extent ? low : high) = middle;
  }
  std::vector<Position> outline;
  const auto add = [&](Complex z) {
    outline.push_back({z.real() / map.extent, z.imag() / map.extent});
  };
  for (int i = 0; i <= kSamples; ++i) add(on_edge(high * i / kSamples));
  const double rim_angle = std::arg(on_edge(high));
  for (int i = 1; i < kSamples; ++i) {
    add(std::polar(map.extent, rim_angle * (1 - 2.0 * i / kSamples)));
  }
  for (int i = kSamples; i > 0; --i) add(std::conj(on_edge(high * i / kSamples)));
  return outline;
}

double exterior_angle(const DiskMap& map, double text_distance, double distance, double angle) {
  const Complex point = std::polar(map.conformal(distance), angle);
  return std::abs(std::arg(translate(point, -map.conformal(text_distance))));
}

}  // namespace meru::report
