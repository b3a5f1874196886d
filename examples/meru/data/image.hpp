#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sample.hpp"

namespace meru {

/// Pictures with more pixels than this (192 MiB decoded) are refused before memory is taken for
/// them.
constexpr std::int64_t max_pixels = std::int64_t{1} << 26;

/// Decodes a PNG or JPEG, told apart by their first bytes, into 8-bit RGB. Grey, palette, 16-bit
/// and CMYK pictures are converted; what is transparent lets white show through.
/// @throws SampleError "corrupt image" (also for one that is merely cut off), "image too large",
///   "unsupported image"
Image decode_image(std::string_view bytes);

/// As PNG, quickly rather than small. @throws DataError
std::string encode_png(const Image& image);

/// Scales by averaging: every pixel of the result is the mean of the area it covers.
/// @throws std::invalid_argument for an empty picture or size
Image resize_area(const Image& image, int width, int height);

namespace detail {

Image decode_png(std::string_view bytes);
Image decode_jpeg(std::string_view bytes);

/// Memory for a picture of this size. @throws SampleError "image too large", "corrupt image" (no
/// pixel)
Image allocate_image(std::int64_t width, std::int64_t height);

}  // namespace detail
}  // namespace meru
