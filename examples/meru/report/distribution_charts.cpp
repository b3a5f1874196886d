#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/charts.hpp"
#include "report/html.hpp"
#include "report/palette.hpp"
#include "report/svg.hpp"

namespace meru::report {
namespace {

constexpr double kWidth = 520;
constexpr double kNames = 150;  // left margin that holds the names of rows

std::vector<double> finite(const std::vector<double>& values) {
  std::vector<double> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out),
               [](double value) { return std::isfinite(value); });
  return out;
}

std::vector<double> histogram(const std::vector<double>& values, double high, std::size_t bins) {
  std::vector<double> counts(bins, 0);
  for (const double value : values) {
    const double place = std::clamp(value / high, 0.0, 1.0) * static_cast<double>(bins);
    counts[std::min(static_cast<std::size_t>(place), bins - 1)] += 1;
  }
  return counts;
}

std::string histogram_row(const Frame& frame, const HistogramRow& row, double floor, double tall) {
  constexpr std::size_t kBins = 72;
  const double high = frame.x.from_high;
  const std::vector<double> counts = histogram(row.values, high, kBins);
  const double most = *std::max_element(counts.begin(), counts.end());
  std::string path = fmt::format("M{:.1f} {:.1f}", frame.x(0), floor);
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const double y = floor - tall * counts[bin] / most;
    path += fmt::format("L{:.1f} {:.1f}L{:.1f} {:.1f}",
                        frame.x(high * static_cast<double>(bin) / kBins), y,
                        frame.x(high * static_cast<double>(bin + 1) / kBins), y);
  }
  const double mean = std::accumulate(row.values.begin(), row.values.end(), 0.0) /
                      static_cast<double>(row.values.size());
  std::string out = line({frame.left, floor}, {frame.width - frame.right, floor}, "grid");
  out += fmt::format("<path d=\"{}L{:.1f} {:.1f}Z\" class=\"area {}\"/>\n", path, frame.x(high),
                     floor, row.style);
  out += line({frame.x(mean), floor + 3}, {frame.x(mean), floor - tall - 4}, "mean " + row.style);
  out += text({frame.left - 10, floor - 4}, "end", "name " + row.style, shorten(row.name, 19));
  return out + text({frame.width - frame.right + 8, floor - 4}, "start", "tick", fixed(mean, 3));
}

}  // namespace

std::string histograms(const std::string& label, const std::string& axis,
                       const std::vector<HistogramRow>& rows) {
  constexpr double kRow = 46;
  constexpr double kTall = 34;
  std::vector<HistogramRow> shown;
  double high = 0;
  for (HistogramRow row : rows) {
    row.values = finite(row.values);
    if (row.values.empty()) continue;
    high = std::max(high, *std::max_element(row.values.begin(), row.values.end()));
    shown.push_back(std::move(row));
  }
  if (shown.empty()) return "";
  const double height = 14 + kRow * static_cast<double>(shown.size()) + 42;
  const Frame frame(kWidth, height, kNames, 52, 14, 42, 0, high > 0 ? high * 1.04 : 1, 0, 1);
  std::string body;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    body += histogram_row(frame, shown[i], 14 + kRow * static_cast<double>(i + 1) - 6, kTall);
  }
  body += text({kWidth - 44, 10}, "start", "tick", "mean");
  return svg(kWidth, height, label, body + frame.x_axis(5, axis));
}

std::string bars(const std::string& label, const std::vector<BarGroup>& groups) {
  constexpr double kBar = 17;
  constexpr double kBetween = 12;
  double height = 10;
  for (const BarGroup& group : groups) {
    height += kBar * static_cast<double>(group.bars.size()) + kBetween;
  }
  const Frame frame(kWidth, height + 36, kNames, 92, 10, 36, 0, 100, 0, 1);
  std::string body;
  double y = 10;
  for (const BarGroup& group : groups) {
    const double middle = y + kBar * static_cast<double>(group.bars.size()) / 2;
    body += text({kNames - 10, middle + 4}, "end", "name", shorten(group.name, 19));
    for (const Bar& bar : group.bars) {
      const double end = frame.x(std::clamp(bar.percent.value_or(0), 0.0, 100.0));
      body += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" "
          "class=\"bar {}\"/>\n",
          frame.left, y + 1.5, end - frame.left, kBar - 3, bar.style);
      body += text({end + 6, y + kBar - 4}, "start", "tick",
                   bar.percent ? percent(*bar.percent) + " " + bar.name : "not measured");
      y += kBar;
    }
    y += kBetween;
  }
  return svg(kWidth, height + 36, label, body + frame.x_axis(4, "per cent of pairs"));
}

std::string aperture_strips(const std::string& label, const std::vector<StripRow>& rows) {
  constexpr double kRow = 40;
  const double height = 12 + kRow * static_cast<double>(rows.size()) + 42;
  const Frame frame(kWidth, height, kNames, 52, 12, 42, 0, 90, 0, 1);
  std::string body = text({kWidth - 44, 10}, "start", "tick", "median");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const StripRow& row = rows[i];
    const double y = 12 + kRow * (static_cast<double>(i) + 0.5);
    const std::string style = level_class(row.level);
    body += line({frame.left, y}, {frame.width - frame.right, y}, "grid");
    for (const double value : finite(row.values)) {
      body += fmt::format("<g class=\"dot {}\">{}</g>\n", style,
                          marker(row.level, {frame.x(std::clamp(value, 0.0, 90.0)), y}, 4.2));
    }
    body += text({frame.left - 10, y + 4}, "end", "name " + style, shorten(row.name, 19));
    if (!row.median) continue;
    body += line({frame.x(*row.median), y - 13}, {frame.x(*row.median), y + 13}, "mean " + style);
    body +=
        text({frame.width - frame.right + 8, y + 4}, "start", "tick", fixed(*row.median, 1) + "°");
  }
  return svg(kWidth, height, label, body + frame.x_axis(6, "half-aperture, degrees"));
}

}  // namespace meru::report
