#include "catch.hpp"
#include "data/error.hpp"
#include "data/image.hpp"
#include "data_support.hpp"

using namespace meru;
using namespace meru::test;

namespace {

std::string reason(const std::string& bytes) {
  try {
    decode_image(bytes);
  } catch (const SampleError& error) {
    return error.reason();
  }
  return "none";
}

void check_pixels(const Image& image, int red, int green, int blue, int tolerance) {
  const int expected[3] = {red, green, blue};
  REQUIRE(image.rgb.size() == static_cast<std::size_t>(3 * image.width * image.height));
  for (std::size_t i = 0; i < image.rgb.size(); ++i) {
    CAPTURE(i);
    REQUIRE(std::abs(image.rgb[i] - expected[i % 3]) <= tolerance);
  }
}

}  // namespace

TEST_CASE("PNG is lossless", "[images]") {
  const Image image = noisy_image(31, 17, 1);
  const Image back = decode_image(encode_png(image));
  CHECK(back.width == 31);
  CHECK(back.height == 17);
  CHECK(back.rgb == image.rgb);
}

TEST_CASE("PNG of every kind becomes RGB on white", "[images]") {
  check_pixels(decode_image(make_png(PngKind::grey)), 100, 100, 100, 0);
  check_pixels(decode_image(make_png(PngKind::grey_alpha)), 255, 255, 255, 0);
  check_pixels(decode_image(make_png(PngKind::palette)), 200, 0, 0, 0);
  // Black, half transparent, on white: half the light, which sRGB writes as 187; libpng rounds.
  check_pixels(decode_image(make_png(PngKind::rgba)), 187, 187, 187, 3);
  // 16 bits, linear light as the file says: half of it, which a gamma of 2.2 writes as 186; red.
  check_pixels(decode_image(make_png(PngKind::deep_grey)), 186, 186, 186, 1);
  check_pixels(decode_image(make_png(PngKind::deep_rgb)), 255, 0, 0, 0);
}

TEST_CASE("JPEG of every kind becomes RGB", "[images]") {
  check_pixels(decode_image(make_jpeg(JpegKind::rgb)), 200, 30, 60, 3);
  check_pixels(decode_image(make_jpeg(JpegKind::grey)), 90, 90, 90, 1);
  check_pixels(decode_image(make_jpeg(JpegKind::cmyk)), 255, 0, 0, 3);
}

TEST_CASE("a picture that is cut off anywhere is corrupt", "[images]") {
  const Image image = noisy_image(40, 40, 2);
  for (const std::string& bytes : {encode_png(image), encode_jpeg(image)}) {
    // The last bytes hold only the end marker and, in PNG, what comes after the last pixel.
    for (std::size_t size = 8; size + 64 < bytes.size(); size += 37) {
      CAPTURE(size, bytes.size());
      REQUIRE(reason(bytes.substr(0, size)) == "corrupt image");
    }
  }
}

TEST_CASE("damaged pixels of a PNG are noticed", "[images]") {
  std::string bytes = encode_png(noisy_image(40, 40, 3));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
  CHECK(reason(bytes) == "corrupt image");
}

TEST_CASE("huge pictures are refused before memory is taken", "[images]") {
  CHECK(reason(png_of_size(100000, 100000)) == "image too large");
  CHECK(reason(png_of_size(0x7fffffff, 0x7fffffff)) != "none");
  CHECK(reason(png_of_size(0, 10)) == "corrupt image");
  CHECK(reason(with_jpeg_size(make_jpeg(JpegKind::rgb), 65000, 65000)) == "image too large");
  CHECK(reason(png_of_size(30, 30)) == "corrupt image");
}

TEST_CASE("what is no picture is unsupported", "[images]") {
  for (const char* bytes : {"", "x", "GIF89a", "RIFF....WEBP", "<svg/>"})
    CHECK(reason(bytes) == "unsupported image");
}

TEST_CASE("resize_area averages", "[images]") {
  const Image halves{4, 2, {0, 0, 0, 100, 100, 100, 10, 10, 10, 30, 30, 30,  //
                            0, 0, 0, 100, 100, 100, 10, 10, 10, 30, 30, 30}};
  CHECK(resize_area(halves, 2, 1).rgb == std::vector<std::uint8_t>{50, 50, 50, 20, 20, 20});
  check_pixels(resize_area(plain_image(136, 136, 10, 20, 30), 64, 64), 10, 20, 30, 0);
  check_pixels(resize_area(plain_image(3, 5, 10, 20, 30), 7, 8), 10, 20, 30, 0);
  CHECK_THROWS_AS(resize_area(halves, 0, 1), std::invalid_argument);
  CHECK_THROWS_AS(resize_area(Image{}, 1, 1), std::invalid_argument);
}
