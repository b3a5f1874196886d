#include "report/palette.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/html.hpp"
#include "report/svg.hpp"

namespace meru::report {
namespace {

struct Rgb {
  double r, g, b;
};
using Ramp = std::array<Rgb, 5>;

constexpr Ramp kLight = {
    {{122, 40, 138}, {66, 78, 190}, {10, 120, 160}, {22, 128, 84}, {124, 120, 10}}};
constexpr Ramp kDark = {
    {{221, 150, 236}, {150, 168, 255}, {92, 196, 226}, {98, 211, 150}, {214, 206, 86}}};

std::string colour(const Ramp& ramp, double at) {
  const double place = at * static_cast<double>(ramp.size() - 1);
  const auto low = std::min(static_cast<std::size_t>(place), ramp.size() - 2);
  const double part = place - static_cast<double>(low);
  const auto mix = [&](double Rgb::*channel) {
    return static_cast<int>(
        std::lround((1 - part) * ramp[low].*channel + part * ramp[low + 1].*channel));
  };
  return fmt::format("#{:02x}{:02x}{:02x}", mix(&Rgb::r), mix(&Rgb::g), mix(&Rgb::b));
}

std::string classes(const Ramp& ramp, std::size_t levels) {
  std::string out;
  for (std::size_t level = 0; level < levels; ++level) {
    const double at = levels > 1 ? static_cast<double>(level) / static_cast<double>(levels - 1) : 0;
    out += fmt::format(".{}{{--k:{}}}", level_class(level), colour(ramp, at));
  }
  return out;
}

std::string entry(const std::string& style, const std::string& mark, const std::string& name) {
  return fmt::format(
      "<li><svg viewBox=\"0 0 16 16\" class=\"mark {}\" aria-hidden=\"true\">{}</svg>{}</li>",
      style, mark, name);
}

}  // namespace

std::string level_class(std::size_t level) { return "l" + std::to_string(level); }

std::string level_styles(std::size_t levels) {
  return fmt::format("{}\n@media screen and (prefers-color-scheme:dark){{{}}}\n",
                     classes(kLight, levels), classes(kDark, levels));
}

std::string legend(const Details& details) {
  std::string out;
  for (std::size_t level = 0; level < details.levels(); ++level) {
    out += entry(level_class(level), marker(level, {8, 8}, 5.2),
                 level_label(level, details.level_names[level]));
  }
  out += entry("li", image_marker({8, 8}, 5.2), "image");
  return "<ul class=\"legend\">" + out + "</ul>\n";
}

}  // namespace meru::report
