#include "catch.hpp"
#include "data/dataset.hpp"
#include "data/image.hpp"
#include "data/prepare.hpp"
#include "data_support.hpp"

using namespace meru;
using namespace meru::test;

namespace {

PrepareFolderOptions options_in(const Scratch& scratch) {
  std::filesystem::create_directories(scratch / "images/below");
  return {scratch / "images", scratch / "captions", scratch / "out"};
}

std::size_t count(const Dataset& dataset, const std::string& split) {
  ReadReport report;
  return load_split(dataset, split, report).size();
}

}  // namespace

TEST_CASE("a folder with a table of captions", "[folder]") {
  const Scratch scratch;
  const PrepareFolderOptions options = options_in(scratch);
  std::string table;
  for (unsigned i = 0; i < 60; ++i) {
    const std::string name = "below/" + std::to_string(i) + (i % 2 == 0 ? ".png" : ".jpeg");
    const Image image = noisy_image(10, 10, i);
    write(options.images / name, i % 2 == 0 ? encode_png(image) : encode_jpeg(image));
    table += name + "\tpicture number " + std::to_string(i) + (i % 3 == 0 ? "\r\n" : "\n");
  }
  write(options.images / "bad.png", encode_png(noisy_image(10, 10, 1)).substr(0, 70));
  table +=
      "bad.png\tcut off\nmissing.png\tnot there\nno tab here\nbelow/1.jpeg\t\n\nx.png\tcaf\xE9\n";
  write(options.captions, table);

  const PrepareResult result = prepare_folder(options);
  CHECK(result.report.read == 60);
  CHECK(result.report.skipped == std::map<std::string, std::int64_t>{{"caption not UTF-8", 1},
                                                                     {"corrupt image", 1},
                                                                     {"missing caption", 2},
                                                                     {"missing image", 1}});
  const Dataset dataset = open_dataset(options.out);
  CHECK(dataset.info.level_names == std::vector<std::string>{"caption"});
  CHECK_FALSE(dataset.info.lists_all_truths);
  CHECK(count(dataset, "train") + count(dataset, "val") + count(dataset, "iid") == 60);
  CHECK(count(dataset, "val") >= 2);
  CHECK(count(dataset, "iid") >= 2);
}

TEST_CASE("a folder with captions by level", "[folder]") {
  const Scratch scratch;
  const PrepareFolderOptions options = options_in(scratch);
  for (const char* name : {"a.png", "b.png", "c.png"})
    write(options.images / name, encode_png(noisy_image(10, 10, 5)));
  write(options.captions, R"({"file": "a.png", "captions": [["an animal"], ["a cat", "a grey cat"]]}
{"file": "b.png", "captions": [["an animal"], ["a dog"]]}
{"file": "c.png", "captions": [["an animal"], ["a cow"]]}
{"file": "c.png", "caption": "one level"}
{"file": "c.png", "captions": [["an animal"], []]}
{"file": "c.png", "captions": 7}
{"file": "c.png"}
{"file": }
)");
  const PrepareResult result = prepare_folder(options);
  CHECK(result.report.read == 3);
  CHECK(result.report.skipped ==
        std::map<std::string, std::int64_t>{
            {"missing caption", 2}, {"unreadable row", 2}, {"wrong number of levels", 1}});
  const Dataset dataset = open_dataset(options.out);
  CHECK(dataset.info.level_names.size() == 2);
  for (const char* split : {"train", "val", "iid"}) CHECK(count(dataset, split) == 1);
}

TEST_CASE("a folder with nothing usable", "[folder]") {
  const Scratch scratch;
  PrepareFolderOptions options = options_in(scratch);
  CHECK_THROWS_WITH(prepare_folder(options), Catch::Contains("captions: cannot be opened"));
  write(options.captions, "a.png\tnot there\n");
  CHECK_THROWS_WITH(prepare_folder(options),
                    Catch::Contains("no usable sample left; 1 sample skip") &&
                        Catch::Contains("1 missing image; the first: a.png"));
  write(options.captions,
        "{\"image\": \"a.png\", \"caption\": \"a dot\"}\n{\"file\": \"a.png\"}\n");
  CHECK_THROWS_WITH(
      prepare_folder(options),
      Catch::Contains("1 missing caption, 1 unreadable row; the first: captions:1:") &&
          Catch::Contains("key 'file' not found"));
  write(options.captions, "\n");
  CHECK_THROWS_WITH(prepare_folder(options), Catch::Contains("it has no rows"));
  CHECK_FALSE(std::filesystem::exists(options.out / "dataset.json"));
  options.images = scratch / "elsewhere";
  CHECK_THROWS_WITH(prepare_folder(options), Catch::Contains("elsewhere: no such directory"));
}
