#include "report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace meru::report {
namespace {

// Those of `first` that are there, then the others as they come.
std::vector<std::string> in_order(std::vector<std::string> names,
                                  const std::vector<std::string>& first) {
  auto placed = names.begin();
  for (const std::string& name : first) {
    const auto found = std::find(placed, names.end(), name);
    if (found == names.end()) continue;
    std::rotate(placed, found, found + 1);
    ++placed;
  }
  return names;
}

}  // namespace

Standing compare(double ours, double theirs, const std::optional<double>& count,
                 bool higher_is_better) {
  constexpr double kUnknownNoise = 2;
  double noise = kUnknownNoise;
  if (count && *count > 0) {
    const double share = std::clamp((ours + theirs) / 200, 0.0, 1.0);
    noise = 100 * 2 * std::sqrt(2 * share * (1 - share) / *count);
  }
  const double gain = higher_is_better ? ours - theirs : theirs - ours;
  if (std::abs(gain) <= noise) return Standing::level;
  return gain > 0 ? Standing::ahead : Standing::behind;
}

std::optional<double> image_count(const Run& run, const std::string& split) {
  const auto count = run.metrics.number("retrieval." + split + ".candidates");
  if (count || split != "iid") return count;
  const std::size_t images = run.details.root_distances.back().size();
  return images > 0 ? std::optional<double>(static_cast<double>(images)) : std::nullopt;
}

std::optional<double> retrieval_chance(const Run& run, const std::string& split, int k) {
  const auto count = image_count(run, split);
  if (!count || *count <= 0) return std::nullopt;
  return std::min(100.0, 100 * k / *count);
}

bool tells_pictures_apart(const Run& run) {
  const std::vector<std::string> splits = retrieval_splits(run.metrics);
  if (splits.empty()) return true;
  const std::string& split = splits.front();
  const auto share = run.metrics.number("retrieval." + split + ".image_to_text.r1");
  const auto chance = retrieval_chance(run, split, 1);
  return !chance || compare(*share, *chance, image_count(run, split)) == Standing::ahead;
}

std::optional<double> zero_shot_chance(const Run& run) {
  const auto classes = run.metrics.number("zero_shot.classes");
  if (!classes || *classes <= 0) return std::nullopt;
  return 100 / *classes;
}

std::vector<std::string> retrieval_splits(const Metrics& metrics) {
  std::vector<std::string> splits;
  for (const std::string& split : metrics.keys("retrieval")) {
    if (metrics.number("retrieval." + split + ".image_to_text.r1")) splits.push_back(split);
  }
  return in_order(splits, {"iid"});
}

std::vector<std::string> zero_shot_splits(const Metrics& metrics) {
  std::vector<std::string> splits;
  for (const std::string& split : metrics.keys("zero_shot")) {
    if (split != "classes" && metrics.number("zero_shot." + split)) splits.push_back(split);
  }
  return in_order(splits, {"held_out", "seen"});
}

std::vector<OrderedPair> ordered_pairs(std::size_t levels) {
  std::vector<OrderedPair> pairs;
  for (std::size_t level = 0; level + 1 < levels; ++level) {
    pairs.push_back({fmt::format("ordering.level{}_{}", level, level + 1),
                     fmt::format("level {} < level {}", level, level + 1), false});
  }
  pairs.push_back({fmt::format("ordering.level{}_image", levels - 1),
                   fmt::format("level {} < image", levels - 1), true});
  return pairs;
}

std::string plain(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string duration(double seconds) {
  const long whole = std::lround(seconds);
  if (whole < 180) return fmt::format("{} s", whole);
  if (whole < 7200) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::optional<double> median_aperture(const Run& run, std::size_t level) {
  if (const auto known = run.metrics.number(fmt::format("aperture.level{}", level))) return known;
  std::vector<double> shown;
  for (const Point& point : run.details.points) {
    if (!point.is_image && point.level == level && point.aperture_degrees) {
      shown.push_back(*point.aperture_degrees);
    }
  }
  if (shown.empty()) return std::nullopt;
  const auto middle = shown.begin() + static_cast<std::ptrdiff_t>(shown.size() / 2);
  std::nth_element(shown.begin(), middle, shown.end());
  return *middle;
}

}  // namespace meru::report
