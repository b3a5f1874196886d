// The disk picture of the embedding.
#include <fmt/format.h>

#include "report/disk.hpp"
#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/poincare.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

std::string radius_note(const Details& details) {
  const DiskMap map = DiskMap::fit(details);
  if (!map.curvature) {
    return fmt::format(
        "Distance from the centre is the distance from [ROOT] itself; the rim of "
        "the drawing lies at {}.",
        significant(map.rim_distance()));
  }
  std::string out = fmt::format(
      "Distance from the centre is exact: a point at distance d from [ROOT] is drawn at the radius "
      "tanh(√c·d/2) of the Poincaré disk, curvature −c = −{}.",
      significant(*map.curvature));
  if (map.extent < 1) {
    out += fmt::format(
        " The drawing shows the middle of that disk enlarged {} times: its rim lies "
        "at distance {}, the edge of the whole disk (infinity) {} times as far out.",
        significant(map.enlargement()), significant(map.rim_distance()),
        significant(map.enlargement()));
  }
  return out;
}

std::string baseline_disk(const Run& run, const Run& baseline) {
  if (baseline.details.points.empty()) return "";
  const std::string label = baseline.name + ": texts and images around [ROOT]";
  return fmt::format(
      "<div class=\"pair\">{}{}</div>\n",
      figure(disk_drawing(run.details, run.name + ": the same points without their names", false),
             "<b>" + escape(run.name) + "</b>, the picture above without its words."),
      figure(disk_drawing(baseline.details, label, false),
             fmt::format("<b>{}</b>, drawn the same way. {}", escape(baseline.name),
                         radius_note(baseline.details))));
}

}  // namespace

std::string embedding_section(const Subject& subject) {
  const Details& details = subject.run.details;
  if (details.points.empty()) return "";
  std::string html =
      "<p>Every mark is a text, every thumbnail a picture the model had not seen in training. A "
      "line joins a text to what it is true of; where the order from general to specific was "
      "learned, lines lead outwards.</p>\n";
  html += legend(details);
  const std::string drawing = disk_drawing(
      details, "Texts and images around [ROOT]: general texts in the middle, images outside", true);
  html += figure(
      "<div class=\"disk\">" + drawing + "</div>",
      "<b>Radius.</b> " + radius_note(details) +
          " The rings are labelled with their distance. <b>Angle.</b> Only the order around the "
          "circle means something: pictures stand evenly spaced, side by side where they share "
          "texts and point in similar directions, and a text stands in the middle of the pictures "
          "under it. Angles between points are not those of the model, and the lines’ bends mean "
          "nothing. Point at a mark to read its text and see what it is joined to.");
  if (subject.baseline) html += baseline_disk(subject.run, *subject.baseline);
  return section("embedding", "The embedding", html);
}

}  // namespace meru::report
