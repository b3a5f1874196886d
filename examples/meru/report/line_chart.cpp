#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "report/charts.hpp"
#include "report/html.hpp"
#include "report/spread.hpp"
#include "report/svg.hpp"

namespace meru::report {
namespace {

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  void pad() {
    const double room = high > low ? 0.06 * (high - low) : std::max(0.1 * std::abs(high), 1e-3);
    low -= room;
    high += room;
  }
};

// Means of the finite values of consecutive steps, so that a long log stays a small drawing.
Series thinned(const Series& series) {
  constexpr std::size_t kMostPoints = 400;
  const std::size_t bin = 1 + series.step.size() / kMostPoints;
  Series out;
  for (std::size_t first = 0; first < series.step.size(); first += bin) {
    const std::size_t last = std::min(series.step.size(), first + bin);
    double steps = 0, values = 0, count = 0;
    for (std::size_t i = first; i < last; ++i) {
      if (!std::isfinite(series.value[i])) continue;
      steps += series.step[i];
      values += series.value[i];
      ++count;
    }
    if (count == 0) continue;
    out.step.push_back(steps / count);
    out.value.push_back(values / count);
  }
  return out;
}

// Mean of the neighbours within a window of about 3 % of the run.
Series smoothed(const Series& series) {
  const std::size_t size = series.value.size();
  const std::size_t reach = std::max<std::size_t>(1, size / 70);
  Series out = series;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t first = i > reach ? i - reach : 0;
    const std::size_t last = std::min(size, i + reach + 1);
    double sum = 0;
    for (std::size_t k = first; k < last; ++k) sum += series.value[k];
    out.value[i] = sum / static_cast<double>(last - first);
  }
  return out;
}

std::string draw(const Frame& frame, const Series& series, const std::string& style) {
  std::vector<Position> points;
  for (std::size_t i = 0; i < series.step.size(); ++i) {
    points.push_back(frame.at(series.step[i], series.value[i]));
  }
  return polyline(points, style);
}

std::string end_names(const Frame& frame, const std::vector<ChartLine>& lines) {
  constexpr double kLineHeight = 15;
  std::vector<double> wanted;
  for (const ChartLine& line : lines) wanted.push_back(frame.y(line.series.value.back()));
  const std::vector<double> placed = spread_unordered(wanted, kLineHeight);
  const double lowest = placed.empty() ? 0 : *std::max_element(placed.begin(), placed.end());
  const double lift = std::max(0.0, lowest - (frame.height - frame.bottom));
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += text({frame.width - frame.right + 8, placed[i] - lift + 4}, "start",
                "name " + lines[i].style, lines[i].name);
  }
  return out;
}

}  // namespace

std::string line_chart(const LineChart& chart) {
  std::vector<ChartLine> lines;
  Range x, y;
  if (chart.from_zero) y.take(0);
  for (ChartLine line : chart.lines) {
    line.series = thinned(line.series);
    if (line.series.step.empty()) continue;
    for (const double step : line.series.step) x.take(step);
    for (const double value : line.series.value) y.take(value);
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return "";
  y.pad();
  if (chart.from_zero) y.low = 0;
  const Frame frame(chart.width, chart.height, 50, 136, 12, 42, x.low,
                    x.high > x.low ? x.high : x.low + 1, y.low, y.high);
  std::string body = frame.y_axis(5) + frame.x_axis(5, "training step");
  for (const ChartLine& line : lines) {
    if (chart.smooth) body += draw(frame, line.series, "line raw " + line.style);
  }
  for (const ChartLine& line : lines) {
    body += draw(frame, chart.smooth ? smoothed(line.series) : line.series, "line " + line.style);
  }
  return svg(chart.width, chart.height, chart.label, body + end_names(frame, lines));
}

}  // namespace meru::report
