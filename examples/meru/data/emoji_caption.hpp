#pragma once

#include <string>
#include <vector>

#include "emoji_list.hpp"

namespace meru::emoji {

/// Unicode's groups as English phrases ("an animal or a plant"), in Unicode's order.
std::vector<std::string> group_phrases();

/// The group's phrase; empty for one that is unknown or no picture by itself ("Component").
std::string group_phrase(const std::string& group);

/// The subgroup as a phrase ("a mammal"); one that is unknown, with blanks for its hyphens.
std::string subgroup_phrase(const std::string& subgroup);

/// Captions by level: "a picture", group, subgroup, keywords (other than the name, if any), name.
/// Empty where the group or every keyword is unknown.
std::vector<std::vector<std::string>> captions_of(const Emoji& emoji,
                                                  const std::vector<std::string>& keywords);

}  // namespace meru::emoji
