#include <algorithm>
#include <set>

#include "catch.hpp"
#include "data/dataset.hpp"
#include "data/emoji_caption.hpp"
#include "data/emoji_list.hpp"
#include "data/image.hpp"
#include "data/prepare.hpp"
#include "data_support.hpp"

using namespace meru;
using namespace meru::test;

namespace {

const char* const list =
    "# group: Animals & Nature\n"
    "# subgroup: animal-mammal\n"
    "1F431     ; fully-qualified     # \xF0\x9F\x90\xB1 E0.6 cat face\n"
    "1F408 200D 2B1B ; fully-qualified # \xF0\x9F\x90\x88 E13.0 black cat\n"
    "1F408     ; unqualified         # \xF0\x9F\x90\x88 E0.7 cat\n"
    "1F590 1F3FB ; fully-qualified   # \xF0\x9F\x96\x90 E0.7 hand: light skin tone\n";

bool installed(const EmojiSources& sources) {
  namespace fs = std::filesystem;
  return fs::exists(sources.font) && fs::exists(sources.list) && fs::exists(sources.annotations) &&
         fs::exists(sources.derived_annotations);
}

}  // namespace

TEST_CASE("Unicode's list of emoji", "[emoji]") {
  const Scratch scratch;
  write(scratch / "list", list);
  const auto found = emoji::read_list(scratch / "list");
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "cat face");
  CHECK(found[0].subgroup == "animal-mammal");
  CHECK(found[1].code_points == U"\U0001F408\u200D\u2B1B");
  CHECK(found[1].id() == "1F408-2B1B");
  write(scratch / "list", "nothing\n");
  CHECK_THROWS_WITH(emoji::read_list(scratch / "list"), Catch::Contains("lists no emoji"));
}

TEST_CASE("CLDR's keywords", "[emoji]") {
  const Scratch scratch;
  write(scratch / "en.xml",
        "<ldml><annotations><annotation cp='\xF0\x9F\x90\xB1'>cat | face |pet</annotation>"
        "<annotation cp='\xF0\x9F\x90\xB1' type='tts'>cat face</annotation></annotations></ldml>");
  std::map<std::string, std::vector<std::string>> keywords;
  emoji::read_keywords(scratch / "en.xml", keywords);
  CHECK(keywords.at("1F431") == std::vector<std::string>{"cat", "face", "pet"});
  write(scratch / "en.xml", "<ldml><annotations>");
  CHECK_THROWS_WITH(emoji::read_keywords(scratch / "en.xml", keywords),
                    Catch::Contains("no readable XML"));
  CHECK_THROWS_AS(emoji::read_keywords(scratch / "missing.xml", keywords), DataError);
}

TEST_CASE("captions of an emoji", "[emoji]") {
  const emoji::Emoji cat{U"\U0001F431", "Animals & Nature", "animal-mammal", "cat face"};
  const auto captions = emoji::captions_of(cat, {"cat", "cat face", "pet"});
  using Levels = std::vector<std::vector<std::string>>;
  CHECK(
      captions ==
      Levels{{"a picture"}, {"an animal or a plant"}, {"a mammal"}, {"cat", "pet"}, {"cat face"}});
  CHECK(emoji::captions_of(cat, {}).empty());
  CHECK(emoji::captions_of(cat, {"cat face"})[3] == std::vector<std::string>{"cat face"});
  CHECK(emoji::subgroup_phrase("some-new-group") == "some new group");
}

TEST_CASE("a missing source names its package", "[emoji]") {
  const Scratch scratch;
  PrepareEmojiOptions options;
  options.out = scratch / "out";
  options.sources.font = scratch / "missing.ttf";
  CHECK_THROWS_WITH(prepare_emoji(options),
                    Catch::Contains("missing.ttf: not found") &&
                        Catch::Contains("apt install fonts-noto-color-emoji"));
  options.size = 0;
  CHECK_THROWS_AS(prepare_emoji(options), std::invalid_argument);
}

TEST_CASE("EMOJI from the installed packages", "[emoji]") {
  const Scratch scratch;
  PrepareEmojiOptions options;
  options.out = scratch / "out";
  options.size = 32;
  if (!installed(options.sources)) {
    WARN("not run: the emoji packages are not installed");
    return;
  }
  options.sources.gems = scratch / "gems";
  SECTION("without a second rendering some emoji are kept out of train") {
    const PrepareResult result = prepare_emoji(options);
    CHECK(result.report.read > 1500);
    CHECK(result.samples.at("iid") > 0.05 * double(result.report.read));
    CHECK(result.samples.at("iid") < 0.15 * double(result.report.read));
  }
  SECTION("with one it is what is tested on") {
    const auto pictures = options.sources.gems / "gemojione-3.3.0/assets/png";
    std::filesystem::create_directories(pictures);
    const std::string red = encode_png(plain_image(64, 64, 255, 0, 0));
    for (const char* id : {"1F431", "1F436", "1F600", "1F34E", "1F34F"})
      write(pictures / (std::string(id) + ".png"), red);
    write(pictures / "1F34C.png", red.substr(0, 50));
    const PrepareResult result = prepare_emoji(options);
    CHECK(result.report.skipped.at("corrupt image") == 1);
    CHECK(result.samples.at("iid") + result.samples.at("val") == 5);
    ReadReport report;
    const Dataset dataset = open_dataset(options.out);
    CHECK(dataset.info.lists_all_truths);
    const std::vector<std::string>& classes = dataset.info.zero_shot.classes;
    for (const Sample& sample : load_split(dataset, "iid", report)) {
      CHECK(sample.image.rgb == plain_image(32, 32, 255, 0, 0).rgb);
      CHECK(std::count(classes.begin(), classes.end(), sample.labels.at("group")) == 1);
    }
    std::set<std::vector<std::uint8_t>> pictures_of_train;
    for (const Sample& sample : load_split(dataset, "train", report))
      pictures_of_train.insert(sample.image.rgb);
    CHECK(double(pictures_of_train.size()) > 0.97 * double(result.samples.at("train")));
  }
}
