// What the tests of the data share: scratch directories, and pictures of every kind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/sample.hpp"

namespace meru::test {

/// A directory of its own, removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write(const std::filesystem::path& path, const std::string& content);

/// A picture of one colour.
Image plain_image(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue);
/// A picture whose pixels all differ from their neighbours.
Image noisy_image(int width, int height, unsigned seed);

/// A sample of two caption levels.
Sample small_sample(const std::string& key, unsigned seed);

enum class PngKind { grey, grey_alpha, rgba, palette, deep_grey, deep_rgb };
/// 16 x 12 pixels, all of one value: red, or grey; half of it transparent where the kind has alpha
/// (on white: 255 - 127 where it is 0).
std::string make_png(PngKind kind);
/// A PNG whose header claims this size; its pixels are missing.
std::string png_of_size(std::uint32_t width, std::uint32_t height);

enum class JpegKind { rgb, grey, cmyk };
/// All pixels of one value; for CMYK, whose file says it is Adobe's, the inks of pure red.
std::string make_jpeg(JpegKind kind, int width = 32, int height = 24);
/// Changes the size that the header claims.
std::string with_jpeg_size(std::string jpeg, int width, int height);
/// `image` as JPEG.
std::string encode_jpeg(const Image& image);

}  // namespace meru::test
