#include <string>

#include "report/run_data.hpp"

namespace meru::report {
namespace {

void forget_from(Series& series, double step) {
  while (!series.step.empty() && series.step.back() >= step) {
    series.step.pop_back();
    series.value.pop_back();
  }
}

void append(Series& series, double step, double value) {
  series.step.push_back(step);
  series.value.push_back(value);
}

void read_log_line(const Field& row, std::size_t levels, Log& log) {
  const double step = row.at("step").number();
  if (step <= log.last_step) {
    for (auto& [name, series] : log.values) forget_from(series, step);
    for (Series& series : log.root_distance) forget_from(series, step);
  }
  log.last_step = step;
  for (const std::string& key : row.keys()) {
    const auto field = row.find(key);
    if (key == "step" || key == "root_distance" || !field) continue;
    append(log.values[key], step, field->number());
  }
  const auto distances = row.find("root_distance");
  if (!distances) return;
  const std::vector<double> values = distances->numbers();
  if (values.empty()) return;
  if (values.size() != levels + 1) {
    distances->fail(std::to_string(levels + 1) + " numbers (one per caption level, then images)");
  }
  for (std::size_t i = 0; i < values.size(); ++i) append(log.root_distance[i], step, values[i]);
}

}  // namespace

const Series& Log::series(const std::string& name) const {
  static const Series none;
  const auto found = values.find(name);
  return found == values.end() ? none : found->second;
}

Log read_log(const std::filesystem::path& file, std::size_t levels) {
  std::ifstream stream = open_input(file, "a file of JSON lines");
  Log log;
  log.root_distance.resize(levels + 1);
  log.last_step = -1;
  std::string line;
  for (int number = 1; std::getline(stream, line) && !stream.eof(); ++number) {
    if (line.empty()) continue;
    read_log_line(Field::parse(file, "line " + std::to_string(number), line), levels, log);
  }
  return log;
}

}  // namespace meru::report
