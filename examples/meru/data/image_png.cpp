#include <png.h>

#include "error.hpp"
#include "image.hpp"

namespace meru {
namespace {

/// libpng's simplified interface, which keeps its setjmp to itself.
struct PngImage {
  png_image image{};
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
};

}  // namespace

Image detail::decode_png(std::string_view bytes) {
  PngImage png;
  if (!png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()))
    throw SampleError("corrupt image", png.image.message);
  Image image = allocate_image(png.image.width, png.image.height);
  png.image.format = PNG_FORMAT_RGB;
  // Without this a 16-bit picture that does not say otherwise counts as linear light.
  png.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  const png_color white = {255, 255, 255};
  if (!png_image_finish_read(&png.image, &white, image.rgb.data(), 0, nullptr))
    throw SampleError("corrupt image", png.image.message);
  return image;
}

std::string encode_png(const Image& image) {
  PngImage png;
  png.image.width = static_cast<png_uint_32>(image.width);
  png.image.height = static_cast<png_uint_32>(image.height);
  png.image.format = PNG_FORMAT_RGB;
  png.image.flags = PNG_IMAGE_FLAG_FAST;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(png.image), '\0');
  png_alloc_size_t size = bytes.size();
  if (!png_image_write_to_memory(&png.image, bytes.data(), &size, 0, image.rgb.data(), 0, nullptr))
    throw DataError(std::string("a picture cannot be encoded: ") + png.image.message);
  bytes.resize(size);
  return bytes;
}

}  // namespace meru
