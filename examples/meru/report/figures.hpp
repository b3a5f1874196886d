#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/run_data.hpp"
#include "report/sections.hpp"

namespace meru::report {

/// How a value stands beside another: a difference below the noise counts as level.
enum class Standing { ahead, level, behind };

/// Two shares in percent, each measured on `count` items: ahead or behind where they differ by more
/// than two standard errors of the difference; where the count is unknown, by more than 2 points.
Standing compare(double ours, double theirs, const std::optional<double>& count,
                 bool higher_is_better = true);

/// Number of images of a retrieval split: metrics.json `retrieval.SPLIT.candidates`, for "iid" else
/// the number of root distances of images.
std::optional<double> image_count(const Run& run, const std::string& split);
/// Percent right by chance at rank k of a retrieval split.
std::optional<double> retrieval_chance(const Run& run, const std::string& split, int k);
/// Whether the first retrieval split beats chance by more than the noise; true where unknown.
bool tells_pictures_apart(const Run& run);
/// Percent right by chance in zero-shot classification (metrics.json `zero_shot.classes`).
std::optional<double> zero_shot_chance(const Run& run);

/// The splits that have retrieval figures ("iid" first), and those that have zero-shot figures
/// ("held_out" and "seen" first): the first one is what a summary shows.
std::vector<std::string> retrieval_splits(const Metrics& metrics);
std::vector<std::string> zero_shot_splits(const Metrics& metrics);

/// A neighbouring pair of the order [level 0, level 1, ..., images].
struct OrderedPair {
  std::string path;  ///< in metrics.json
  std::string name;  ///< "level 2 < level 3"
  bool of_images;
};
std::vector<OrderedPair> ordered_pairs(std::size_t levels);

/// "held_out" -> "held out".
std::string plain(std::string name);
/// "148 s", "2 min 28 s".
std::string duration(double seconds);
/// Median half-aperture of a level in degrees: from metrics.json, else of the points shown.
std::optional<double> median_aperture(const Run& run, std::size_t level);

}  // namespace meru::report
