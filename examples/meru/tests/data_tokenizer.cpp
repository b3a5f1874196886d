#include <zlib.h>

#include "catch.hpp"
#include "data/error.hpp"
#include "data/tokenizer.hpp"
#include "data/utf8.hpp"
#include "data_support.hpp"

using meru::Tokenizer;
using namespace meru::test;
using Ids = std::vector<int>;

TEST_CASE("word tokens", "[tokenizer]") {
  const Tokenizer tokenizer = Tokenizer::words({"A red circle", "a blue circle, a ring."});
  CHECK(tokenizer.size() == 3 + 7);  // BOS, EOS, unknown; , . a blue circle red ring
  const Ids ids = tokenizer.encode("a red ring");
  REQUIRE(ids.size() == 5);
  CHECK(ids.front() == tokenizer.bos());
  CHECK(ids.back() == tokenizer.eos());
  CHECK(tokenizer.encode("A  RED\nring") == ids);
  CHECK(tokenizer.encode("a green ring")[2] == tokenizer.encode("a grey ring")[2]);
  CHECK(tokenizer.encode("") == Ids{tokenizer.bos(), tokenizer.eos()});
  for (const int id : tokenizer.encode("a red, unknown caf\xC3\xA9 ring."))
    CHECK((id >= 0 && id < tokenizer.size()));
  CHECK(Tokenizer::words({"a blue circle, a ring.", "a red circle"}).encode("a red ring") == ids);
  CHECK(Tokenizer::from_json(tokenizer.to_json()).encode("a red ring, blue") ==
        tokenizer.encode("a red ring, blue"));
}

TEST_CASE("a length limit keeps EOS", "[tokenizer]") {
  const Tokenizer tokenizer = Tokenizer::words({"a b c d e"});
  const Ids ids = tokenizer.encode("a b c d e", 4);
  CHECK(ids.size() == 4);
  CHECK(ids.back() == tokenizer.eos());
  CHECK(tokenizer.encode("a b", 4).size() == 4);
  CHECK(tokenizer.encode("a b", 77).size() == 4);
}

TEST_CASE("byte-pair tokens", "[tokenizer]") {
  const Scratch scratch;
  const std::string merges = "\"vocab.txt#version: 0.2\nl o\nlo w</w>\ne r</w>\nlo w\n";
  write(scratch / "merges.txt", merges);
  const Tokenizer tokenizer = Tokenizer::byte_pair((scratch / "merges.txt").string());
  CHECK(tokenizer.size() == 512 + 4 + 2);
  CHECK(tokenizer.bos() == 516);
  CHECK(tokenizer.eos() == 517);
  // CLIP numbers the printing bytes from '!' on: 'x' is 0x78 - 0x21; with the end of a word 256
  // more.
  CHECK(tokenizer.encode("low") == Ids{516, 513, 517});
  CHECK(tokenizer.encode(" LOW  lower ") == Ids{516, 513, 515, 514, 517});
  CHECK(tokenizer.encode("x") == Ids{516, 0x78 - 0x21 + 256, 517});
  CHECK(tokenizer.encode("low's") == Ids{516, 513, '\'' - 0x21, 's' - 0x21 + 256, 517});
  CHECK(tokenizer.encode("12") == Ids{516, '1' - 0x21 + 256, '2' - 0x21 + 256, 517});
  CHECK(tokenizer.encode("!?") == Ids{516, 0, '?' - 0x21 + 256, 517});
  CHECK(tokenizer.encode("\xC3\x89") == tokenizer.encode("\xC3\xA9"));  // capital and small e acute
  CHECK(tokenizer.encode("a\xC2\xA0"
                         "b") == tokenizer.encode("a b"));
  CHECK(Tokenizer::from_json(tokenizer.to_json()).encode("lower!") == tokenizer.encode("lower!"));
  CHECK_THROWS_AS(tokenizer.encode("\xFF"), meru::DataError);

  const gzFile packed = gzopen((scratch / "merges.gz").c_str(), "wb");
  gzwrite(packed, merges.data(), static_cast<unsigned>(merges.size()));
  gzclose(packed);
  CHECK(Tokenizer::byte_pair((scratch / "merges.gz").string()).to_json() == tokenizer.to_json());
}

TEST_CASE("tokenizers refuse what is not theirs", "[tokenizer]") {
  const Scratch scratch;
  CHECK_THROWS_WITH(Tokenizer::byte_pair((scratch / "none").string()),
                    Catch::Contains("none: cannot be opened"));
  write(scratch / "m", "l o\nthree of them\n");
  CHECK_THROWS_WITH(Tokenizer::byte_pair((scratch / "m").string()),
                    Catch::Contains("m:2: expected two symbols"));
  write(scratch / "m", "#version: 0.2\n");
  CHECK_THROWS_WITH(Tokenizer::byte_pair((scratch / "m").string()),
                    Catch::Contains("holds no merges"));
  for (const char* text :
       {"", "{}", R"({"kind": "x", "items": []})", R"({"kind": "words", "items": 1})",
        R"({"kind": "byte_pair", "items": ["ab"]})"})
    CHECK_THROWS_AS(Tokenizer::from_json(text), meru::DataError);
}

TEST_CASE("UTF-8 is checked strictly", "[tokenizer]") {
  for (const char* good : {"", "plain", "caf\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    REQUIRE(meru::is_utf8(good));
    const std::u32string points = *meru::decode_utf8(good);
    std::string back;
    for (const char32_t c : points) meru::append_utf8(c, back);
    CHECK(back == good);
  }
  for (const char* bad : {"\x80", "\xC3", "\xC0\x80", "\xE2\x82", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF",
                          "a\xE9"
                          "b"})
    CHECK_FALSE(meru::is_utf8(bad));
}
