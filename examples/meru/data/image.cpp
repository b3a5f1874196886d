#include "image.hpp"

#include <algorithm>
#include <stdexcept>

#include "error.hpp"

namespace meru {
namespace {

bool starts_with(std::string_view bytes, std::string_view prefix) {
  return bytes.substr(0, prefix.size()) == prefix;
}

/// How much of source pixel i is in [begin, end).
double overlap(int i, double begin, double end) {
  return std::min<double>(i + 1, end) - std::max<double>(i, begin);
}

}  // namespace

Image decode_image(std::string_view bytes) {
  if (starts_with(bytes, "\x89PNG")) return detail::decode_png(bytes);
  if (starts_with(bytes, "\xFF\xD8\xFF")) return detail::decode_jpeg(bytes);
  throw SampleError("unsupported image", "neither PNG nor JPEG");
}

Image resize_area(const Image& image, int width, int height) {
  if (image.width < 1 || image.height < 1 || width < 1 || height < 1)
    throw std::invalid_argument("resize_area: expected positive sizes, got " +
                                std::to_string(image.width) + " x " + std::to_string(image.height) +
                                " -> " + std::to_string(width) + " x " + std::to_string(height));
  Image result = detail::allocate_image(width, height);
  const double step_x = double(image.width) / width, step_y = double(image.height) / height;
  for (int y = 0; y < height; ++y) {
    const double top = y * step_y, bottom = std::min<double>(image.height, (y + 1) * step_y);
    for (int x = 0; x < width; ++x) {
      const double left = x * step_x, right = std::min<double>(image.width, (x + 1) * step_x);
      double sum[3] = {0, 0, 0}, area = 0;
      for (int row = int(top); row < bottom; ++row) {
        for (int column = int(left); column < right; ++column) {
          const double part = overlap(row, top, bottom) * overlap(column, left, right);
          const auto at = 3 * (static_cast<std::size_t>(row) * image.width + column);
          for (std::size_t k = 0; k < 3; ++k) sum[k] += part * image.rgb[at + k];
          area += part;
        }
      }
      const auto at = 3 * (static_cast<std::size_t>(y) * width + x);
      for (std::size_t k = 0; k < 3; ++k)
        result.rgb[at + k] = static_cast<std::uint8_t>(sum[k] / area + 0.5);
    }
  }
  return result;
}

Image detail::allocate_image(std::int64_t width, std::int64_t height) {
  if (width < 1 || height < 1) throw SampleError("corrupt image", "it has no pixel");
  // Divided, not multiplied: a corrupt header can claim sizes whose product overflows.
  if (width > max_pixels / height)
    throw SampleError("image too large", std::to_string(width) + " x " + std::to_string(height) +
                                             " pixels; the limit is " + std::to_string(max_pixels));
  Image image{static_cast<int>(width), static_cast<int>(height), {}};
  image.rgb.resize(static_cast<std::size_t>(width * height * 3));
  return image;
}

}  // namespace meru
