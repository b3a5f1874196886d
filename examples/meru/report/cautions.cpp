// What a reader should know before believing the figures, as far as the figures show it.
#include <fmt/format.h>

#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

// Half-apertures from which a cone is nearly a half-space.
constexpr double kSaturatedDegrees = 85;

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

std::string saturated_cones(const Run& run) {
  std::string levels;
  for (std::size_t level = run.details.levels() / 2; level < run.details.levels(); ++level) {
    const auto aperture = median_aperture(run, level);
    if (!aperture || *aperture < kSaturatedDegrees) continue;
    append(levels, fmt::format("level {} ({}°)", level, fixed(*aperture, 0)));
  }
  if (levels.empty()) return "";
  return "Cones are open almost to a half-space (90°): median half-aperture at " + levels +
         ". “Inside the cone” then says little more than “on the text’s side of the space”.";
}

std::string unlisted_truths(const Run& run) {
  if (run.metrics.lists_all_truths()) return "";
  std::string note = "The captions of " + escape(run.details.dataset) +
                     " do not list all that is true of a picture, and what is not listed counts as "
                     "untrue here. The share of true texts on the walks is a lower bound";
  if (run.hyperbolic)
    note += ", and some pictures “inside the cone of a text not true of them” are there rightly";
  return note + ".";
}

std::string careless_cones(const Run& run) {
  constexpr double kCareless = 0.25;  // share of wrong pictures beside that of right ones
  std::string levels;
  for (std::size_t level = 0; level < run.details.levels(); ++level) {
    const auto holds = run.metrics.number(fmt::format("cone.true.level{}", level));
    const auto wrong = run.metrics.number(fmt::format("cone.false.level{}", level));
    if (!holds || !wrong || *wrong < 1 || *wrong < kCareless * *holds) continue;
    append(levels, fmt::format("level {} ({} of them, beside {} of the right ones)", level,
                               percent(*wrong), percent(*holds)));
  }
  if (levels.empty()) return "";
  const char* which =
      run.metrics.lists_all_truths() ? "their text is not true of" : "do not list their text";
  return fmt::format("Cones hold many pictures that {}, at {}.", which, levels);
}

std::string chance_retrieval(const Run& run) {
  if (tells_pictures_apart(run)) return "";
  return "Retrieval is no better than chance: the model does not tell pictures apart yet, and an "
         "order of distances alone means little. Train for more steps.";
}

std::string weaker_retrieval(const Run& run, const Run& baseline) {
  std::string list;
  for (const std::string& split : retrieval_splits(run.metrics)) {
    for (const char* way : {"image_to_text", "text_to_image"}) {
      const std::string path = fmt::format("retrieval.{}.{}.r1", split, way);
      const auto ours = run.metrics.number(path);
      const auto theirs = baseline.metrics.number(path);
      if (!ours || !theirs) continue;
      if (compare(*ours, *theirs, image_count(run, split)) != Standing::behind) continue;
      append(list, fmt::format("{}, {} ({} points)", escape(plain(split)), escape(plain(way)),
                               signed_fixed(*ours - *theirs, 1)));
    }
  }
  if (list.empty()) return "";
  return fmt::format("{} retrieves less well than {}: {}.", escape(run.name), escape(baseline.name),
                     list);
}

std::string order_without_curvature(const Run& baseline) {
  constexpr double kInOrder = 90;
  const auto pair = ordered_pairs(baseline.details.levels()).front();
  const auto share = baseline.metrics.number(pair.path);
  if (baseline.hyperbolic || pair.of_images || !share || *share < kInOrder) return "";
  return fmt::format(
      "The most general texts are nearer to the centre in {0} too ({1} in order at "
      "levels 0 and 1). That alone is not the work of hyperbolic space: look at the "
      "finer levels, at the pictures and at the cones.",
      escape(baseline.name), percent(*share));
}

std::string unequal_time(const Run& run, const Run& baseline) {
  constexpr double kFair = 0.1;
  const auto ours = run.metrics.number("seconds");
  const auto theirs = baseline.metrics.number("seconds");
  if (!ours || !theirs || *theirs <= 0) return "";
  const double more = *ours / *theirs - 1;
  if (more <= kFair && more >= -kFair) return "";
  return fmt::format("The two were not trained equally long: {} {}, {} {}.", escape(run.name),
                     duration(*ours), escape(baseline.name), duration(*theirs));
}

}  // namespace

std::vector<std::string> cautions(const Subject& subject) {
  std::vector<std::string> all{chance_retrieval(subject.run), unlisted_truths(subject.run),
                               saturated_cones(subject.run), careless_cones(subject.run)};
  if (subject.baseline) {
    all.push_back(weaker_retrieval(subject.run, *subject.baseline));
    all.push_back(order_without_curvature(*subject.baseline));
    all.push_back(unequal_time(subject.run, *subject.baseline));
  }
  std::vector<std::string> notes;
  for (const std::string& caution : all) {
    if (!caution.empty()) notes.push_back(caution);
  }
  return notes;
}

}  // namespace meru::report
