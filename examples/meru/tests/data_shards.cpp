#include <zlib.h>

#include <random>

#include "catch.hpp"
#include "data/dataset.hpp"
#include "data/files.hpp"
#include "data/image.hpp"
#include "data/webdataset.hpp"
#include "data_support.hpp"

using namespace meru;
using namespace meru::test;
using Members = std::vector<std::pair<std::string, std::string>>;

namespace {

void write_tar(const std::filesystem::path& path, const Members& members) {
  TarWriter tar(path);
  for (const auto& [name, content] : members) tar.add(name, content);
  tar.commit();
}

struct Outcome {
  std::vector<Sample> samples;
  ReadReport report;
};

Outcome read(const std::filesystem::path& path, const ReadOptions& options = {}) {
  Outcome outcome;
  for_each_sample(
      {path}, outcome.report,
      [&](Sample&& sample) { outcome.samples.push_back(std::move(sample)); }, options);
  return outcome;
}

std::string picture() { return encode_png(noisy_image(8, 8, 1)); }

/// The reason for which the only sample made of these members is skipped.
std::string only_reason(const Members& members) {
  const Scratch scratch;
  write_tar(scratch / "a.tar", members);
  const Outcome outcome = read(scratch / "a.tar");
  if (!outcome.samples.empty() || outcome.report.skipped_count() != 1) return "not skipped";
  REQUIRE(outcome.report.examples.size() == 1);
  return outcome.report.skipped.begin()->first;
}

std::string shard_of(const Scratch& scratch, int count) {
  ShardWriter writer(scratch.path(), "train");
  for (int i = 0; i < count; ++i) writer.add(small_sample("k" + std::to_string(i), unsigned(i)));
  return read_file(scratch / writer.finish().at(0));
}

}  // namespace

TEST_CASE("what is written to shards is read from them", "[shards]") {
  const Scratch scratch;
  ShardWriter writer(scratch.path(), "train", 4);
  for (unsigned i = 0; i < 10; ++i) writer.add(small_sample("key" + std::to_string(i), i));
  CHECK(std::filesystem::exists(scratch / "train-000000.tar"));
  CHECK_FALSE(std::filesystem::exists(scratch / "train-000002.tar"));
  const auto names = writer.finish();
  CHECK(names ==
        std::vector<std::string>{"train-000000.tar", "train-000001.tar", "train-000002.tar"});
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : names) paths.push_back(scratch / name);
  ReadReport report;
  unsigned i = 0;
  for_each_sample(paths, report, [&](Sample&& sample) {
    const Sample expected = small_sample("key" + std::to_string(i), i);
    CHECK(sample.key == expected.key);
    CHECK(sample.image.rgb == expected.image.rgb);
    CHECK(sample.captions == expected.captions);
    CHECK(sample.also_true == expected.also_true);
    CHECK(sample.labels == expected.labels);
    ++i;
  });
  CHECK(i == 10);
  CHECK(report.read == 10);
  CHECK(report.summary().empty());
}

TEST_CASE("a shard appears whole or not at all", "[shards]") {
  const Scratch scratch;
  {
    ShardWriter writer(scratch.path(), "train");
    writer.add(small_sample("a", 1));
    CHECK_FALSE(std::filesystem::exists(scratch / "train-000000.tar"));
  }
  CHECK(std::filesystem::is_empty(scratch.path()));
  ShardWriter nowhere(scratch / "missing", "train");
  CHECK_THROWS_AS(nowhere.add(small_sample("a", 1)), DataError);
}

TEST_CASE("unusable samples are skipped for a reason", "[shards]") {
  const std::string json = R"({"captions": [["a"], ["b"]]})";
  CHECK(only_reason({{"k.png", picture().substr(0, 90)}, {"k.json", json}}) == "corrupt image");
  CHECK(only_reason({{"k.png", png_of_size(90000, 90000)}, {"k.txt", "a"}}) == "image too large");
  CHECK(only_reason({{"k.webp", "RIFF    WEBP"}, {"k.txt", "a"}}) == "unsupported image");
  CHECK(only_reason({{"k.txt", "a"}}) == "missing image");
  CHECK(only_reason({{"k.png", picture()}}) == "missing caption");
  CHECK(only_reason({{"k.png", picture()}, {"k.txt", " \n"}}) == "missing caption");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", "{}"}}) == "missing caption");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", R"({"captions": []})"}}) ==
        "missing caption");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", R"({"captions": [["a"], []]})"}}) ==
        "missing caption");
  CHECK(only_reason({{"k.png", picture()}, {"k.txt", "caf\xE9"}}) == "caption not UTF-8");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", "{\"captions\": [[\"caf\xE9\"]]}"}}) ==
        "caption not UTF-8");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", "{\"captions\": "}}) == "corrupt metadata");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", "[1, 2]"}}) == "corrupt metadata");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", R"({"captions": [[1]]})"}}) ==
        "corrupt metadata");
  CHECK(only_reason({{"k.png", picture()}, {"k.json", R"({"captions": 5})"}}) ==
        "corrupt metadata");
}

