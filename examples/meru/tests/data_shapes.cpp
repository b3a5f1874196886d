#include <algorithm>
#include <map>
#include <set>

#include "catch.hpp"
#include "data/dataset.hpp"
#include "data/shapes.hpp"
#include "data/shapes_scene.hpp"

using meru::make_shapes;
using meru::Sample;
using Texts = std::set<std::string>;

namespace {

std::uint64_t hash_of(const std::vector<Sample>& samples) {
  std::string bytes;
  for (const Sample& sample : samples) {
    bytes += sample.key;
    bytes.append(sample.image.rgb.begin(), sample.image.rgb.end());
    for (const auto& level : sample.captions)
      for (const std::string& text : level) bytes += text;
  }
  return meru::key_hash(bytes);
}

Texts full_captions(const std::vector<Sample>& samples) {
  Texts texts;
  for (const Sample& sample : samples)
    texts.insert(sample.captions[4].begin(), sample.captions[4].end());
  return texts;
}

/// Colour and shape of every object, as "a red circle".
Texts kinds(const Sample& sample) { return {sample.captions[2].begin(), sample.captions[2].end()}; }

Texts held_out_kinds() {
  Texts result;
  for (int shape = 0; shape < meru::shapes::shape_count; ++shape) {
    for (int colour = 0; colour < meru::shapes::colour_count; ++colour) {
      const meru::shapes::Object object{shape, colour, 0, 0};
      Sample sample;
      meru::shapes::describe({{object}}, sample);
      if (meru::shapes::held_out(object)) result.insert(sample.captions[2][0]);
    }
  }
  return result;
}

bool shows_any(const Sample& sample, const Texts& wanted) {
  for (const std::string& kind : kinds(sample))
    if (wanted.count(kind) != 0) return true;
  return false;
}

}  // namespace

TEST_CASE("shapes are the same bytes everywhere and always", "[shapes]") {
  const auto samples = make_shapes("train", 50, 1);
  CHECK(hash_of(samples) == 0x812ee39ca663deea);
  CHECK(hash_of(make_shapes("train", 50, 1)) == hash_of(samples));
  CHECK(hash_of(make_shapes("train", 50, 2)) != hash_of(samples));
  auto longer = make_shapes("train", 80, 1);
  longer.resize(50);
  CHECK(hash_of(longer) == hash_of(samples));
}

TEST_CASE("captions of one object at every level", "[shapes]") {
  Sample sample;
  meru::shapes::describe({{meru::shapes::Object{3, 1, 1, 1}}}, sample);
  using Levels = std::vector<std::vector<std::string>>;
  CHECK(sample.captions == Levels{{"a picture", "one shape"},
                                  {"an orange shape", "a ring", "a striped shape", "a large shape"},
                                  {"an orange ring"},
                                  {"a large orange ring", "a striped orange ring"},
                                  {"a large striped orange ring"}});
  CHECK(sample.labels.at("colour") == "orange");
  CHECK(sample.labels.at("shape") == "ring");
}

TEST_CASE("captions of two objects, both ways round", "[shapes]") {
  meru::shapes::Scene scene{{{0, 0, 1, 1}, {1, 4, 0, 0}}, false, false};
  Sample sample;
  meru::shapes::describe(scene, sample);
  CHECK(sample.captions[0] == std::vector<std::string>{"a picture", "two shapes"});
  CHECK(sample.captions[2] == std::vector<std::string>{"a red circle", "a blue square"});
  CHECK(sample.captions[3] == std::vector<std::string>{"a red circle left of a blue square",
                                                       "a blue square right of a red circle"});
  CHECK(sample.captions[4][0] == "a large striped red circle left of a small solid blue square");
  CHECK(sample.also_true.size() == 6);
  CHECK(sample.labels.empty());

  scene.vertical = scene.inverse = true;
  meru::shapes::describe(scene, sample);
  CHECK(sample.captions[4][0] == "a small solid blue square below a large striped red circle");
  CHECK(sample.captions[3][1] == "a red circle above a blue square");
}

