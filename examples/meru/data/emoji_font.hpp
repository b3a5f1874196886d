#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "sample.hpp"

namespace meru::emoji {

/// A font whose glyphs are colour bitmaps, such as Noto Color Emoji.
class Font {
 public:
  /// @throws DataError where the file is no such font
  explicit Font(const std::filesystem::path& path);
  ~Font();

  /// A sequence of code points as a square picture on white; nothing where the font has no single
  /// glyph for it. @throws DataError where a glyph cannot be loaded
  std::optional<Image> render(const std::u32string& code_points, int size) const;

 private:
  struct Handles;

  std::string path_;
  std::unique_ptr<Handles> handles_;
};

}  // namespace meru::emoji
