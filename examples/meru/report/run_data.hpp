#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/field.hpp"

namespace meru::report {

/// metrics.json, read by dotted path: number("retrieval.iid.image_to_text.r1").
class Metrics {
 public:
  explicit Metrics(Field root) : root_(std::move(root)) {}
  /// The number at `path`; nothing where it or a part of the way to it is absent or null.
  std::optional<double> number(const std::string& path) const;
  /// Whether the data set lists all that is true of a picture, so that what is not listed is
  /// untrue; files of before this was asked are of data sets that do.
  bool lists_all_truths() const;
  /// The members at `path` in the order of the file; none where it is absent or null.
  std::vector<std::string> keys(const std::string& path) const;
  std::string model() const { return root_.at("model").text(); }

 private:
  std::optional<Field> find(const std::string& path) const;
  Field root_;
};

/// One text or image of the embedding.
struct Point {
  bool is_image = false;
  std::size_t level = 0;  ///< caption level, 0 the most generic; images: number of levels
  std::string label;
  std::vector<double> tangent;  ///< logmap0 of the embedding; CLIP: embedding minus the root
  double distance = 0;          ///< from [ROOT]
  std::optional<double> aperture_degrees;
  std::string png;                   ///< base64; images only
  std::vector<std::size_t> parents;  ///< texts true of it, of lower levels
};

/// A text met on the way from an image to [ROOT].
struct Step {
  std::string text;
  std::optional<std::size_t> level;  ///< nothing for [ROOT]
  bool is_true = false;
  double distance = 0;
};

struct Traversal {
  std::string caption;
  std::string png;
  std::vector<Step> steps;
};

/// details.json.
struct Details {
  std::string dataset;
  std::optional<double> curvature, min_radius, eta;  ///< nothing for CLIP
  std::vector<std::string> level_names;
  std::vector<std::vector<double>> root_distances;  ///< by level, images last; may be empty lists
  std::vector<Point> points;
  std::vector<Traversal> traversals;

  std::size_t levels() const { return level_names.size(); }
};

/// One value of training over the steps.
struct Series {
  std::vector<double> step, value;
};

/// log.jsonl: named values ("loss", "curvature", ...) and mean root distances (levels, then
/// images).
struct Log {
  std::map<std::string, Series> values;
  std::vector<Series> root_distance;
  double last_step = 0;

  const Series& series(const std::string& name) const;
};

struct Run {
  std::string name;  ///< as shown: "MERU", "CLIP"
  bool hyperbolic = false;
  Metrics metrics;
  Details details;
  Log log;
};

Details read_details(const std::filesystem::path& file);
/// A last line without its line end is what a killed process leaves: it is ignored. A step that
/// comes again (after a resume) replaces what was logged from that step on.
Log read_log(const std::filesystem::path& file, std::size_t levels);
/// metrics.json, details.json and log.jsonl of a run directory.
Run read_run(const std::filesystem::path& directory);

}  // namespace meru::report
