#include "shapes.hpp"

#include <cstdio>
#include <stdexcept>
#include <unordered_set>

#include "shapes_scene.hpp"

namespace meru {
namespace {

using shapes::Object;
using shapes::Random;
using shapes::Scene;

enum class Pairs { seen, held_out, any };

/// How the scenes of a split are drawn.
struct Rule {
  int one_object_percent;
  Pairs first;      ///< colour-shape pairs of one of the objects
  Pairs second;     ///< and of the other
  bool distinct;    ///< every scene once
  int share_begin;  ///< of three equal shares of all scenes, those from here ...
  int share_end;    ///< ... up to here: val and iid have none in common
};

struct Split {
  ShapesSplit split;
  Rule rule;
};

const std::vector<Split>& all_splits() {
  static const std::vector<Split> splits = {
      {{"train", 80000}, {45, Pairs::seen, Pairs::seen, false, 0, 3}},
      {{"val", 1000}, {45, Pairs::seen, Pairs::seen, true, 0, 1}},
      {{"iid", 1000}, {45, Pairs::seen, Pairs::seen, true, 1, 3}},
      {{"compositional", 1000}, {45, Pairs::held_out, Pairs::any, true, 0, 3}},
      {{"single_val", 800}, {100, Pairs::seen, Pairs::seen, false, 0, 3}},
      {{"single_seen", 600}, {100, Pairs::seen, Pairs::seen, false, 0, 3}},
      {{"single_held_out", 600}, {100, Pairs::held_out, Pairs::held_out, false, 0, 3}}};
  return splits;
}

/// The finaliser of SplitMix64: spreads consecutive numbers over all of them.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15u;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

Object random_object(Pairs pairs, Random& random) {
  for (;;) {
    const Object object{random.below(shapes::shape_count), random.below(shapes::colour_count),
                        random.below(shapes::size_count), random.below(shapes::texture_count)};
    if (pairs == Pairs::any || shapes::held_out(object) == (pairs == Pairs::held_out))
      return object;
  }
}

bool same_kind(const Object& a, const Object& b) {
  return a.shape == b.shape && a.colour == b.colour;
}

Scene random_scene(const Rule& rule, Random& random) {
  Scene scene;
  scene.objects.push_back(random_object(rule.first, random));
  if (random.below(100) < rule.one_object_percent) return scene;
  do {
    scene.objects.resize(1);
    scene.objects.push_back(random_object(rule.second, random));
  } while (same_kind(scene.objects[0], scene.objects[1]));
  if (random.below(2) == 1) std::swap(scene.objects[0], scene.objects[1]);
  scene.vertical = random.below(2) == 1;
  scene.inverse = random.below(2) == 1;
  return scene;
}

bool in_share(const Rule& rule, std::uint64_t identity) {
  const int share = static_cast<int>(mix(identity) % 3);
  return rule.share_begin <= share && share < rule.share_end;
}

std::string key(const std::string& split, int index) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%06d", index);
  return split + "-" + digits;
}

const Split& split_of(const std::string& name) {
  std::string known;
  for (const Split& split : all_splits()) {
    if (split.split.name == name) return split;
    known += (known.empty() ? "" : ", ") + split.split.name;
  }
  throw std::invalid_argument("split: '" + name + "' is not one of " + known);
}

std::uint64_t split_seed(const std::string& name, std::uint64_t seed) {
  std::uint64_t result = mix(seed);
  for (const char letter : name) result = mix(result ^ static_cast<unsigned char>(letter));
  return result;
}

using Identities = std::unordered_set<std::uint64_t>;

/// Calls take(scene, image) for the first `count` pictures of a split, none of them in `excluded`.
template <class Take>
void for_each_picture(const std::string& split, int count, std::uint64_t seed,
                      const Identities& excluded, const Take& take) {
  const Rule& rule = split_of(split).rule;
  Random random(split_seed(split, seed));
  Identities seen;
  for (int taken = 0; taken < count;) {
    const Scene scene = random_scene(rule, random);
    const std::uint64_t identity = shapes::identity(scene);
    if (!in_share(rule, identity) || excluded.count(identity) > 0) continue;
    if (rule.distinct && !seen.insert(identity).second) continue;
    take(scene, shapes::draw(scene, random));
    ++taken;
  }
}

/// The scenes of two objects in val and iid at their usual sizes.
Identities tested_pairs(std::uint64_t seed) {
  Identities pairs;
  for (const char* split : {"val", "iid"}) {
    const int count = split_of(split).split.count;
    for_each_picture(split, count, seed, {}, [&](const Scene& scene, const Image&) {
      if (scene.objects.size() == 2) pairs.insert(shapes::identity(scene));
    });
  }
  return pairs;
}

}  // namespace

const std::vector<ShapesSplit>& shapes_splits() {
  static const std::vector<ShapesSplit> splits = [] {
    std::vector<ShapesSplit> result;
    for (const Split& split : all_splits()) result.push_back(split.split);
    return result;
  }();
  return splits;
}

int shapes_count(const std::string& split) { return split_of(split).split.count; }

DatasetInfo shapes_info() {
  DatasetInfo info;
  info.name = "shapes";
  info.level_names = {"picture", "one attribute", "colour and shape", "relation", "everything"};
  info.implication = "words";
  info.lists_all_truths = true;
  info.function_words = {"a", "an", "picture", "shape", "shapes"};
  info.zero_shot.label_keys = {"colour", "shape"};
  for (int shape = 0; shape < shapes::shape_count; ++shape) {
    for (int colour = 0; colour < shapes::colour_count; ++colour) {
      Sample sample;
      shapes::describe({{Object{shape, colour, 0, 0}}}, sample);
      info.zero_shot.prompts.push_back(sample.captions[2][0]);
      info.zero_shot.classes.push_back(sample.labels["colour"] + " " + sample.labels["shape"]);
    }
  }
  return info;
}

std::vector<Sample> make_shapes(const std::string& split, int count, std::uint64_t seed) {
  constexpr int most_distinct = 10000;
  const Rule& rule = split_of(split).rule;
  if (count < 0 || (rule.distinct && count > most_distinct))
    throw std::invalid_argument("count: expected 0 to " + std::to_string(most_distinct) + " for '" +
                                split + "', got " + std::to_string(count));
  std::vector<Sample> samples;
  samples.reserve(count);
  const Identities tested = split == "train" ? tested_pairs(seed) : Identities();
  for_each_picture(split, count, seed, tested, [&](const Scene& scene, Image image) {
    Sample sample;
    sample.key = key(split, static_cast<int>(samples.size()));
    shapes::describe(scene, sample);
    sample.image = std::move(image);
    samples.push_back(std::move(sample));
  });
  return samples;
}

}  // namespace meru
