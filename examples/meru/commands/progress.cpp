#include "commands/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "data/files.hpp"

namespace meru {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

std::string cell(const std::optional<double>& value) {
  return value ? fmt::format("{:6.3f}", *value) : "     -";
}

void drop_lines_from(const std::filesystem::path& path, std::int64_t step) {
  std::ifstream stream(path);
  std::string kept;
  for (std::string line; std::getline(stream, line);) {
    const auto entry = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (entry.is_object() && entry.value("step", step) < step) kept += line + "\n";
  }
  write_file_atomically(path, kept);
}

}  // namespace

Progress::Progress(std::filesystem::path log, std::size_t levels, const Trainer& trainer)
    : path_(std::move(log)),
      levels_(levels),
      terminal_(::isatty(STDOUT_FILENO) == 1),
      first_step_(trainer.done()),
      first_seconds_(trainer.seconds()) {
  if (std::filesystem::exists(path_)) drop_lines_from(path_, trainer.done());
  log_.open(path_, std::ios::app);
  if (!log_) throw std::runtime_error("cannot write " + path_.string());
  fmt::print("{:>11}  {:>6} {:>6} {:>6} {:>6}  {:>6} {:>6}", "step", "loss", "contr.", "entail",
             "texts", "curv.", "scale");
  fmt::print("  mean root distance of caption levels 0..{} and images\n", levels_ - 1);
}

void Progress::add(const StepLog& step, const Trainer& trainer) {
  Json distances = Json::array();
  for (const auto& distance : step.root_distance) distances.push_back(or_null(distance));
  const auto& hits = trainer.clamp_hits();
  const Json line{{"step", step.step},
                  {"seconds", trainer.seconds()},
                  {"loss", step.loss},
                  {"contrastive", step.contrastive},
                  {"entailment", or_null(step.entailment)},
                  {"text_entailment", or_null(step.text_entailment)},
                  {"contradiction", or_null(step.contradiction)},
                  {"curvature", or_null(step.curvature)},
                  {"scale", step.scale},
                  {"learning_rate", step.learning_rate},
                  {"gradient_norm", step.gradient_norm},
                  {"root_distance", distances},
                  {"curvature_clamped", hits.curvature},
                  {"alpha_clamped", hits.alpha},
                  {"scale_clamped", hits.scale}};
  log_ << line.dump() << '\n' << std::flush;
  if (!log_) throw std::runtime_error("cannot write " + path_.string());
  show(step, trainer);
}

void Progress::show(const StepLog& step, const Trainer& trainer) {
  const auto now = std::chrono::steady_clock::now();
  const bool last = trainer.done() == trainer.options().steps;
  const auto pause = std::chrono::milliseconds(terminal_ ? 200 : 5000);
  if (step.step != first_step_ && !last && now - last_shown_ < pause) return;
  last_shown_ = now;
  const auto steps = trainer.options().steps;
  const double per_step =
      (trainer.seconds() - first_seconds_) / static_cast<double>(trainer.done() - first_step_);
  fmt::print("{}{:5}/{:5}  {:6.3f} {:6.3f} {} {}  {} {:6.2f}  ", terminal_ ? "\r" : "",
             trainer.done(), steps, step.loss, step.contrastive, cell(step.entailment),
             cell(step.text_entailment), cell(step.curvature), step.scale);
  for (const auto& distance : step.root_distance) fmt::print("{} ", cell(distance));
  fmt::print(" {:5.1f} steps/s, {:3.0f} s left{}", 1 / per_step,
             per_step * static_cast<double>(steps - trainer.done()), terminal_ ? "  " : "\n");
  std::fflush(stdout);
}

void Progress::finish(const Trainer& trainer) {
  const auto& hits = trainer.clamp_hits();
  fmt::print("{}trained {} steps in {:.1f} s; bounds met: curvature {}, alpha {}, scale {} times\n",
             terminal_ ? "\n" : "", trainer.done(), trainer.seconds(), hits.curvature, hits.alpha,
             hits.scale);
}

}  // namespace meru
