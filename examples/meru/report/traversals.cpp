// Walks from an image to [ROOT] and the texts met on the way.
#include <fmt/format.h>

#include <algorithm>

#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

constexpr std::size_t kShownOpen = 9;

std::string step_item(const Step& step, double farthest, const char* otherwise) {
  if (!step.level) {
    return "<li class=\"at-root\"><span class=\"verdict\" aria-hidden=\"true\">◆</span>"
           "<span class=\"words\">[ROOT]</span></li>\n";
  }
  const double share = farthest > 0 ? std::clamp(step.distance / farthest, 0.0, 1.0) : 0;
  return fmt::format(
      "<li class=\"{} {}\" style=\"--d:{:.1f}%\"><span class=\"verdict\">{}</span>"
      "<span class=\"words\">{}</span><span class=\"far\" title=\"distance from [ROOT]\">{}</span>"
      "</li>\n",
      step.is_true ? "yes" : "no", level_class(*step.level), 100 * share,
      step.is_true ? "✓ true" : otherwise, escape(step.text), fixed(step.distance, 3));
}

std::string card(const Traversal& traversal, const char* otherwise) {
  double farthest = 0;
  for (const Step& step : traversal.steps) farthest = std::max(farthest, step.distance);
  std::string steps;
  for (const Step& step : traversal.steps) steps += step_item(step, farthest, otherwise);
  return fmt::format(
      "<article class=\"walk\"><header>{}<p>{}</p></header>\n<ol>\n{}</ol></article>\n",
      picture(traversal.png, traversal.caption, 64), escape(traversal.caption), steps);
}

std::string cards(const std::vector<Traversal>& traversals, std::size_t first, std::size_t last,
                  const char* otherwise) {
  std::string out;
  for (std::size_t i = first; i < last; ++i) out += card(traversals[i], otherwise);
  return "<div class=\"walks\">\n" + out + "</div>\n";
}

}  // namespace

std::string traversal_section(const Subject& subject) {
  const std::vector<Traversal>& all = subject.run.details.traversals;
  if (all.empty()) return "";
  const std::size_t open = std::min(kShownOpen, all.size());
  const bool complete = subject.run.metrics.lists_all_truths();
  const char* otherwise = complete ? "✗ false" : "✗ not listed";
  std::string html = fmt::format(
      "<p>Start at a picture and walk straight to [ROOT]; at each step, name the text nearest to "
      "where you are{}. What is met should be true of the picture and grow more general. ✓ marks a "
      "text that is true of it, ✗ one that is not{}; the bar is the text’s distance from "
      "[ROOT].</p>\n",
      subject.run.hyperbolic ? ", among those whose cone holds that place" : "",
      complete ? "" : " listed as such");
  html += cards(all, 0, open, otherwise);
  if (open < all.size()) {
    html += fmt::format("<details><summary>{} more walks</summary>\n{}</details>\n",
                        all.size() - open, cards(all, open, all.size(), otherwise));
  }
  return section("walks", "From a picture to [ROOT]", html);
}

}  // namespace meru::report
