#include "report/report.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "report/assets.hpp"
#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/sections.hpp"

namespace meru {
namespace {

using report::Subject;

Subject read(const ReportInputs& inputs) {
  Subject subject{report::read_run(inputs.run), std::nullopt};
  if (!inputs.baseline) return subject;
  subject.baseline = report::read_run(*inputs.baseline);
  if (subject.baseline->name == subject.run.name) subject.baseline->name += " (baseline)";
  return subject;
}

std::string navigation(const Subject& subject, const std::string& body) {
  const char* const parts[][2] = {{"embedding", "Embedding"}, {"figures", "Figures"},
                                  {"distances", "Distances"}, {"cones", "Cones"},
                                  {"walks", "Walks"},         {"training", "Training"},
                                  {"measures", "Measures"},   {"reproduce", "Make it again"}};
  std::string links;
  for (const auto& [id, name] : parts) {
    const bool present = body.find(fmt::format("<section id=\"{}\">", id)) != std::string::npos;
    if (present) links += fmt::format("<a href=\"#{}\">{}</a>\n", id, name);
  }
  return fmt::format("<nav aria-label=\"{}\">\n{}</nav>\n",
                     report::escape(subject.run.name + " report"), links);
}

std::string page(const Subject& subject) {
  const std::string body = report::embedding_section(subject) +
                           report::comparison_section(subject) +
                           report::root_distance_section(subject) + report::cone_section(subject) +
                           report::traversal_section(subject) + report::training_section(subject) +
                           report::glossary_section(subject) + report::reproduce_section(subject);
  const std::string title = report::escape(subject.run.name + " on " + subject.run.details.dataset);
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n";
  out += "<title>" + title + "</title>\n<style>\n" + report::kStyle;
  out += report::level_styles(subject.run.details.levels()) + "</style>\n</head>\n<body>\n<main>\n";
  out += report::headline(subject) + navigation(subject, body) + body;
  out += "</main>\n<script>\n" + std::string(report::kHighlight) + "</script>\n</body>\n</html>\n";
  return out;
}

void write_atomically(const std::filesystem::path& out, const std::string& content) {
  namespace fs = std::filesystem;
  fs::path partial = out;
  partial += ".partial";
  std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
  stream << content;
  stream.close();
  if (!stream) {
    std::error_code ignored;
    fs::remove(partial, ignored);
    throw fs::filesystem_error("cannot write the report", out,
                               std::make_error_code(std::errc::io_error));
  }
  fs::rename(partial, out);
}

}  // namespace

void write_report(const ReportInputs& inputs, const std::filesystem::path& out) {
  write_atomically(out, page(read(inputs)));
}

}  // namespace meru
