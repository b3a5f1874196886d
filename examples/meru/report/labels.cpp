#include "report/labels.hpp"

#include <algorithm>
#include <array>

#include "report/html.hpp"

namespace meru::report {
namespace {

// Width of a character over the font size: that of a wide sans serif, to be on the safe side.
constexpr double kCharacterWidth = 0.58;

struct Place {
  double x, y;  // direction from the point
  const char* anchor;
};
constexpr std::array<Place, 8> kPlaces = {{{1, 0, "start"},
                                           {-1, 0, "end"},
                                           {0, -1, "middle"},
                                           {0, 1, "middle"},
                                           {0.8, -0.8, "start"},
                                           {0.8, 0.8, "start"},
                                           {-0.8, -0.8, "end"},
                                           {-0.8, 0.8, "end"}}};

}  // namespace

bool LabelPlacer::is_free(const Box& box) const {
  const bool inside = box.left >= drawing_.left && box.right <= drawing_.right &&
                      box.top >= drawing_.top && box.bottom <= drawing_.bottom;
  return inside && std::none_of(taken_.begin(), taken_.end(),
                                [&](const Box& other) { return box.meets(other); });
}

std::string LabelPlacer::place(Position at, double gap, const std::string& label,
                               const std::string& style_class) {
  const double width = kCharacterWidth * font_size_ * static_cast<double>(character_count(label));
  for (const Place& place : kPlaces) {
    const std::string anchor = place.anchor;
    const double x = at.x + place.x * gap;
    const double middle = at.y + place.y * (place.x == 0 ? gap + font_size_ / 2 : gap);
    const double left = anchor == "start" ? x : anchor == "end" ? x - width : x - width / 2;
    const Box box{left, middle - font_size_ * 0.55, left + width, middle + font_size_ * 0.55};
    if (!is_free(box)) continue;
    taken_.push_back(box);
    return text({x, middle + font_size_ * 0.35}, anchor, style_class, label);
  }
  return "";
}

}  // namespace meru::report