TEST_CASE("other samples survive a bad one", "[shards]") {
  const Scratch scratch;
  write_tar(scratch / "a.tar", {{"a.png", picture()},
                                {"a.txt", "first"},
                                {"b.png", "\x89PNG no"},
                                {"b.txt", "second"},
                                {"notes", "no sample"},
                                {"dir/c.d.txt", "ignored"},
                                {"dir/c.PNG", picture()},
                                {"dir/c.txt", " third\n"}});
  const Outcome outcome = read(scratch / "a.tar");
  REQUIRE(outcome.samples.size() == 2);
  CHECK(outcome.samples[1].key == "dir/c");
  CHECK(outcome.samples[1].captions == std::vector<std::vector<std::string>>{{"third"}});
  CHECK(outcome.report.summary() == "1 sample skipped: 1 corrupt image");
  CHECK_THAT(outcome.report.examples[0], Catch::Contains("a.tar/b"));
}

TEST_CASE("a truncated tar yields the samples before the cut", "[shards]") {
  const Scratch scratch;
  const std::string whole = shard_of(scratch, 20);
  std::size_t previous = 0;
  for (std::size_t size = 0; size < whole.size(); size += 700) {
    write(scratch / "cut.tar", whole.substr(0, size));
    const Outcome outcome = read(scratch / "cut.tar");
    REQUIRE(outcome.samples.size() >= previous);
    REQUIRE(outcome.report.skipped_count() <= 1);
    previous = outcome.samples.size();
  }
  CHECK(previous == 20);

  write(scratch / "cut.tar", whole.substr(0, whole.find("k5.png") + 600));
  const Outcome outcome = read(scratch / "cut.tar");
  CHECK(outcome.samples.size() == 5);
  CHECK(outcome.report.skipped.at("damaged archive") == 1);
}

TEST_CASE("a damaged member costs its own sample", "[shards]") {
  const Scratch scratch;
  std::string bytes = shard_of(scratch, 6);
  const std::size_t header = bytes.find("k2.json");
  REQUIRE(header != std::string::npos);
  bytes[header + 150] = 'x';  // within the checksum
  write(scratch / "bad.tar", bytes);
  const Outcome outcome = read(scratch / "bad.tar");
  CHECK(outcome.samples.size() == 5);
  CHECK(outcome.report.skipped.at("damaged archive") == 1);
}

TEST_CASE("a packed shard reads as a plain one", "[shards]") {
  const Scratch scratch;
  const std::string bytes = shard_of(scratch, 3);
  const gzFile packed = gzopen((scratch / "a.tar.gz").c_str(), "wb");
  gzwrite(packed, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(packed);
  CHECK(read(scratch / "a.tar.gz").samples.size() == 3);
}

TEST_CASE("a file that is no tar", "[shards]") {
  const Scratch scratch;
  write(scratch / "text.tar", std::string(2000, 'a'));
  CHECK(read(scratch / "text.tar").report.skipped.count("damaged archive") == 1);
  write(scratch / "empty.tar", "");
  CHECK(read(scratch / "empty.tar").samples.empty());
  CHECK_THROWS_AS(read(scratch / "missing.tar"), DataError);
  CHECK_THROWS_AS(read(scratch.path()), DataError);
}

TEST_CASE("bytes flipped at random never do worse than losing samples", "[shards][fuzz]") {
  const Scratch scratch;
  ShardWriter writer(scratch.path(), "train");
  for (unsigned i = 0; i < 12; ++i) {
    const Sample sample = small_sample("k" + std::to_string(i), i);
    if (i % 2 == 0)
      writer.add(sample);
    else
      writer.add(sample, encode_jpeg(noisy_image(20, 20, i)), "jpg");
  }
  const std::string whole = read_file(scratch / writer.finish().at(0));
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 engine(seed);
    std::string bytes = whole;
    const unsigned flips = 1u << (seed % 8);
    for (unsigned k = 0; k < flips; ++k)
      bytes[engine() % bytes.size()] = static_cast<char>(engine() >> 24);
    write(scratch / "fuzz.tar", bytes);
    CAPTURE(seed);
    const Outcome outcome = read(scratch / "fuzz.tar", {2, {}});
    for (const Sample& sample : outcome.samples) {
      REQUIRE(sample.captions.size() == 2);
      REQUIRE(sample.image.rgb.size() == std::size_t{3} * sample.image.width * sample.image.height);
    }
    if (flips == 1) REQUIRE(outcome.samples.size() >= 10);
  }
}
