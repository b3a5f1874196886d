// What was trained and what it found, in words that follow from the figures.
#include <fmt/format.h>

#include <algorithm>

#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

std::string strong(double share) { return "<b>" + percent(share) + "</b>"; }

std::string range(const std::vector<double>& shares) {
  const auto [low, high] = std::minmax_element(shares.begin(), shares.end());
  if (*low == *high) return strong(*high);
  return "<b>" + fixed(*low, *low == 0 ? 0 : 1) + "</b> to " + strong(*high);
}

// " (CLIP: 75.8 %, behind)"; nothing where the baseline has no such figure.
std::string beside(const Subject& subject, const std::string& path,
                   const std::optional<double>& count) {
  if (!subject.baseline) return "";
  const auto ours = subject.run.metrics.number(path);
  const auto theirs = subject.baseline->metrics.number(path);
  if (!ours || !theirs) return "";
  const Standing standing = compare(*ours, *theirs, count);
  const char* word = standing == Standing::ahead    ? "behind"
                     : standing == Standing::behind ? "ahead"
                                                    : "about equal";
  return fmt::format(" ({}: {}, {})", escape(subject.baseline->name), percent(*theirs), word);
}

std::string training_time(const Run& run) {
  const auto seconds = run.metrics.number("seconds");
  const auto steps = run.metrics.number("steps");
  if (!seconds) return "";
  return " for " + duration(*seconds) + (steps ? fmt::format(" ({:.0f} steps)", *steps) : "");
}

std::string what_was_trained(const Subject& subject) {
  const Run& run = subject.run;
  std::string out = fmt::format("You trained <b>{}</b> on the <b>{}</b> data{}", escape(run.name),
                                escape(run.details.dataset), training_time(run));
  if (subject.baseline) {
    out += fmt::format(", and {} beside it{}", escape(subject.baseline->name),
                       training_time(*subject.baseline));
  }
  out += ". " + escape(run.name);
  out += run.hyperbolic
             ? " places pictures and words in one curved (hyperbolic) space: what is general "
               "should end up near its centre, called [ROOT], and what is specific farther out."
             : " places pictures and words on one sphere, so that those that belong together lie "
               "close together.";
  return out;
}

// The shares of pairs of neighbouring text levels that are in order.
std::vector<double> text_orders(const Run& run) {
  std::vector<double> shares;
  for (const OrderedPair& pair : ordered_pairs(run.details.levels())) {
    const auto share = run.metrics.number(pair.path);
    if (share && !pair.of_images) shares.push_back(*share);
  }
  return shares;
}

std::string verdict(const Run& run) {
  constexpr double kFound = 95;
  constexpr double kPartly = 75;
  const std::vector<double> texts = text_orders(run);
  if (!run.hyperbolic || texts.empty()) return "";
  if (!tells_pictures_apart(run)) return " <b>It cannot tell pictures apart yet.</b>";
  const double least = *std::min_element(texts.begin(), texts.end());
  const double images =
      run.metrics.number(ordered_pairs(run.details.levels()).back().path).value_or(least);
  if (std::min(least, images) >= kFound) return " <b>It did.</b>";
  return std::max(least, images) >= kPartly ? " <b>It did so in part.</b>"
                                            : " <b>It has not done so yet.</b>";
}

std::string finding(const std::string& name, const std::string& sentences) {
  return sentences.empty() ? "" : fmt::format("<li><h2>{}</h2><p>{}</p></li>\n", name, sentences);
}

std::string hierarchy(const Subject& subject) {
  const Run& run = subject.run;
  const std::vector<double> texts = text_orders(run);
  std::string out;
  if (!texts.empty()) {
    out =
        "Of two captions of one picture, a level apart, the more detailed one lies farther from "
        "[ROOT] in " +
        range(texts) + " of pairs. ";
  }
  const std::string path = ordered_pairs(run.details.levels()).back().path;
  if (const auto images = run.metrics.number(path)) {
    out += fmt::format("Pictures lie beyond their own full caption in {} of cases{}.",
                       strong(*images), beside(subject, path, image_count(run, "iid")));
  }
  return out;
}

std::string retrieval(const Subject& subject) {
  const Run& run = subject.run;
  std::string out;
  for (const std::string& split : retrieval_splits(run.metrics)) {
    const std::string path = "retrieval." + split + ".image_to_text.r1";
    const auto count = image_count(run, split);
    if (out.empty()) {
      out = "Shown a picture it has never seen, it picks that picture’s own caption";
      if (count) out += fmt::format(" out of {:.0f}", *count);
      out += " in ";
    } else {
      out += split == "compositional"
                 ? "; where the picture combines what was never seen together in training, in "
                 : fmt::format("; in the {} set, in ", escape(plain(split)));
    }
    out += strong(*run.metrics.number(path)) + " of cases" + beside(subject, path, count);
  }
  return out.empty() ? "" : out + ".";
}

