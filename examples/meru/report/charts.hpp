#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/run_data.hpp"

namespace meru::report {

struct ChartLine {
  std::string name;   ///< written at the line's end; escaped here
  std::string style;  ///< CSS classes; "dashed" for the baseline
  Series series;
};

struct LineChart {
  std::string label;  ///< for a screen reader
  std::vector<ChartLine> lines;
  double width = 520, height = 300;
  bool smooth = false;     ///< a moving average, the values themselves faint behind it
  bool from_zero = false;  ///< the y axis begins at 0
};

/// Lines over training steps, each named at its end. Empty where no line has a value.
std::string line_chart(const LineChart& chart);

/// One row of histograms: values, name and colour.
struct HistogramRow {
  std::string name, style;
  std::vector<double> values;
};
/// Histograms above one another on a common axis from 0, each with its mean. Empty where there are
/// no values.
std::string histograms(const std::string& label, const std::string& axis,
                       const std::vector<HistogramRow>& rows);

/// A share in percent that a bar shows.
struct Bar {
  std::string name, style;
  std::optional<double> percent;
};
struct BarGroup {
  std::string name;
  std::vector<Bar> bars;
};
/// Horizontal bars from 0 to 100 %, the number at each bar's end.
std::string bars(const std::string& label, const std::vector<BarGroup>& groups);

/// One row of a strip chart: a dot per value and a line at the median.
struct StripRow {
  std::string name;
  std::size_t level;
  std::vector<double> values;
  std::optional<double> median;
};
/// Angles from 0 to 90 degrees.
std::string aperture_strips(const std::string& label, const std::vector<StripRow>& rows);

}  // namespace meru::report