TEST_CASE("what the words say is where the pixels are", "[shapes]") {
  // A scene of a black and a yellow solid object: the darker half tells where the black one stands.
  const meru::shapes::Object black{1, 7, 1, 0}, yellow{1, 2, 1, 0};
  for (const bool vertical : {false, true}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      meru::shapes::Random random(seed);
      const meru::Image image = meru::shapes::draw({{black, yellow}, vertical, false}, random);
      double weight = 0, place = 0;
      for (int i = 0; i < 32 * 32; ++i) {
        if (image.rgb[3 * static_cast<std::size_t>(i)] > 100) continue;
        place += vertical ? i / 32 : i % 32;
        weight += 1;
      }
      REQUIRE(weight > 50);
      CHECK(place / weight < 16);
    }
  }
}

TEST_CASE("splits keep their promises, whatever the seed", "[shapes]") {
  const std::uint64_t seed = GENERATE(1u, 7u, 123456789u);
  const Texts held_out = held_out_kinds();
  CHECK(held_out.size() == 8);
  const auto train = make_shapes("train", 3000, seed), val = make_shapes("val", 1000, seed);
  const auto iid = make_shapes("iid", 1000, seed);
  const auto compositional = make_shapes("compositional", 1000, seed);

  for (const auto* split : {&train, &val, &iid})
    for (const Sample& sample : *split) REQUIRE_FALSE(shows_any(sample, held_out));
  for (const Sample& sample : compositional) REQUIRE(shows_any(sample, held_out));
  for (const auto* split : {&val, &iid, &compositional}) {
    Texts canonical, keys;
    for (const Sample& sample : *split) {
      canonical.insert(sample.captions[4][0]);
      keys.insert(sample.key);
    }
    CHECK(canonical.size() == split->size());
    CHECK(keys.size() == split->size());
  }
  const Texts seen = full_captions(val);
  for (const auto* split : {&iid, &compositional})
    for (const std::string& text : full_captions(*split)) REQUIRE(seen.count(text) == 0);

  const Texts trained = full_captions(train);
  for (const auto* split : {&val, &iid}) {
    for (const Sample& sample : *split) {
      const bool two_objects = sample.labels.empty();
      if (two_objects) REQUIRE(trained.count(sample.captions[4][0]) == 0);
    }
  }

  const auto single = std::count_if(train.begin(), train.end(),
                                    [](const Sample& sample) { return !sample.labels.empty(); });
  CHECK(single > 0.42 * 3000);
  CHECK(single < 0.48 * 3000);
}

TEST_CASE("single-object splits are labelled with the zero-shot classes", "[shapes]") {
  const meru::DatasetInfo info = meru::shapes_info();
  CHECK(info.zero_shot.prompts.size() == 48);
  CHECK(Texts(info.zero_shot.classes.begin(), info.zero_shot.classes.end()).size() == 48);
  const Texts held_out = held_out_kinds();
  std::map<std::string, std::string> prompt_of;
  for (std::size_t i = 0; i < 48; ++i)
    prompt_of[info.zero_shot.classes[i]] = info.zero_shot.prompts[i];
  for (const std::string split : {"single_val", "single_seen", "single_held_out"}) {
    for (const Sample& sample : make_shapes(split, 200, 3)) {
      const std::string label = sample.labels.at("colour") + " " + sample.labels.at("shape");
      REQUIRE(prompt_of.at(label) == sample.captions[2][0]);
      REQUIRE((held_out.count(sample.captions[2][0]) != 0) == (split == "single_held_out"));
    }
  }
}

TEST_CASE("shapes refuse what they cannot make", "[shapes]") {
  CHECK_THROWS_WITH(make_shapes("tests", 1, 1),
                    Catch::Contains("'tests'") && Catch::Contains("compositional"));
  CHECK_THROWS_AS(make_shapes("train", -1, 1), std::invalid_argument);
  CHECK_THROWS_AS(make_shapes("iid", 1000000, 1), std::invalid_argument);
  CHECK(make_shapes("train", 0, 1).empty());
}
