// Histograms of the distance from [ROOT].
#include <fmt/format.h>

#include "report/charts.hpp"
#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

std::string drawing(const Run& run) {
  std::vector<HistogramRow> rows;
  for (std::size_t i = 0; i < run.details.root_distances.size(); ++i) {
    const bool of_images = i == run.details.levels();
    rows.push_back({of_images ? "images" : run.details.level_names[i],
                    of_images ? "li" : level_class(i), run.details.root_distances[i]});
  }
  return histograms(run.name + ": distances from [ROOT] by caption level and of images",
                    "distance from [ROOT]", rows);
}

std::string caption(const Run& run) {
  return fmt::format("<b>{}</b>: {}.", escape(run.name),
                     run.hyperbolic
                         ? "hyperbolic distance from the origin"
                         : "1 − cosine to the mean embedding, which stands in for [ROOT]");
}

}  // namespace

std::string root_distance_section(const Subject& subject) {
  const std::string ours = drawing(subject.run);
  if (ours.empty()) return "";
  std::string html =
      "<p>The same order in numbers: each row shows how far all test captions of one level, and "
      "all "
      "test pictures, lie from [ROOT]. Where the model has learned the hierarchy, each row stands "
      "farther right than the one above it.</p>\n";
  html += "<div class=\"pair\">" + figure(ours, caption(subject.run));
  if (subject.baseline) {
    const std::string theirs = drawing(*subject.baseline);
    if (!theirs.empty()) {
      html += figure(theirs, caption(*subject.baseline) +
                                 " Its units cannot be compared with the "
                                 "other model’s; the order of rows can.");
    }
  }
  return section("distances", "Distance from [ROOT]", html + "</div>\n");
}

}  // namespace meru::report
