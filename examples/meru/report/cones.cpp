// Apertures, shares inside the cones, and the cones drawn.
#include <fmt/format.h>

#include "report/charts.hpp"
#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

std::string apertures(const Run& run) {
  std::vector<StripRow> rows;
  for (std::size_t level = 0; level < run.details.levels(); ++level) {
    StripRow row{run.details.level_names[level], level, {}, median_aperture(run, level)};
    for (const Point& point : run.details.points) {
      if (point.is_image || point.level != level || !point.aperture_degrees) continue;
      row.values.push_back(*point.aperture_degrees);
    }
    if (row.median) rows.push_back(row);
  }
  if (rows.empty()) return "";
  return figure(aperture_strips("Half-aperture of the cones by caption level", rows),
                "<b>How wide the cones are.</b> Half-aperture of every text in the picture above, "
                "with the median of all test texts. At 90° a cone is a half-space; a text that "
                "says more should have a narrower one.");
}

std::string shares(const Run& run) {
  std::vector<BarGroup> groups;
  for (std::size_t level = 0; level < run.details.levels(); ++level) {
    const auto holds = run.metrics.number(fmt::format("cone.true.level{}", level));
    const auto wrong = run.metrics.number(fmt::format("cone.false.level{}", level));
    if (!holds && !wrong) continue;
    BarGroup group{run.details.level_names[level], {}};
    if (holds) group.bars.push_back({"true", "holds", holds});
    if (wrong) group.bars.push_back({"false", "wrong", wrong});
    groups.push_back(group);
  }
  if (groups.empty()) return "";
  return figure(bars("Share of pairs inside the cone by caption level", groups),
                "<b>What they hold.</b> Share of pictures inside the cone of a text that is true "
                "of them (filled) and of a text that is not (outlined). Good cones hold all of the "
                "first and none of the second.");
}

}  // namespace

std::string cone_section(const Subject& subject) {
  const std::string charts = apertures(subject.run) + shares(subject.run);
  const std::string gallery = cone_gallery(subject.run.details);
  if (charts.empty() && gallery.empty()) return "";
  std::string html =
      "<p>Every text owns a cone that opens away from [ROOT]. Training pushes a picture into the "
      "cones of the texts that are true of it: that is how the model says “this picture is an "
      "example of that text”.</p>\n";
  if (!charts.empty()) html += "<div class=\"pair\">" + charts + "</div>\n";
  if (!gallery.empty()) {
    html +=
        "<h3>Some cones, drawn exactly</h3>\n<p>[ROOT] in the middle, the text to its right, its "
        "cone shaded. Every picture stands at its true distance from [ROOT] and at its true angle "
        "to the text, so whether it is inside the cone is exact. Above the axis: pictures the text "
        "is true of (discs). Below: the others (crosses). The texts are those true of the most "
        "pictures shown.</p>\n" +
        gallery;
  }
  return section("cones", "Entailment cones", html);
}

}  // namespace meru::report
