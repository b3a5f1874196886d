#include "tokenizer.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace meru {
namespace {

/// Words in lower case; a character of punctuation is a word of its own. Bytes beyond ASCII belong
/// to words.
std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                        static_cast<unsigned char>(c) >= 0x80 || c == '\'';
    const bool visible = static_cast<unsigned char>(c) > ' ';
    if (letter && inside)
      words.back() += static_cast<char>(upper ? c + 32 : c);
    else if (visible)
      words.emplace_back(1, static_cast<char>(upper ? c + 32 : c));
    inside = letter;
  }
  return words;
}

class Words final : public Tokenizer::Scheme {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::size_t i = 0; i < words_.size(); ++i) id_of_[words_[i]] = static_cast<int>(i) + first;
  }

  std::vector<int> encode(const std::string& text) const override {
    std::vector<int> ids;
    for (const std::string& word : split_words(text)) {
      const auto found = id_of_.find(word);
      ids.push_back(found != id_of_.end() ? found->second : unknown);
    }
    return ids;
  }
  int size() const override { return first + static_cast<int>(words_.size()); }
  int bos() const override { return 0; }
  int eos() const override { return 1; }
  const char* kind() const override { return "words"; }
  const std::vector<std::string>& items() const override { return words_; }

 private:
  static constexpr int unknown = 2, first = 3;

  std::vector<std::string> words_;
  std::unordered_map<std::string, int> id_of_;
};

}  // namespace

std::shared_ptr<const Tokenizer::Scheme> detail::word_scheme(std::vector<std::string> words) {
  return std::make_shared<Words>(std::move(words));
}

Tokenizer Tokenizer::words(const std::vector<std::string>& captions) {
  std::set<std::string> known;
  for (const std::string& caption : captions)
    for (std::string& word : split_words(caption)) known.insert(std::move(word));
  return Tokenizer(detail::word_scheme({known.begin(), known.end()}));
}

std::vector<int> Tokenizer::encode(const std::string& text, std::size_t max_length) const {
  std::vector<int> ids = scheme_->encode(text);
  if (max_length != 0 && ids.size() + 2 > max_length)
    ids.resize(max_length > 2 ? max_length - 2 : 0);
  ids.insert(ids.begin(), bos());
  ids.push_back(eos());
  return ids;
}

}  // namespace meru
