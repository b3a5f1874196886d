#include "emoji_caption.hpp"

#include <algorithm>
#include <utility>

namespace meru::emoji {
namespace {

struct Phrase {
  const char* title;  ///< Unicode's
  const char* words;
};

constexpr Phrase groups[] = {{"Smileys & Emotion", "a smiley or an emotion"},
                             {"People & Body", "a person or a part of the body"},
                             {"Animals & Nature", "an animal or a plant"},
                             {"Food & Drink", "food or drink"},
                             {"Travel & Places", "a place or a vehicle"},
                             {"Activities", "an activity"},
                             {"Objects", "an object"},
                             {"Symbols", "a symbol"},
                             {"Flags", "a flag"}};

constexpr Phrase subgroups[] = {{"face-smiling", "a smiling face"},
                                {"face-affection", "an affectionate face"},
                                {"face-tongue", "a face with its tongue out"},
                                {"face-hand", "a face with hands"},
                                {"face-neutral-skeptical", "a neutral or sceptical face"},
                                {"face-sleepy", "a sleepy face"},
                                {"face-unwell", "an unwell face"},
                                {"face-hat", "a face with a hat"},
                                {"face-glasses", "a face with glasses"},
                                {"face-concerned", "a concerned face"},
                                {"face-negative", "an angry face"},
                                {"face-costume", "a face in costume"},
                                {"cat-face", "the face of a cat"},
                                {"monkey-face", "the face of a monkey"},
                                {"heart", "a heart"},
                                {"emotion", "a sign of emotion"},
                                {"hand-fingers-open", "a hand with open fingers"},
                                {"hand-fingers-partial", "a hand with some fingers open"},
                                {"hand-single-finger", "a pointing finger"},
                                {"hand-fingers-closed", "a closed hand"},
                                {"hands", "two hands"},
                                {"hand-prop", "a hand at work"},
                                {"body-parts", "a part of the body"},
                                {"person", "a person"},
                                {"person-gesture", "a person making a gesture"},
                                {"person-role", "a person of some profession"},
                                {"person-fantasy", "a person of fantasy"},
                                {"person-activity", "a person doing something"},
                                {"person-sport", "a person doing sport"},
                                {"person-resting", "a person at rest"},
                                {"family", "a family or a couple"},
                                {"person-symbol", "the outline of a person"},
                                {"animal-mammal", "a mammal"},
                                {"animal-bird", "a bird"},
                                {"animal-amphibian", "an amphibian"},
                                {"animal-reptile", "a reptile"},
                                {"animal-marine", "an animal of the sea"},
                                {"animal-bug", "a bug"},
                                {"plant-flower", "a flower"},
                                {"plant-other", "a plant"},
                                {"food-fruit", "a fruit"},
                                {"food-vegetable", "a vegetable"},
                                {"food-prepared", "a dish"},
                                {"food-asian", "an Asian dish"},
                                {"food-marine", "seafood"},
                                {"food-sweet", "something sweet"},
                                {"drink", "a drink"},
                                {"dishware", "dishes or cutlery"},
                                {"place-map", "a map"},
                                {"place-geographic", "a landscape"},
                                {"place-building", "a building"},
                                {"place-religious", "a religious building"},
                                {"place-other", "a place"},
                                {"transport-ground", "transport by land"},
                                {"transport-water", "transport by water"},
                                {"transport-air", "transport by air"},
                                {"hotel", "a thing in a hotel"},
                                {"time", "a clock or a time"},
                                {"sky & weather", "the sky or the weather"},
                                {"event", "an event"},
                                {"award-medal", "a medal or a trophy"},
                                {"sport", "a sport"},
                                {"game", "a game"},
                                {"arts & crafts", "arts or crafts"},
                                {"clothing", "clothing"},
                                {"sound", "a sound"},
                                {"music", "music"},
                                {"musical-instrument", "a musical instrument"},
                                {"phone", "a phone"},
                                {"computer", "a computer"},
                                {"light & video", "a light or a camera"},
                                {"book-paper", "a book or paper"},
                                {"money", "money"},
                                {"mail", "mail"},
                                {"writing", "a thing to write with"},
                                {"office", "a thing in an office"},
                                {"lock", "a lock or a key"},
                                {"tool", "a tool"},
                                {"science", "science"},
                                {"medical", "medicine"},
                                {"household", "a household thing"},
                                {"other-object", "another object"},
                                {"transport-sign", "a public sign"},
                                {"warning", "a warning sign"},
                                {"arrow", "an arrow"},
                                {"religion", "a religious symbol"},
                                {"zodiac", "a sign of the zodiac"},
                                {"av-symbol", "a button of a player"},
                                {"gender", "a gender symbol"},
                                {"math", "a mathematical sign"},
                                {"punctuation", "a punctuation mark"},
                                {"currency", "a currency sign"},
                                {"other-symbol", "another symbol"},
                                {"keycap", "a key of a keypad"},
                                {"alphanum", "a button with letters"},
                                {"geometric", "a geometric figure"},
                                {"flag", "a flag that stands for no country"},
                                {"country-flag", "the flag of a country"},
                                {"subdivision-flag", "the flag of a part of a country"}};

template <std::size_t N>
std::string find(const Phrase (&table)[N], const std::string& title) {
  for (const Phrase& phrase : table)
    if (title == phrase.title) return phrase.words;
  return "";
}

}  // namespace

std::vector<std::string> group_phrases() {
  std::vector<std::string> result;
  for (const Phrase& phrase : groups) result.emplace_back(phrase.words);
  return result;
}

std::string group_phrase(const std::string& group) { return find(groups, group); }

std::string subgroup_phrase(const std::string& subgroup) {
  std::string phrase = find(subgroups, subgroup);
  if (!phrase.empty()) return phrase;
  phrase = subgroup;
  std::replace(phrase.begin(), phrase.end(), '-', ' ');
  return phrase;
}

std::vector<std::vector<std::string>> captions_of(const Emoji& emoji,
                                                  const std::vector<std::string>& keywords) {
  const std::string group = group_phrase(emoji.group);
  std::vector<std::string> others;
  for (const std::string& keyword : keywords)
    if (keyword != emoji.name) others.push_back(keyword);
  if (others.empty()) others = keywords;  // "tiger" has no other keyword than its name
  if (group.empty() || others.empty()) return {};
  return {
      {"a picture"}, {group}, {subgroup_phrase(emoji.subgroup)}, std::move(others), {emoji.name}};
}

}  // namespace meru::emoji
