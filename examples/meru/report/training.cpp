// Curves over training.
#include <fmt/format.h>

#include "report/charts.hpp"
#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

std::vector<ChartLine> of_both(const Subject& subject, const std::string& value) {
  std::vector<ChartLine> lines{{subject.run.name, "c1", subject.run.log.series(value)}};
  if (subject.baseline) {
    lines.push_back({subject.baseline->name, "c2 dashed", subject.baseline->log.series(value)});
  }
  return lines;
}

std::string chart(const std::string& caption, LineChart chart) {
  const std::string drawing = line_chart(chart);
  return drawing.empty() ? "" : figure(drawing, caption);
}

std::string contrastive(const Subject& subject) {
  LineChart lines{"Contrastive loss over training", of_both(subject, "contrastive")};
  lines.smooth = true;
  return chart(
      "<b>Contrastive loss</b>: picture and caption find each other in a batch. Generic "
      "captions fit many pictures, so its floor is well above 0; judge by retrieval.",
      lines);
}

std::string entailment(const Log& log) {
  LineChart lines{"Entailment losses over training",
                  {{"text → image", "c1", log.series("entailment")},
                   {"text → text", "c3 dotted", log.series("text_entailment")},
                   {"untrue text, image", "c2 dashed", log.series("contradiction")}}};
  lines.smooth = true;
  lines.from_zero = true;
  return chart(
      "<b>Entailment loss</b>: how far pictures (and more detailed texts) lie outside the "
      "cones of the texts true of them, and how deep inside those of untrue ones. 0: all where "
      "they belong.",
      lines);
}

std::string curvature(const Log& log) {
  LineChart lines{"Curvature over training", {{"c", "c1", log.series("curvature")}}};
  return chart("<b>Curvature</b>: the space has curvature −c; c is learned.", lines);
}

std::string scale(const Subject& subject) {
  LineChart lines{"Logit scale over training", of_both(subject, "scale")};
  return chart(
      "<b>Logit scale</b>, the inverse of the softmax temperature: the larger, the sharper "
      "the model tells pairs apart.",
      lines);
}

std::string root_distance(const Run& run) {
  LineChart lines{run.name + ": mean distance from [ROOT] by caption level over training", {}};
  for (std::size_t i = 0; i < run.log.root_distance.size(); ++i) {
    const bool of_images = i == run.details.levels();
    lines.lines.push_back({of_images ? "images" : shorten(run.details.level_names[i], 16),
                           of_images ? "li" : level_class(i), run.log.root_distance[i]});
  }
  lines.smooth = true;
  lines.from_zero = true;
  lines.height = 340;
  return chart(
      fmt::format("<b>{}: mean distance from [ROOT]</b> by caption level. The order of the "
                  "hierarchy is the order of the lines.",
                  escape(run.name)),
      lines);
}

}  // namespace

std::string training_section(const Subject& subject) {
  std::string charts = root_distance(subject.run);
  if (subject.baseline) charts += root_distance(*subject.baseline);
  charts += contrastive(subject) + entailment(subject.run.log) + curvature(subject.run.log) +
            scale(subject);
  if (charts.empty()) return "";
  return section("training", "How training went", "<div class=\"pair\">" + charts + "</div>\n");
}

}  // namespace meru::report
