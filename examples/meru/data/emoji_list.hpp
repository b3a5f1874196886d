#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace meru::emoji {

/// One emoji as Unicode lists it.
struct Emoji {
  std::u32string code_points;
  std::string group, subgroup, name;

  /// The code points without what only asks for a presentation (U+FE0F) or joins (U+200D), as
  /// capital hexadecimal numbers with '-' between them: "1F468-1F469-1F466".
  std::string id() const;
};

/// The fully-qualified emoji without skin tones, in the order of emoji-test.txt.
/// @throws DataError where the file is not such a list
std::vector<Emoji> read_list(const std::filesystem::path& path);

/// CLDR's English keywords by Emoji::id(), added to `keywords`.
/// @throws DataError where the file is no XML
void read_keywords(const std::filesystem::path& path,
                   std::map<std::string, std::vector<std::string>>& keywords);

/// Emoji::id() of any sequence.
std::string id_of(const std::u32string& code_points);

}  // namespace meru::emoji
