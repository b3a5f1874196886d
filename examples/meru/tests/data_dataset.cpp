#include "catch.hpp"
#include "data/dataset.hpp"
#include "data/image.hpp"
#include "data/prepare.hpp"
#include "data/webdataset.hpp"
#include "data_support.hpp"

using namespace meru;
using namespace meru::test;

namespace {

void write_small_dataset(const Scratch& scratch) {
  DatasetInfo info;
  info.name = "small";
  info.level_names = {"general", "full"};
  ShardWriter writer(scratch.path(), "train");
  for (unsigned i = 0; i < 5; ++i) writer.add(small_sample("k" + std::to_string(i), i));
  info.splits["train"] = writer.finish();
  write_dataset_info(scratch.path(), info);
}

}  // namespace

TEST_CASE("SHAPES written and opened again", "[dataset]") {
  const Scratch scratch;
  PrepareShapesOptions options;
  options.out = scratch / "new/shapes";
  options.counts = {{"train", 30},          {"val", 20},        {"iid", 20},
                    {"compositional", 20},  {"single_val", 20}, {"single_seen", 20},
                    {"single_held_out", 20}};
  const PrepareResult result = prepare_shapes(options);
  CHECK(result.samples.at("train") == 30);
  prepare_shapes(options);  // over itself
  const Dataset dataset = open_dataset(options.out);
  CHECK(dataset.info.name == "shapes");
  CHECK(dataset.info.implication == "words");
  CHECK(dataset.info.level_names.size() == 5);
  CHECK(dataset.info.function_words.size() == 5);
  CHECK(dataset.info.zero_shot.prompts.size() == 48);
  CHECK(dataset.info.lists_all_truths);
  CHECK(dataset.info.splits.size() == 7);
  ReadReport report;
  CHECK(load_split(dataset, "single_held_out", report).size() == 20);
  CHECK_THROWS_WITH(load_split(dataset, "test", report),
                    Catch::Contains("no split 'test'") && Catch::Contains("iid"));
  options.counts = {{"trial", 1}};
  CHECK_THROWS_AS(prepare_shapes(options), std::invalid_argument);
}

TEST_CASE("who lists all that is true of a picture", "[dataset]") {
  const Scratch scratch;
  write_small_dataset(scratch);
  CHECK_FALSE(open_dataset(scratch.path()).info.lists_all_truths);
  const auto promises = [&](const std::string& name, const std::string& field) {
    write(scratch / "dataset.json",
          R"({"name": ")" + name + R"(", "level_names": ["a"], "splits": {"a": []})" + field + "}");
    return open_dataset(scratch.path()).info.lists_all_truths;
  };
  CHECK(promises("shapes", ""));  // files of before the field was there
  CHECK(promises("emoji", ""));
  CHECK_FALSE(promises("folder", ""));
  CHECK(promises("folder", R"(, "lists_all_truths": true)"));
  CHECK_FALSE(promises("shapes", R"(, "lists_all_truths": false)"));
}

TEST_CASE("a directory of another data set is not overwritten", "[dataset]") {
  const Scratch scratch;
  write_small_dataset(scratch);
  PrepareShapesOptions options;
  options.out = scratch.path();
  CHECK_THROWS_WITH(prepare_shapes(options), Catch::Contains("'small'"));
  options.out = scratch / "dataset.json/below";
  CHECK_THROWS_AS(prepare_shapes(options), DataError);
}

TEST_CASE("img2dataset's shards load as they are", "[dataset]") {
  const Scratch scratch;
  TarWriter tar(scratch / "00000.tar");
  for (unsigned i = 0; i < 400; ++i) {
    const std::string key = "00000" + std::to_string(1000 + i);
    tar.add(key + ".jpg", encode_jpeg(noisy_image(16, 16, i)));
    tar.add(key + ".json", R"({"caption": "cat )" + std::to_string(i) +
                               R"(", "url": "x", "key": ")" + key + R"(", "status": "success"})");
    tar.add(key + ".txt", "cat " + std::to_string(i));
  }
  tar.commit();
  write(scratch / "00000_stats.json", "{}");
  write(scratch / "00000.parquet", "PAR1");
  const Dataset dataset = open_dataset(scratch.path());
  CHECK(dataset.info.level_names.size() == 1);
  CHECK_FALSE(dataset.info.lists_all_truths);
  std::size_t total = 0;
  for (const char* split : {"train", "val", "iid"}) {
    ReadReport report;
    const auto samples = load_split(dataset, split, report);
    for (const Sample& sample : samples) REQUIRE(split_of(sample.key) == split);
    if (split != std::string("train")) CHECK((samples.size() > 5 && samples.size() < 45));
    total += samples.size();
  }
  CHECK(total == 400);
}

TEST_CASE("a data set that cannot be used says so in one line", "[dataset]") {
  const Scratch scratch;
  CHECK_THROWS_WITH(open_dataset(scratch / "missing"),
                    Catch::Contains("missing: no such directory"));
  CHECK_THROWS_WITH(open_dataset(scratch.path()), Catch::Contains(scratch.path().string()) &&
                                                      Catch::Contains("neither dataset.json nor"));
  for (const char* broken :
       {"{", "[]", "{}", R"({"name": 1, "level_names": [], "splits": {}})",
        R"({"name": "x", "level_names": ["a"], "splits": {}})",
        R"({"name": "x", "level_names": ["a"], "splits": {"a": 1}})",
        R"({"name": "x", "level_names": ["a"], "splits": {"a": []}, "implication": 3})",
        R"({"name": "x", "level_names": ["a"], "splits": {"a": []}, "lists_all_truths": "no"})",
        R"({"name": "x", "level_names": ["a"], "splits": {"a": []}, "augment": "y"})"}) {
    CAPTURE(broken);
    write(scratch / "dataset.json", broken);
    CHECK_THROWS_WITH(open_dataset(scratch.path()), Catch::Contains("dataset.json"));
  }
}

TEST_CASE("no usable sample left is an error that says so", "[dataset]") {
  const Scratch scratch;
  write_small_dataset(scratch);
  TarWriter tar(scratch / "train-000000.tar");
  tar.add("a.png", "\x89PNG");
  tar.add("a.json", R"({"captions": [["a"], ["b"]]})");
  tar.add("b.png", encode_png(noisy_image(4, 4, 1)));
  tar.add("b.txt", "one level only");
  tar.commit();
  const Dataset dataset = open_dataset(scratch.path());
  ReadReport report;
  CHECK_THROWS_WITH(
      load_split(dataset, "train", report),
      Catch::Contains(scratch.path().string() + ": no usable sample left in split 'train'") &&
          Catch::Contains(
              "1 corrupt image, 1 wrong number of levels; the first: train-000000.tar/a"));
  std::filesystem::remove(scratch / "train-000000.tar");
  CHECK_THROWS_AS(load_split(dataset, "train", report), DataError);
}
