#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "read_report.hpp"

namespace meru {

/// What a preparation wrote.
struct PrepareResult {
  std::map<std::string, std::int64_t> samples;  ///< by split
  ReadReport report;                            ///< what was left out, and why
  std::vector<std::string> notes;               ///< what else a user should know, a line each
};

struct PrepareShapesOptions {
  std::filesystem::path out;
  std::uint64_t seed = 1;
  /// Sizes of splits other than the usual ones, e.g. {{"train", 500}}.
  std::map<std::string, int> counts;
};

/// Writes the splits of SHAPES (see shapes.hpp).
PrepareResult prepare_shapes(const PrepareShapesOptions& options);

/// Where Debian's packages put what EMOJI is made of.
struct EmojiSources {
  std::filesystem::path font = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";
  std::filesystem::path list = "/usr/share/unicode/emoji/emoji-test.txt";
  std::filesystem::path annotations = "/usr/share/unicode/cldr/common/annotations/en.xml";
  std::filesystem::path derived_annotations =
      "/usr/share/unicode/cldr/common/annotationsDerived/en.xml";
  /// The directory above gemojione-VERSION/assets/png; optional.
  std::filesystem::path gems = "/usr/share/rubygems-integration/all/gems";
};

struct PrepareEmojiOptions {
  std::filesystem::path out;
  std::uint64_t seed = 1;
  int size = 64;  ///< pixels
  EmojiSources sources;
};

/// Writes EMOJI: the pictures of Noto Color Emoji without skin tones, in the words of Unicode and
/// CLDR (captions: "a picture", its group, its subgroup, its keywords, its name). Where EmojiOne's
/// pictures are installed, val and iid hold those, in a style the model never trained on;
/// otherwise 5 % and 10 % of the emoji, kept out of train. Zero-shot: the group.
/// @throws DataError naming the package to install where a source is missing
PrepareResult prepare_emoji(const PrepareEmojiOptions& options);

struct PrepareFolderOptions {
  std::filesystem::path images;    ///< directory
  std::filesystem::path captions;  ///< file
  std::filesystem::path out;
};

/// Packs a user's pictures, their files as they are. The captions file has a row per picture,
/// either `file<TAB>caption` or JSON: {"file": .., "caption": ".."} or {"file": .., "captions":
/// [[..], ..]} with the most general level first. File names are relative to the directory. 5 % of
/// the pictures become val and 5 % iid, at least one each of three or more. Rows that cannot be
/// used are counted.
/// @throws DataError where nothing usable is left
PrepareResult prepare_folder(const PrepareFolderOptions& options);

/// All throw DataError where `out` cannot be written or holds another data set, and
/// std::invalid_argument for an option out of range.

namespace detail {

/// Makes the directory. @throws DataError where it holds a data set of another name, or cannot be
/// made
void claim_directory(const std::filesystem::path& directory, const std::string& name);

}  // namespace detail
}  // namespace meru
