#pragma once

#include <string>
#include <vector>

namespace meru::report {

struct Position {
  double x = 0, y = 0;
};

/// Maps [from_low, from_high] linearly to [to_low, to_high].
struct Scale {
  double from_low = 0, from_high = 1, to_low = 0, to_high = 1;
  double operator()(double value) const;
};

/// Round numbers (1, 2 or 5 times a power of ten apart) inside [low, high], about `count` of them.
std::vector<double> ticks(double low, double high, int count);
/// A tick's number with no more digits than the distance between two ticks asks for.
std::string tick_label(double value, double distance);

/// <svg> that fills its column's width; `label` (escaped here) is what a screen reader says.
std::string svg(double width, double height, const std::string& label, const std::string& body);
std::string line(Position from, Position to, const std::string& style_class);
/// Open polyline through the points.
std::string polyline(const std::vector<Position>& points, const std::string& style_class);
/// `anchor` is start, middle or end; `content` is escaped here.
std::string text(Position at, const std::string& anchor, const std::string& style_class,
                 const std::string& content);
/// The mark of a caption level: each of the first six levels has its own shape as well as colour.
std::string marker(std::size_t level, Position at, double radius);
/// The mark of an image.
std::string image_marker(Position at, double radius);

/// The rectangle of a chart inside its drawing, with the two scales.
struct Frame {
  double width, height;
  double left, right, top, bottom;  ///< margins
  Scale x, y;

  Frame(double width, double height, double left, double right, double top, double bottom,
        double x_low, double x_high, double y_low, double y_high);
  Position at(double x_value, double y_value) const { return {x(x_value), y(y_value)}; }
  /// Horizontal grid lines with their numbers.
  std::string y_axis(int count) const;
  /// Ticks and numbers below, with a name at the right end.
  std::string x_axis(int count, const std::string& name) const;
};

}  // namespace meru::report
