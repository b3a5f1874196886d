#include "report/disk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/hierarchy.hpp"
#include "report/html.hpp"
#include "report/labels.hpp"
#include "report/palette.hpp"
#include "report/poincare.hpp"
#include "report/svg.hpp"

namespace meru::report {
namespace {

constexpr double kSize = 920;
constexpr double kCentre = kSize / 2;
constexpr double kRadius = kCentre - 8;
constexpr double kPi = 3.14159265358979323846;
constexpr double kFont = 13;               // the drawing at its full width
constexpr std::size_t kLongestLabel = 28;  // longer texts are left to the tooltip
constexpr double kNarrowFont = 27;         // on a phone, where it shrinks to less than half

Position polar(double radius, double angle) {
  return {kCentre + kRadius * radius * std::cos(angle),
          kCentre + kRadius * radius * std::sin(angle)};
}

struct Drawing {
  const Details& details;
  DiskMap map;
  std::vector<double> angles;
  std::vector<Position> at;

  explicit Drawing(const Details& from) : details(from), map(DiskMap::fit(from)) {
    angles = circular_layout(from.points, Hierarchy(from.points));
    for (std::size_t i = 0; i < from.points.size(); ++i) {
      at.push_back(polar(map.radius(from.points[i].distance), angles[i]));
    }
  }

  double thumbnail() const {
    double images = 0;
    double around = 0;  // sum of their radii: the mean one is the circle they share
    for (const Point& point : details.points) {
      if (!point.is_image) continue;
      ++images;
      around += map.radius(point.distance) * kRadius;
    }
    const double room = images > 0 ? 2 * kPi * around / (images * images) : 0;
    return std::clamp(0.8 * room, 16.0, 46.0);
  }
};

std::vector<double> ring_distances(const DiskMap& map) {
  const double rim = map.rim_distance();
  const double high = std::isfinite(rim) ? rim * 0.97 : 6 / std::sqrt(*map.curvature);
  constexpr double kApart = 24;  // towards infinity the rings crowd: only those with room are drawn
  std::vector<double> distances;
  double last = 0;
  for (const double distance : ticks(0, high, 5)) {
    const double radius = map.radius(distance) * kRadius;
    if (radius - last < kApart) continue;
    distances.push_back(distance);
    last = radius;
  }
  return distances;
}

std::string rings(const DiskMap& map) {
  std::string out = fmt::format(R"(<circle cx="{0}" cy="{0}" r="{1:.1f}" class="rim"/>)"
                                "\n",
                                kCentre, kRadius);
  const std::vector<double> distances = ring_distances(map);
  const double step = distances.empty() ? 0 : distances.front();
  for (const double distance : distances) {
    const double radius = map.radius(distance) * kRadius;
    out += fmt::format(R"(<circle cx="{0}" cy="{0}" r="{1:.1f}" class="ring"/>)"
                       "\n",
                       kCentre, radius);
    out +=
        text({kCentre, kCentre - radius - 3}, "middle", "tick haloed", tick_label(distance, step));
  }
  return out;
}

// The curve leaves both ends along their radii, like the branches of a circular tree.
std::string edge(const Drawing& drawing, std::size_t parent, std::size_t child) {
  const Point& above = drawing.details.points[parent];
  const Point& below = drawing.details.points[child];
  const double middle =
      (drawing.map.radius(above.distance) + drawing.map.radius(below.distance)) / 2;
  const Position a = drawing.at[parent], b = polar(middle, drawing.angles[parent]);
  const Position c = polar(middle, drawing.angles[child]), d = drawing.at[child];
  return fmt::format(
      "<path d=\"M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}\" class=\"edge {}\" "
      "data-edge=\"{} {}\"/>\n",
      a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y, level_class(above.level), parent, child);
}

std::string node(const Drawing& drawing, std::size_t index, double thumbnail) {
  const Point& point = drawing.details.points[index];
  const Position at = drawing.at[index];
  std::string shape;
  if (!point.is_image) {
    shape = marker(point.level, at, point.level == 0 ? 7 : 5.2);
  } else if (point.png.empty()) {
    shape = image_marker(at, 5);
  } else {
    shape = fmt::format(
        "<image href=\"data:image/png;base64,{4}\" x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" "
        "height=\"{3:.1f}\"/><rect x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" "
        "height=\"{3:.1f}\" rx=\"3\" class=\"frame\"/>",
        at.x - thumbnail / 2, at.y - thumbnail / 2, thumbnail, thumbnail, point.png);
  }
  const std::string style = point.is_image ? "li" : level_class(point.level);
  const std::string title =
      fmt::format("{} — distance {} from [ROOT]", point.label, significant(point.distance));
  return fmt::format("<g class=\"node {}\" data-node=\"{}\"><title>{}</title>{}</g>\n", style,
                     index, escape(title), shape);
}

std::vector<std::size_t> by_importance(const std::vector<Point>& points) {
  std::vector<std::size_t> children(points.size(), 0);
  for (const Point& point : points) {
    for (const std::size_t parent : point.parents) ++children[parent];
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].is_image) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (points[a].level != points[b].level) return points[a].level < points[b].level;
    return children[a] > children[b];
  });
  return order;
}

