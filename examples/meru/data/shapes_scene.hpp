#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "sample.hpp"

namespace meru::shapes {

enum class Shape { circle, square, triangle, ring, cross, star };
enum class Texture { solid, striped, dotted };

constexpr int shape_count = 6, colour_count = 8, size_count = 2, texture_count = 3;
constexpr std::array<const char*, shape_count> shape_names = {"circle", "square", "triangle",
                                                              "ring",   "cross",  "star"};
constexpr std::array<const char*, colour_count> colour_names = {
    "red", "orange", "yellow", "green", "blue", "purple", "pink", "black"};
constexpr std::array<const char*, size_count> size_names = {"small", "large"};
constexpr std::array<const char*, texture_count> texture_names = {"solid", "striped", "dotted"};

/// Random integers that are the same on every platform: the standard fixes what mt19937_64 yields,
/// but not what its distributions make of it.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t bits() { return engine_(); }
  /// Uniform in 0 .. n - 1.
  int below(int n) {
    return static_cast<int>(((engine_() >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }
  /// Uniform in -n .. n.
  int around_zero(int n) { return below(2 * n + 1) - n; }

 private:
  std::mt19937_64 engine_;
};

struct Object {
  int shape, colour, size, texture;
};

/// Whether a pair of colour and shape is kept out of training: one per colour, every shape at
/// least once.
constexpr bool held_out(const Object& object) { return object.shape == (object.colour + 3) % 6; }

/// One object, or two: the first is left of the second, or above it.
struct Scene {
  std::vector<Object> objects;
  bool vertical = false;  ///< the first is above the second
  bool inverse = false;   ///< the canonical caption begins with the second
};

/// What a scene shows, as a number: equal for two scenes with the same true captions.
std::uint64_t identity(const Scene& scene);

/// Fills the captions, further true texts and labels of a sample.
void describe(const Scene& scene, Sample& sample);

/// Draws a scene: cell, place within it, shade and background come from `random`.
Image draw(const Scene& scene, Random& random);

}  // namespace meru::shapes
