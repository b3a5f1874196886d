// Exact drawings of entailment cones.
//
// The root, a text and one image lie on one totally geodesic plane, so the triangle they form can
// be drawn in the Poincaré disk without any distortion of its angles. Laying all these planes on
// one another, with the text on the positive x axis, keeps for every image its true distance from
// the root, its true angle to the text, and whether it is inside the cone; only the side of the
// axis is free, and it is used to part the images the text is true of from the others.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "report/hierarchy.hpp"
#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/poincare.hpp"
#include "report/sections.hpp"
#include "report/svg.hpp"

namespace meru::report {
namespace {

constexpr double kSize = 300;
constexpr double kRadius = kSize / 2 - 6;
constexpr double kDegree = 3.14159265358979323846 / 180;

Position in_drawing(Position unit) {
  return {kSize / 2 + kRadius * unit.x, kSize / 2 - kRadius * unit.y};
}

struct Tally {
  int inside = 0, all = 0;
  std::string words() const { return fmt::format("{} of {}", inside, all); }
};

struct Picture {
  std::string body;
  Tally of_true, of_other;
};

std::string cross(Position at, double size) {
  return fmt::format("<path d=\"M{:.1f} {:.1f}l{:.1f} {:.1f}m0 {:.1f}l{:.1f} {:.1f}\"/>",
                     at.x - size, at.y - size, 2 * size, 2 * size, -2 * size, -2 * size, 2 * size);
}

void add_image(const Point& text, const Point& image, bool is_true, double half_angle,
               const DiskMap& map, Picture& picture) {
  const double angle = std::acos(cosine(text.tangent, image.tangent));
  const double radius = map.radius(image.distance);
  const double side = is_true ? 1 : -1;
  const Position at = in_drawing({radius * std::cos(angle), side * radius * std::sin(angle)});
  const bool inside = exterior_angle(map, text.distance, image.distance, angle) <= half_angle;
  Tally& tally = is_true ? picture.of_true : picture.of_other;
  tally.inside += inside ? 1 : 0;
  ++tally.all;
  picture.body += fmt::format(
      "<g class=\"{} {}\"><title>{}</title>{}</g>\n", is_true ? "true" : "other",
      inside ? "in" : "out", escape(image.label), is_true ? image_marker(at, 4.6) : cross(at, 3.4));
}

std::string outline(const DiskMap& map, const Point& text, double half_angle) {
  std::string path;
  for (const Position& unit : cone_outline(map, text.distance, half_angle)) {
    const Position at = in_drawing(unit);
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", at.x, at.y);
  }
  return fmt::format("<path d=\"{}Z\" class=\"cone {}\"/>\n", path, level_class(text.level));
}

std::string draw(const Details& details, const Hierarchy& hierarchy, std::size_t index) {
  const Point& text_point = details.points[index];
  const DiskMap map = DiskMap::fit(details);
  // The cone that training asks for: eta times the aperture.
  const double half_angle =
      std::clamp(*text_point.aperture_degrees * details.eta.value_or(1) * kDegree, 0.1 * kDegree,
                 90 * kDegree);
  const Position root = in_drawing({0, 0});
  Picture picture;
  picture.body = fmt::format(R"(<circle cx="{0}" cy="{0}" r="{1}" class="rim"/>)"
                             "\n",
                             kSize / 2, kRadius) +
                 outline(map, text_point, half_angle) +
                 line({kSize / 2 - kRadius, root.y}, {kSize / 2 + kRadius, root.y}, "axis split");
  for (std::size_t i = 0; i < details.points.size(); ++i) {
    if (!details.points[i].is_image) continue;
    add_image(text_point, details.points[i], hierarchy.is_above(index, i), half_angle, map,
              picture);
  }
  const Position at = in_drawing({map.radius(text_point.distance), 0});
  picture.body += fmt::format("<g class=\"node {}\">{}</g>\n", level_class(text_point.level),
                              marker(text_point.level, at, 6.5));
  picture.body += fmt::format(R"(<path class="root" d="M{0} {1}l6 6l-6 6l-6 -6Z"/>)"
                              "\n",
                              root.x, root.y - 6);
  const std::string name = fmt::format("Cone of “{}”", text_point.label);
  return figure(
      svg(kSize, kSize, name, picture.body),
      fmt::format("<b>“{}”</b><br>{}<br>Half-aperture {}°. Inside: {} it is true of{}.",
                  escape(text_point.label),
                  level_label(text_point.level, details.level_names[text_point.level]),
                  fixed(*text_point.aperture_degrees, 0), picture.of_true.words(),
                  picture.of_other.all > 0 ? ", " + picture.of_other.words() + " others" : ""));
}

// The text of a level that is true of the most images shown.
std::optional<std::size_t> richest(const Details& details, const Hierarchy& hierarchy,
                                   std::size_t level) {
  std::optional<std::size_t> best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < details.points.size(); ++i) {
    const Point& point = details.points[i];
    if (point.is_image || point.level != level || !point.aperture_degrees) continue;
    std::size_t images = 0;
    for (std::size_t k = 0; k < details.points.size(); ++k) {
      images += details.points[k].is_image && hierarchy.is_above(i, k) ? 1 : 0;
    }
    if (images > most) {
      most = images;
      best = i;
    }
  }
  return best;
}

}  // namespace

std::string cone_gallery(const Details& details) {
  if (!details.curvature) return "";
  const Hierarchy hierarchy(details.points);
  std::string out;
  for (std::size_t level = 0; level < details.levels(); ++level) {
    if (const auto index = richest(details, hierarchy, level)) {
      out += draw(details, hierarchy, *index);
    }
  }
  return out.empty() ? "" : "<div class=\"gallery\">\n" + out + "</div>\n";
}

}  // namespace meru::report
