#include <algorithm>
#include <cstdlib>

#include "shapes_scene.hpp"

namespace meru::shapes {
namespace {

// Everything is drawn in whole numbers, so that no compiler rounds a picture differently.
constexpr int pixel = 64;            // units of length per pixel
constexpr int side = 32, cell = 16;  // pixels: the picture, and a quarter of it
constexpr int jitter =
    pixel * 16 / 10;        // an object's centre strays by at most this from its cell's
constexpr int samples = 4;  // per pixel and direction

using Rgb = std::array<int, 3>;
constexpr std::array<Rgb, colour_count> palette = {{{220, 38, 38},
                                                    {246, 130, 20},
                                                    {236, 196, 6},
                                                    {34, 160, 70},
                                                    {40, 92, 220},
                                                    {128, 50, 180},
                                                    {244, 114, 182},
                                                    {28, 28, 32}}};

int radius(const Object& object) { return object.size == 1 ? pixel * 63 / 10 : pixel * 42 / 10; }

bool in_star(int x, int y, int r) {
  // A point is in a five-pointed star when it is behind at least four of its five lines.
  constexpr int tips[5][2] = {{0, -1024}, {974, -316}, {602, 828}, {-602, 828}, {-974, -316}};
  int behind = 0;
  for (const auto& tip : tips) behind += tip[0] * x + tip[1] * y <= 350 * r;
  return behind >= 4;
}

/// Whether the point (x, y), y downwards from the centre, is in a shape of radius r.
bool inside(Shape shape, int x, int y, int r) {
  const int ax = std::abs(x), ay = std::abs(y), rr = x * x + y * y;
  switch (shape) {
    case Shape::circle:
      return rr <= r * r;
    case Shape::square:
      return 8 * std::max(ax, ay) <= 7 * r;
    case Shape::triangle:
      return 4 * y <= 3 * r && 7 * ax <= 4 * (y + r);
    case Shape::ring:
      return rr <= r * r && 4 * rr >= r * r;
    case Shape::cross:
      return std::max(ax, ay) <= r && 3 * std::min(ax, ay) <= r;
    case Shape::star:
      return in_star(x, y, r);
  }
  return false;
}

int modulo(int a, int n) { return ((a % n) + n) % n; }

/// Whether the point lies on the pale part of a texture.
bool pale(Texture texture, int x, int y) {
  constexpr int stripe = pixel * 34 / 10, dot = pixel * 36 / 10, dot_radius = pixel;
  switch (texture) {
    case Texture::solid:
      return false;
    case Texture::striped:
      return 2 * modulo(y + stripe / 4, stripe) >= stripe;
    case Texture::dotted: {
      const int dx = modulo(x + dot / 2, dot) - dot / 2, dy = modulo(y + dot / 2, dot) - dot / 2;
      return dx * dx + dy * dy <= dot_radius * dot_radius;
    }
  }
  return false;
}

/// Lays an object over the picture; its centre is in units of length.
void paint(const Object& object, int centre_x, int centre_y, const Rgb& colour, Image& image) {
  const int r = radius(object), reach = r * 11 / 10 / pixel + 1;
  const int left = std::max(0, centre_x / pixel - reach),
            top = std::max(0, centre_y / pixel - reach);
  const int right = std::min(side - 1, centre_x / pixel + reach);
  const int bottom = std::min(side - 1, centre_y / pixel + reach);
  constexpr int step = pixel / samples, total = samples * samples;
  for (int row = top; row <= bottom; ++row) {
    for (int column = left; column <= right; ++column) {
      int full = 0, light = 0;
      for (int i = 0; i < total; ++i) {
        const int x = column * pixel + (i % samples) * step + step / 2 - centre_x;
        const int y = row * pixel + (i / samples) * step + step / 2 - centre_y;
        if (!inside(static_cast<Shape>(object.shape), x, y, r)) continue;
        (pale(static_cast<Texture>(object.texture), x, y) ? light : full) += 1;
      }
      std::uint8_t* out = &image.rgb[3 * (row * side + column)];
      for (int k = 0; k < 3; ++k) {
        const int light_colour = (3 * colour[k] + 7 * 255) / 10;
        out[k] = static_cast<std::uint8_t>(
            (out[k] * (total - full - light) + colour[k] * full + light_colour * light) / total);
      }
    }
  }
}

/// A light, slightly tinted ground with grain.
Image background(Random& random) {
  Image image{side, side, std::vector<std::uint8_t>(3 * side * side)};
  Rgb ground;
  const int light = 226 + random.below(16);
  for (int& value : ground) value = light + random.around_zero(5);
  std::uint64_t bits = 0;
  for (int i = 0; i < side * side; ++i) {
    if (i % 16 == 0) bits = random.bits();
    const int grain = static_cast<int>(bits & 15) - 8;
    bits >>= 4;
    for (int k = 0; k < 3; ++k)
      image.rgb[3 * i + k] = static_cast<std::uint8_t>(std::min(255, ground[k] + grain));
  }
  return image;
}

Rgb shaded(const Rgb& colour, Random& random) {
  const int shade = random.around_zero(12);
  Rgb result;
  for (int k = 0; k < 3; ++k) result[k] = std::clamp(colour[k] + shade, 0, 255);
  return result;
}

}  // namespace

Image draw(const Scene& scene, Random& random) {
  Image image = background(random);
  int column = random.below(2), row = random.below(2);
  if (scene.objects.size() == 2) (scene.vertical ? row : column) = 0;
  for (const Object& object : scene.objects) {
    const int x = (column * cell + cell / 2) * pixel + random.around_zero(jitter);
    const int y = (row * cell + cell / 2) * pixel + random.around_zero(jitter);
    paint(object, x, y, shaded(palette[object.colour], random), image);
    (scene.vertical ? row : column) = 1;
  }
  return image;
}

}  // namespace meru::shapes
