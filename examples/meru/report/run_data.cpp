#include "report/run_data.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

#include "report/report.hpp"

namespace meru::report {
namespace {

constexpr int kMostLevels = 99;

std::string base64_png(const Field& field) {
  const std::string text = field.text();
  const auto allowed = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '/' || c == '=';
  };
  const bool is_png = text.rfind("iVBORw0KGgo", 0) == 0;  // the eight bytes every PNG begins with
  if (!is_png || !std::all_of(text.begin(), text.end(), allowed)) field.fail("a PNG in base64");
  return text;
}

std::vector<std::string> read_level_names(const Field& root) {
  std::vector<std::string> names;
  const Field field = root.at("level_names");
  for (const Field& name : field.elements()) names.push_back(name.text());
  if (names.empty() || names.size() > kMostLevels) field.fail("1 to 99 names");
  return names;
}

Point read_point(const Field& field, int levels) {
  Point point;
  const std::string kind = field.at("kind").text();
  if (kind != "text" && kind != "image") field.at("kind").fail("\"text\" or \"image\"");
  point.is_image = kind == "image";
  point.level = static_cast<std::size_t>(
      field.at("level").integer(point.is_image ? levels : 0, point.is_image ? levels : levels - 1));
  point.label = field.at("label").text();
  point.tangent = field.at("tangent").numbers();
  point.distance = field.at("distance").number();
  if (point.distance < 0) field.at("distance").fail("a distance >= 0");
  point.aperture_degrees = field.find_number("aperture_degrees");
  if (const auto png = field.find("png")) point.png = base64_png(*png);
  return point;
}

void read_parents(const Field& field, std::size_t self, std::vector<Point>& points) {
  for (const Field& parent : field.find_elements("parents")) {
    const int index = parent.integer(0, static_cast<int>(points.size()) - 1);
    const Point& candidate = points[static_cast<std::size_t>(index)];
    if (candidate.is_image || candidate.level >= points[self].level) {
      parent.fail("the index of a text of a lower level");
    }
    points[self].parents.push_back(static_cast<std::size_t>(index));
  }
}

std::vector<Point> read_points(const Field& root, int levels) {
  const std::vector<Field> fields = root.find_elements("points");
  std::vector<Point> points;
  for (const Field& field : fields) {
    points.push_back(read_point(field, levels));
    if (points.back().tangent.size() != points.front().tangent.size()) {
      field.at("tangent").fail("as many numbers as the first point has");
    }
  }
  for (std::size_t i = 0; i < points.size(); ++i) read_parents(fields[i], i, points);
  return points;
}

Step read_step(const Field& field, int levels) {
  Step step;
  step.text = field.at("text").text();
  step.distance = field.at("distance").number();
  const bool is_root = step.text == "[ROOT]";
  step.is_true = is_root || field.at("true").truth();
  if (!is_root) step.level = static_cast<std::size_t>(field.at("level").integer(0, levels - 1));
  return step;
}

Traversal read_traversal(const Field& field, int levels) {
  Traversal traversal;
  traversal.caption = field.at("caption").text();
  if (const auto png = field.find("png")) traversal.png = base64_png(*png);
  for (const Field& step : field.at("steps").elements()) {
    traversal.steps.push_back(read_step(step, levels));
  }
  return traversal;
}

std::vector<std::vector<double>> read_root_distances(const Field& root, std::size_t levels) {
  std::vector<std::vector<double>> distances(levels + 1);
  const auto field = root.find("root_distances");
  if (!field) return distances;
  for (std::size_t level = 0; level <= levels; ++level) {
    const std::string key = level == levels ? "image" : "level" + std::to_string(level);
    if (const auto values = field->find(key)) distances[level] = values->numbers();
  }
  return distances;
}

}  // namespace

std::optional<Field> Metrics::find(const std::string& path) const {
  std::optional<Field> field = root_;
  std::istringstream parts(path);
  for (std::string part; field && std::getline(parts, part, '.');) field = field->find(part);
  return field;
}

std::optional<double> Metrics::number(const std::string& path) const {
  const auto field = find(path);
  return field ? std::optional<double>(field->number()) : std::nullopt;
}

bool Metrics::lists_all_truths() const {
  const auto field = find("lists_all_truths");
  return !field || field->truth();
}

std::vector<std::string> Metrics::keys(const std::string& path) const {
  const auto field = find(path);
  return field ? field->keys() : std::vector<std::string>();
}

Details read_details(const std::filesystem::path& file) {
  const Field root = Field::read(file);
  Details details;
  details.dataset = root.at("dataset").text();
  details.curvature = root.find_number("curvature");
  if (details.curvature && *details.curvature <= 0) root.at("curvature").fail("a number > 0");
  details.min_radius = root.find_number("min_radius");
  details.eta = root.find_number("eta");
  details.level_names = read_level_names(root);
  details.root_distances = read_root_distances(root, details.levels());
  const int levels = static_cast<int>(details.levels());
  details.points = read_points(root, levels);
  for (const Field& field : root.find_elements("traversals")) {
    details.traversals.push_back(read_traversal(field, levels));
  }
  return details;
}

Run read_run(const std::filesystem::path& directory) {
  Metrics metrics(Field::read(directory / "metrics.json"));
  std::string name = metrics.model();
  const bool hyperbolic = name == "meru";
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  Details details = read_details(directory / "details.json");
  Log log = read_log(directory / "log.jsonl", details.levels());
  return {std::move(name), hyperbolic, std::move(metrics), std::move(details), std::move(log)};
}

}  // namespace meru::report
