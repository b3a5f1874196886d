#include "report/hierarchy.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>

#include "report/spread.hpp"

namespace meru::report {
namespace {

constexpr double kTurn = 2 * 3.14159265358979323846;
using Costs = std::vector<std::vector<double>>;

std::vector<std::size_t> by_level(const std::vector<Point>& points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return points[a].level < points[b].level; });
  return order;
}

double unshared(const std::vector<bool>& a, const std::vector<bool>& b) {
  double both = 0;
  double either = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += a[i] && b[i] ? 1 : 0;
    either += a[i] || b[i] ? 1 : 0;
  }
  return either > 0 ? 1 - both / either : 1;
}

Costs neighbour_costs(const std::vector<Point>& points, const Hierarchy& hierarchy) {
  const auto& leaves = hierarchy.leaves();
  Costs costs(leaves.size(), std::vector<double>(leaves.size(), 0));
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double turned = 1 - cosine(points[leaves[i]].tangent, points[leaves[j]].tangent);
      costs[i][j] = unshared(hierarchy.above(leaves[i]), hierarchy.above(leaves[j])) + turned;
      costs[j][i] = costs[i][j];
    }
  }
  return costs;
}

std::vector<std::size_t> nearest_neighbour_tour(const Costs& costs) {
  std::vector<std::size_t> tour(costs.size());
  std::iota(tour.begin(), tour.end(), std::size_t{0});
  for (std::size_t k = 1; k < tour.size(); ++k) {
    const auto& from = costs[tour[k - 1]];
    const auto next = tour.begin() + static_cast<std::ptrdiff_t>(k);
    std::iter_swap(next, std::min_element(next, tour.end(), [&](std::size_t a, std::size_t b) {
                     return from[a] < from[b];
                   }));
  }
  return tour;
}

bool improve_once(const Costs& costs, std::vector<std::size_t>& tour) {
  const std::size_t n = tour.size();
  bool improved = false;
  for (std::size_t i = 0; i + 2 < n; ++i) {
    for (std::size_t j = i + 2; j < n; ++j) {
      const std::size_t a = tour[i], b = tour[i + 1], c = tour[j], d = tour[(j + 1) % n];
      if (d == a) continue;
      if (costs[a][c] + costs[b][d] < costs[a][b] + costs[c][d] - 1e-12) {
        std::reverse(tour.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                     tour.begin() + static_cast<std::ptrdiff_t>(j) + 1);
        improved = true;
      }
    }
  }
  return improved;
}

// A circle is cut where it is emptiest; there nothing needs to be pushed across the cut.
std::vector<double> spread_on_circle(std::vector<double> angles, double gap) {
  if (angles.size() < 2) return angles;
  for (double& angle : angles) angle -= kTurn * std::floor(angle / kTurn);
  std::vector<double> sorted = angles;
  std::sort(sorted.begin(), sorted.end());
  double cut = sorted.front();
  double widest = sorted.front() + kTurn - sorted.back();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i] - sorted[i - 1] > widest) {
      widest = sorted[i] - sorted[i - 1];
      cut = sorted[i];
    }
  }
  for (double& angle : angles) angle += angle < cut ? kTurn : 0;
  return spread_unordered(angles, gap);
}

void separate_level(const std::vector<Point>& points, std::size_t level,
                    std::vector<double>& angles) {
  std::vector<std::size_t> members;
  std::vector<double> wanted;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].level != level || points[i].is_image) continue;
    members.push_back(i);
    wanted.push_back(angles[i]);
  }
  const double room = kTurn / std::max<double>(1, static_cast<double>(members.size()));
  const double gap = std::min(0.8 * room, 0.35);
  const std::vector<double> moved = spread_on_circle(wanted, gap);
  for (std::size_t k = 0; k < members.size(); ++k) angles[members[k]] = moved[k];
}

}  // namespace

Hierarchy::Hierarchy(const std::vector<Point>& points)
    : above_(points.size(), std::vector<bool>(points.size(), false)) {
  std::vector<bool> has_child(points.size(), false);
  for (const std::size_t i : by_level(points)) {
    for (const std::size_t parent : points[i].parents) {
      has_child[parent] = true;
      above_[i][parent] = true;
      for (std::size_t k = 0; k < points.size(); ++k) {
        if (above_[parent][k]) above_[i][k] = true;
      }
    }
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!has_child[i]) leaves_.push_back(i);
  }
}

double cosine(const std::vector<double>& a, const std::vector<double>& b) {
  const auto dot = [](const std::vector<double>& u, const std::vector<double>& v) {
    return std::inner_product(u.begin(), u.end(), v.begin(), 0.0);
  };
  const double norms = std::sqrt(dot(a, a)) * std::sqrt(dot(b, b));
  return norms > 0 ? std::clamp(dot(a, b) / norms, -1.0, 1.0) : 0.0;
}

std::vector<double> circular_layout(const std::vector<Point>& points, const Hierarchy& hierarchy) {
  constexpr int kMostRounds = 60;
  const Costs costs = neighbour_costs(points, hierarchy);
  std::vector<std::size_t> tour = nearest_neighbour_tour(costs);
  for (int round = 0; round < kMostRounds && improve_once(costs, tour); ++round) {
  }

  std::vector<std::complex<double>> mean(points.size());
  std::vector<double> angles(points.size(), 0);
  for (std::size_t k = 0; k < tour.size(); ++k) {
    const std::size_t leaf = hierarchy.leaves()[tour[k]];
    angles[leaf] = kTurn * static_cast<double>(k) / static_cast<double>(tour.size()) - kTurn / 4;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (hierarchy.is_above(i, leaf)) mean[i] += std::polar(1.0, angles[leaf]);
    }
  }
  std::size_t levels = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (mean[i] != std::complex<double>()) angles[i] = std::arg(mean[i]);
    levels = std::max(levels, points[i].level);
  }
  for (std::size_t level = 0; level <= levels; ++level) separate_level(points, level, angles);
  return angles;
}

}  // namespace meru::report
