#include "report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/html.hpp"

namespace meru::report {
namespace {

constexpr double kPi = 3.14159265358979323846;

std::string polygon(Position at, double radius, int corners, double first_angle) {
  std::string points;
  for (int i = 0; i < corners; ++i) {
    const double angle = first_angle + 2 * kPi * i / corners;
    points += fmt::format("{:.1f},{:.1f} ", at.x + radius * std::cos(angle),
                          at.y + radius * std::sin(angle));
  }
  return fmt::format(R"(<polygon points="{}"/>)", points);
}

std::string circle(Position at, double radius) {
  return fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>)", at.x, at.y, radius);
}

}  // namespace

double Scale::operator()(double value) const {
  return to_low + (value - from_low) / (from_high - from_low) * (to_high - to_low);
}

std::vector<double> ticks(double low, double high, int count) {
  std::vector<double> values;
  if (!(high > low)) return {low};
  const double rough = (high - low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double lead = rough / power;
  const double distance = power * (lead <= 1.5 ? 1 : lead <= 3.5 ? 2 : lead <= 7.5 ? 5 : 10);
  const double slack = distance * 1e-9;
  for (double k = std::ceil((low - slack) / distance); k * distance <= high + slack; ++k) {
    values.push_back(k * distance);
  }
  return values;
}

std::string tick_label(double value, double distance) {
  const double digits = distance > 0 ? -std::floor(std::log10(distance) + 1e-9) : 0;
  return fixed(value, static_cast<int>(std::clamp(digits, 0.0, 9.0)));
}

std::string svg(double width, double height, const std::string& label, const std::string& body) {
  const std::string name = escape(label);
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
      "aria-label=\"{}\">\n{}</svg>",
      width, height, name, body);
}

std::string line(Position from, Position to, const std::string& style_class) {
  return fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>)"
                     "\n",
                     from.x, from.y, to.x, to.y, style_class);
}

std::string polyline(const std::vector<Position>& points, const std::string& style_class) {
  std::string path;
  for (const Position& point : points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", point.x, point.y);
  }
  return fmt::format("<path d=\"{}\" class=\"{}\"/>\n", path, style_class);
}

std::string text(Position at, const std::string& anchor, const std::string& style_class,
                 const std::string& content) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n",
                     at.x, at.y, anchor, style_class, escape(content));
}

std::string marker(std::size_t level, Position at, double radius) {
  switch (level % 6) {
    case 0:
      return circle(at, radius);
    case 1:
      return polygon(at, radius * 1.25, 4, kPi / 4);
    case 2:
      return polygon(at, radius * 1.3, 4, 0);
    case 3:
      return polygon(at, radius * 1.35, 3, -kPi / 2);
    case 4:
      return polygon(at, radius * 1.35, 3, kPi / 2);
    default:
      return polygon(at, radius * 1.2, 6, 0);
  }
}

std::string image_marker(Position at, double radius) { return circle(at, radius); }

Frame::Frame(double width_in, double height_in, double left_in, double right_in, double top_in,
             double bottom_in, double x_low, double x_high, double y_low, double y_high)
    : width(width_in),
      height(height_in),
      left(left_in),
      right(right_in),
      top(top_in),
      bottom(bottom_in),
      x{x_low, x_high, left_in, width_in - right_in},
      y{y_low, y_high, height_in - bottom_in, top_in} {}

std::string Frame::y_axis(int count) const {
  std::string out;
  const std::vector<double> values = ticks(y.from_low, y.from_high, count);
  const double distance = values.size() > 1 ? values[1] - values[0] : 0;
  for (const double value : values) {
    out += line({left, y(value)}, {width - right, y(value)}, "grid");
    out += text({left - 8, y(value) + 4}, "end", "tick", tick_label(value, distance));
  }
  return out;
}

std::string Frame::x_axis(int count, const std::string& name) const {
  const double floor = height - bottom;
  std::string out = line({left, floor}, {width - right, floor}, "axis");
  const std::vector<double> values = ticks(x.from_low, x.from_high, count);
  const double distance = values.size() > 1 ? values[1] - values[0] : 0;
  for (const double value : values) {
    out += line({x(value), floor}, {x(value), floor + 4}, "axis");
    out += text({x(value), floor + 18}, "middle", "tick", tick_label(value, distance));
  }
  return out + text({width - right, floor + 34}, "end", "tick name", name);
}

}  // namespace meru::report