std::vector<std::size_t> specific_first(const std::vector<Point>& points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return points[a].level > points[b].level; });
  return order;
}

std::string labels(const Drawing& drawing, double font, double thumbnail, std::size_t limit,
                   const std::string& group) {
  LabelPlacer placer({0, 0, kSize, kSize}, font);
  placer.block({kCentre, kCentre}, 9);
  for (const double distance : ring_distances(drawing.map)) {
    const double y = kCentre - drawing.map.radius(distance) * kRadius - 8;
    placer.block({kCentre - 14, y - 8, kCentre + 14, y + 8});
  }
  const std::string root = placer.place({kCentre, kCentre}, 12, "[ROOT]", "rootname haloed");
  for (std::size_t i = 0; i < drawing.at.size(); ++i) {
    placer.block(drawing.at[i], drawing.details.points[i].is_image ? thumbnail / 2 : 4);
  }
  std::string out = root;
  std::size_t placed = 0;
  for (const std::size_t i : by_importance(drawing.details.points)) {
    const Point& point = drawing.details.points[i];
    if (placed == limit) break;
    if (character_count(point.label) > kLongestLabel) continue;
    const std::string style = point.level < 2 ? "haloed general " : "haloed ";
    const std::string label =
        placer.place(drawing.at[i], 9, point.label, style + level_class(point.level));
    placed += label.empty() ? 0 : 1;
    out += label.empty() ? "" : fmt::format("<g data-label=\"{}\">{}</g>", i, label);
  }
  return fmt::format("<g class=\"{}\" font-size=\"{}\">\n{}</g>\n", group, font, out);
}

}  // namespace

std::string disk_drawing(const Details& details, const std::string& label, bool with_labels) {
  const Drawing drawing(details);
  const double thumbnail = drawing.thumbnail();
  std::string body = rings(drawing.map) + "<g class=\"edges\">\n";
  for (std::size_t i = 0; i < details.points.size(); ++i) {
    for (const std::size_t parent : details.points[i].parents) body += edge(drawing, parent, i);
  }
  body += "</g>\n";
  for (const std::size_t i : specific_first(details.points)) body += node(drawing, i, thumbnail);
  body += fmt::format(R"(<path class="root" d="M{0} {1}L{2} {0}L{0} {2}L{1} {0}Z"/>)"
                      "\n",
                      kCentre, kCentre - 9, kCentre + 9);
  if (with_labels) {
    constexpr std::size_t kNarrowLabels = 14;
    body += labels(drawing, kFont, thumbnail, details.points.size(), "wide");
    body += labels(drawing, kNarrowFont, thumbnail, kNarrowLabels, "narrow");
  }
  return svg(kSize, kSize, label, body);
}

}  // namespace meru::report
