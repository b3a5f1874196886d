#include "data_support.hpp"

#include <png.h>
#include <stdlib.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>
// jpeglib.h wants <cstdio> before it.
#include <jpeglib.h>

namespace meru::test {
namespace {

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + body +
         big_endian(static_cast<std::uint32_t>(sum));
}

std::string write_png(png_image& image, const void* pixels, const void* palette = nullptr) {
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, pixels, 0, palette);
  std::string bytes(size, '\0');
  if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, palette))
    throw std::runtime_error(image.message);
  return bytes;
}

/// Pixels of one value each, `value` repeated.
template <class T>
std::string flat_png(png_uint_32 format, const std::vector<T>& value) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = 16;
  image.height = 12;
  image.format = format;
  std::vector<T> pixels;
  for (int i = 0; i < 16 * 12; ++i) pixels.insert(pixels.end(), value.begin(), value.end());
  const std::uint8_t palette[] = {0, 0, 255, 200, 0, 0};
  image.colormap_entries = (format & PNG_FORMAT_FLAG_COLORMAP) != 0 ? 2 : 0;
  return write_png(image, pixels.data(), palette);
}

std::string compress(const std::vector<std::uint8_t>& pixels, int width, int height, int components,
                     J_COLOR_SPACE space) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = components;
  jpeg.in_color_space = space;
  jpeg_set_defaults(&jpeg);
  jpeg.write_Adobe_marker = space == JCS_CMYK ? TRUE : FALSE;
  jpeg_set_quality(&jpeg, 95, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row = const_cast<JSAMPLE*>(
        &pixels[static_cast<std::size_t>(jpeg.next_scanline) * width * components]);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(memory), size);
  free(memory);
  return bytes;
}

}  // namespace

Scratch::Scratch() {
  std::string name = (std::filesystem::temp_directory_path() / "meru-data-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

Image plain_image(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i)
    for (const std::uint8_t value : {red, green, blue}) image.rgb.push_back(value);
  return image;
}

Image noisy_image(int width, int height, unsigned seed) {
  std::mt19937 engine(seed);
  Image image{width, height, {}};
  for (int i = 0; i < 3 * width * height; ++i)
    image.rgb.push_back(static_cast<std::uint8_t>(engine() >> 24));
  return image;
}

Sample small_sample(const std::string& key, unsigned seed) {
  Sample sample;
  sample.key = key;
  sample.image = noisy_image(9, 7, seed);
  sample.captions = {{"a picture"}, {"picture " + key, "the picture " + key}};
  sample.also_true = {"noise"};
  sample.labels = {{"kind", "noise"}};
  return sample;
}

std::string make_png(PngKind kind) {
  using Bytes = std::vector<std::uint8_t>;
  using Words = std::vector<std::uint16_t>;
  switch (kind) {
    case PngKind::grey:
      return flat_png(PNG_FORMAT_GRAY, Bytes{100});
    case PngKind::grey_alpha:
      return flat_png(PNG_FORMAT_GA, Bytes{100, 0});
    case PngKind::rgba:
      return flat_png(PNG_FORMAT_RGBA, Bytes{0, 0, 0, 128});
    case PngKind::palette:
      return flat_png(PNG_FORMAT_RGB_COLORMAP, Bytes{1});
    case PngKind::deep_grey:
      return flat_png(PNG_FORMAT_LINEAR_Y, Words{32768});
    case PngKind::deep_rgb:
      return flat_png(PNG_FORMAT_LINEAR_RGB, Words{65535, 0, 0});
  }
  return "";
}

std::string png_of_size(std::uint32_t width, std::uint32_t height) {
  const std::string header =
      big_endian(width) + big_endian(height) + std::string("\x08\x02\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", "") + chunk("IEND", "");
}

std::string make_jpeg(JpegKind kind, int width, int height) {
  const auto repeated = [&](const std::vector<std::uint8_t>& value) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < width * height; ++i)
      pixels.insert(pixels.end(), value.begin(), value.end());
    return pixels;
  };
  switch (kind) {
    case JpegKind::rgb:
      return compress(repeated({200, 30, 60}), width, height, 3, JCS_RGB);
    case JpegKind::grey:
      return compress(repeated({90}), width, height, 1, JCS_GRAYSCALE);
    case JpegKind::cmyk:
      return compress(repeated({255, 0, 0, 255}), width, height, 4, JCS_CMYK);
  }
  return "";
}

std::string with_jpeg_size(std::string jpeg, int width, int height) {
  const std::size_t frame = jpeg.find("\xFF\xC0");
  for (const auto& [at, value] : {std::pair(frame + 5, height), std::pair(frame + 7, width)}) {
    jpeg.at(at) = static_cast<char>(value >> 8);
    jpeg.at(at + 1) = static_cast<char>(value);
  }
  return jpeg;
}

std::string encode_jpeg(const Image& image) {
  return compress(image.rgb, image.width, image.height, 3, JCS_RGB);
}

}  // namespace meru::test
