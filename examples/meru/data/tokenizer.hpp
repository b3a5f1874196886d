#pragma once

#include <memory>
#include <string>
#include <vector>

namespace meru {

/// Turns text into numbers. Cheap to copy; copies share their tables.
class Tokenizer {
 public:
  /// How text is split; the two below are made by Tokenizer's factories.
  class Scheme {
   public:
    virtual ~Scheme() = default;
    virtual std::vector<int> encode(const std::string& text) const = 0;  ///< without BOS and EOS
    virtual int size() const = 0;                                        ///< with BOS and EOS
    virtual int bos() const = 0;
    virtual int eos() const = 0;
    virtual const char* kind() const = 0;                       ///< "words" or "byte_pair"
    virtual const std::vector<std::string>& items() const = 0;  ///< what it was made of
  };

  /// One token per word: the words of these captions in alphabetical order, and one for all others.
  /// Letters are compared without case; punctuation stands alone. Needs the standard library only.
  static Tokenizer words(const std::vector<std::string>& captions);

  /// The byte-pair encoding of CLIP from its merges file (plain or .gz), e.g.
  /// bpe_simple_vocab_16e6.txt.gz; gives CLIP's numbers. (CLIP repairs broken text with ftfy first;
  /// this does not.)
  /// @throws DataError for a file that cannot be read or holds no merges
  static Tokenizer byte_pair(const std::string& merges_file);

  /// BOS, the text's tokens, EOS. At most max_length numbers where that is not 0, EOS kept.
  std::vector<int> encode(const std::string& text, std::size_t max_length = 0) const;
  int size() const { return scheme_->size(); }  ///< numbers are 0 .. size() - 1
  int bos() const { return scheme_->bos(); }
  int eos() const { return scheme_->eos(); }

  /// All that it takes to make an equal one. @throws DataError for a text that is not to_json()'s
  std::string to_json() const;
  static Tokenizer from_json(const std::string& text);

 private:
  explicit Tokenizer(std::shared_ptr<const Scheme> scheme) : scheme_(std::move(scheme)) {}

  std::shared_ptr<const Scheme> scheme_;
};

namespace detail {

/// @param words  sorted, distinct
std::shared_ptr<const Tokenizer::Scheme> word_scheme(std::vector<std::string> words);
/// @param merges  "first second", the earliest merge first
std::shared_ptr<const Tokenizer::Scheme> byte_pair_scheme(std::vector<std::string> merges);

}  // namespace detail
}  // namespace meru
