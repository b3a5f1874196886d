#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/svg.hpp"

namespace meru::report {

struct Box {
  double left, top, right, bottom;
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

/// Writes labels beside their points where there is room: the first of eight places around the
/// point that meets no earlier label, no obstacle and not the edge of the drawing. A label without
/// room is left out, so place the important ones first.
class LabelPlacer {
 public:
  LabelPlacer(Box drawing, double font_size) : drawing_(drawing), font_size_(font_size) {}
  /// Something that labels must not cover.
  void block(const Box& box) { taken_.push_back(box); }
  void block(Position at, double radius) {
    block({at.x - radius, at.y - radius, at.x + radius, at.y + radius});
  }
  /// The label as SVG, or nothing where there is no room. `gap` is its distance from the point.
  std::string place(Position at, double gap, const std::string& label,
                    const std::string& style_class);

 private:
  bool is_free(const Box& box) const;
  Box drawing_;
  double font_size_;
  std::vector<Box> taken_;
};

}  // namespace meru::report
