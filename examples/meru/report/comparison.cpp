// The table of all figures, the run beside its baseline.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/sections.hpp"

namespace meru::report {
namespace {

enum class Better { higher, lower, neither };

struct Row {
  std::string name = {};  // HTML
  std::string path = {};
  Better better = Better::higher;
  std::optional<double> chance = {};
  std::optional<double> count = {};
  int digits = 1;
  bool percent = true;
};

struct Group {
  std::string title;  // HTML
  std::vector<Row> rows;
};

Group retrieval_group(const Run& run, const std::string& split) {
  Group group{
      fmt::format("Retrieval, {} <small>% of queries answered right</small>", escape(plain(split))),
      {}};
  const auto count = image_count(run, split);
  for (const char* way : {"image_to_text", "text_to_image"}) {
    const std::string arrow = way == std::string("image_to_text") ? "image → text" : "text → image";
    for (const int k : {1, 5, 10}) {
      group.rows.push_back({fmt::format("{}, among the first {}", arrow, k),
                            fmt::format("retrieval.{}.{}.r{}", split, way, k), Better::higher,
                            retrieval_chance(run, split, k), count});
    }
  }
  return group;
}

Group zero_shot_group(const Run& run) {
  Group group{"Zero-shot classification <small>% right, from prompts alone</small>", {}};
  for (const std::string& split : zero_shot_splits(run.metrics)) {
    const bool of_classes = split == "held_out" || split == "seen";
    group.rows.push_back({escape(plain(split)) + (of_classes ? " classes" : " pictures"),
                          "zero_shot." + split, Better::higher, zero_shot_chance(run),
                          std::nullopt});
  }
  return group;
}

Group ordering_group(const Run& run) {
  Group group{"Order of distances from [ROOT] <small>% of pairs in order</small>", {}};
  for (const OrderedPair& pair : ordered_pairs(run.details.levels())) {
    group.rows.push_back({escape(pair.name), pair.path, Better::higher, 50, std::nullopt});
  }
  return group;
}

Group level_group(const Run& run, const std::string& title, const std::string& path,
                  const Row& kind) {
  Group group{title, {}};
  for (std::size_t level = 0; level < run.details.levels(); ++level) {
    Row row = kind;
    row.name = level_label(level, run.details.level_names[level]);
    row.path = fmt::format("{}.level{}", path, level);
    group.rows.push_back(row);
  }
  return group;
}

std::vector<Group> cone_groups(const Run& run) {
  Row lower;
  lower.better = Better::lower;
  Row angle;
  angle.better = Better::neither;
  angle.percent = false;
  return {
      level_group(run, "Pictures inside the cone of a text true of them <small>% of pairs</small>",
                  "cone.true", Row{}),
      level_group(run,
                  "Pictures inside the cone of a text <em>not</em> true of them <small>% of pairs, "
                  "lower is better</small>",
                  "cone.false", lower),
      level_group(run, "Median half-aperture of the cones <small>degrees</small>", "aperture",
                  angle)};
}

Group traversal_group() {
  Row texts;
  texts.better = Better::neither;
  texts.percent = false;
  texts.name = "texts met on the way";
  texts.path = "traversal.texts";
  return {"Walk from a picture to [ROOT]",
          {texts,
           {"% of them true of the picture", "traversal.true_percent"},
           {"% of steps that come nearer to [ROOT]", "traversal.monotone_percent"}}};
}

Group training_group() {
  Group group{"Training", {}};
  const auto add = [&](const std::string& name, const std::string& path, int digits) {
    Row row{name, path, Better::neither};
    row.percent = false;
    row.digits = digits;
    group.rows.push_back(row);
  };
  add("seconds", "seconds", 1);
  add("steps", "steps", 0);
  add("seed", "seed", 0);
  add("curvature c at the end", "curvature", 3);
  add("logit scale at the end", "scale", 1);
  return group;
}

std::vector<Group> groups(const Subject& subject, bool with_cones) {
  const Run& run = subject.run;
  std::vector<Group> all;
  for (const std::string& split : retrieval_splits(run.metrics)) {
    all.push_back(retrieval_group(run, split));
  }
  all.push_back(zero_shot_group(run));
  all.push_back(ordering_group(run));
  if (with_cones) {
    for (const Group& group : cone_groups(run)) all.push_back(group);
  }
  all.push_back(traversal_group());
  all.push_back(training_group());
  return all;
}

std::string value_cell(const std::optional<double>& value, const Row& row) {
  if (!value) return R"(<td class="num none">–</td>)";
  const bool bar = row.percent && row.better == Better::higher;
  const std::string style =
      bar ? fmt::format(" style=\"--v:{:.1f}%\"", std::clamp(*value, 0.0, 100.0)) : "";
  return fmt::format("<td class=\"num{}\"{}>{}</td>", bar ? " bar" : "", style,
                     fixed(*value, row.digits));
}

std::string difference_cell(const std::optional<double>& ours, const std::optional<double>& theirs,
                            const Row& row) {
  if (!ours || !theirs || row.better == Better::neither) return "<td class=\"num none\"></td>";
  const bool higher = row.better == Better::higher;
  const Standing standing = compare(*ours, *theirs, row.count, higher);
  const char* style = standing == Standing::ahead    ? "ahead"
                      : standing == Standing::behind ? "behind"
                                                     : "level";
  const char* mark = standing == Standing::ahead    ? "better"
                     : standing == Standing::behind ? "worse"
                                                    : "≈ equal";
  return fmt::format("<td class=\"num {}\">{} <span>{}</span></td>", style,
                     signed_fixed(*ours - *theirs, row.digits), mark);
}

std::string table_row(const Subject& subject, const Row& row) {
  const auto ours = subject.run.metrics.number(row.path);
  const auto theirs =
      subject.baseline ? subject.baseline->metrics.number(row.path) : std::optional<double>();
  if (!ours && !theirs) return "";
  std::string out = fmt::format("<tr><th scope=\"row\">{}</th>{}", row.name, value_cell(ours, row));
  if (subject.baseline) {
    out += value_cell(theirs, row) + difference_cell(ours, theirs, row);
  }
  const bool small = row.chance && *row.chance < 1;
  out += fmt::format("<td class=\"num chance\">{}</td></tr>\n",
                     row.chance ? fixed(*row.chance, small ? 2 : 1) : "");
  return out;
}

bool has_cones(const Run& run) {
  return !run.metrics.keys("cone").empty() || !run.metrics.keys("aperture").empty();
}

// A row per level: the columns are the three measures, all of one model.
std::string cone_table(const Run& run) {
  std::string rows;
  for (std::size_t level = 0; level < run.details.levels(); ++level) {
    rows += "<tr><th scope=\"row\">" + level_label(level, run.details.level_names[level]) + "</th>";
    for (const Group& group : cone_groups(run)) {
      const Row& row = group.rows[level];
      rows += value_cell(run.metrics.number(row.path), row);
    }
    rows += "</tr>\n";
  }
  return fmt::format(
      "<h3>Cones of {}</h3>\n<div class=\"scroll\"><table class=\"small\" "
      "style=\"--columns:3\"><thead><tr><th "
      "scope=\"col\">texts of</th><th scope=\"col\">true inside, %</th><th scope=\"col\">false "
      "inside, %</th><th scope=\"col\">half-aperture, "
      "°</th></tr></thead>\n<tbody>{}</tbody></table>"
      "</div>\n<p class=\"note\">Of all pairs of a test text and a test picture: the share inside "
      "the text’s cone where the text is true of the picture (should be 100), and where it is not "
      "(should be 0). Half-aperture: median.</p>\n",
      escape(run.name), rows);
}

std::string header(const Subject& subject) {
  std::string cells = fmt::format("<th scope=\"col\">measure</th><th scope=\"col\">{}</th>",
                                  escape(subject.run.name));
  if (subject.baseline) {
    cells += fmt::format("<th scope=\"col\">{}</th><th scope=\"col\">difference</th>",
                         escape(subject.baseline->name));
  }
  return "<thead><tr>" + cells + "<th scope=\"col\">chance</th></tr></thead>\n";
}

}  // namespace

std::string comparison_section(const Subject& subject) {
  const Run& run = subject.run;
  const bool both_cones = subject.baseline && has_cones(*subject.baseline);
  std::string body;
  for (const Group& group : groups(subject, both_cones)) {
    std::string rows;
    for (const Row& row : group.rows) rows += table_row(subject, row);
    if (rows.empty()) continue;
    body += fmt::format(
        "<tbody><tr class=\"group\"><th colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>\n{}"
        "</tbody>\n",
        subject.baseline ? 5 : 3, group.title, rows);
  }
  if (body.empty()) return "";
  std::string html = fmt::format("<div class=\"scroll\"><table style=\"--columns:{}\">",
                                 subject.baseline ? 4 : 2) +
                     header(subject) + body + "</table></div>\n";
  if (subject.baseline) {
    html +=
        "<p class=\"note\">“≈ equal”: the difference is smaller than two standard errors of "
        "sampling (where the number of items is not known: smaller than 2 points). These are "
        "single runs: another seed would move the figures too.</p>\n";
  }
  if (!both_cones && has_cones(run)) html += cone_table(run);
  const std::string title =
      subject.baseline ? run.name + " beside " + subject.baseline->name : "All figures";
  return section("figures", title, html);
}

}  // namespace meru::report