std::string cones(const Run& run) {
  std::vector<double> holds, wrong;
  const std::size_t first = run.details.levels() / 2;
  const std::size_t last = run.details.levels() - 1;
  for (std::size_t level = first; level <= last; ++level) {
    const auto inside = run.metrics.number(fmt::format("cone.true.level{}", level));
    const auto intruding = run.metrics.number(fmt::format("cone.false.level{}", level));
    if (inside) holds.push_back(*inside);
    if (intruding) wrong.push_back(*intruding);
  }
  if (holds.empty()) return "";
  const std::string levels =
      first == last ? fmt::format("level {}", last) : fmt::format("levels {} to {}", first, last);
  std::string out = fmt::format(
      "Every text owns a cone that should hold what it is true of. At {} "
      "the cones hold {} of the pictures their text is true of",
      levels, range(holds));
  if (!wrong.empty()) out += ", and " + range(wrong) + " of the others";
  return out + ".";
}

std::string walks(const Subject& subject) {
  const auto share = subject.run.metrics.number("traversal.true_percent");
  const auto texts = subject.run.metrics.number("traversal.texts");
  if (!share) return "";
  std::string out = "Walking from a picture to [ROOT]";
  if (texts) out += fmt::format(", {} texts are met on average", fixed(*texts, 1));
  return fmt::format("{}; {} of them are true of the picture{}.", out, strong(*share),
                     beside(subject, "traversal.true_percent", std::nullopt));
}

std::string tile(const Subject& subject, const std::string& name, const std::string& path,
                 const std::optional<double>& chance) {
  const auto value = subject.run.metrics.number(path);
  if (!value) return "";
  const auto other =
      subject.baseline ? subject.baseline->metrics.number(path) : std::optional<double>();
  std::string below;
  if (other) below = escape(subject.baseline->name) + " " + percent(*other);
  if (chance)
    below += (below.empty() ? "chance " : " · chance ") + significant(*chance) + "\u00A0%";
  return fmt::format("<li><span>{}</span><strong>{}<i>%</i></strong><small>{}</small></li>\n", name,
                     fixed(*value, *value == 0 || *value == 100 ? 0 : 1), below);
}

std::string tiles(const Subject& subject) {
  const Run& run = subject.run;
  std::string out;
  const auto splits = retrieval_splits(run.metrics);
  if (!splits.empty()) {
    out += tile(subject, "Right caption found first",
                "retrieval." + splits.front() + ".image_to_text.r1",
                retrieval_chance(run, splits.front(), 1));
  }
  const auto classes = zero_shot_splits(run.metrics);
  if (!classes.empty()) {
    out += tile(subject, "Zero-shot, " + escape(plain(classes.front())) + " classes",
                "zero_shot." + classes.front(), zero_shot_chance(run));
  }
  out += tile(subject, "Pictures beyond their caption",
              ordered_pairs(run.details.levels()).back().path, 50);
  out += tile(subject, "True texts on the way to [ROOT]", "traversal.true_percent", std::nullopt);
  return out.empty() ? "" : "<ul class=\"tiles\">\n" + out + "</ul>\n";
}

}  // namespace

std::string headline(const Subject& subject) {
  const std::string findings =
      finding("The order", hierarchy(subject)) + finding("Retrieval", retrieval(subject)) +
      finding("Cones", cones(subject.run)) + finding("Walks", walks(subject));
  std::string out = fmt::format(
      "<header>\n<p class=\"eyebrow\">Training report</p>\n<h1>{} on {}</h1>\n<p "
      "class=\"lead\">{}{}</p>\n{}",
      escape(subject.run.name), escape(subject.run.details.dataset), what_was_trained(subject),
      verdict(subject.run), tiles(subject));
  if (!findings.empty()) out += "<ul class=\"findings\">\n" + findings + "</ul>\n";
  const std::vector<std::string> notes = cautions(subject);
  if (!notes.empty()) {
    out += "<aside><h2>Read with care</h2><ul>\n";
    for (const std::string& note : notes) out += "<li>" + note + "</li>\n";
    out += "</ul></aside>\n";
  }
  return out + "</header>\n";
}

}  // namespace meru::report
