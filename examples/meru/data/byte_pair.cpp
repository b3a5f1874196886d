#include <hb.h>
#include <locale.h>
#include <wctype.h>
#include <zlib.h>

#include <array>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "error.hpp"
#include "tokenizer.hpp"
#include "utf8.hpp"

namespace meru {
namespace {

/// The bytes in CLIP's order, each with the character that stands for it in the merges file: those
/// that print stand for themselves, the others for U+0100 and up.
std::vector<std::pair<int, std::string>> byte_symbols() {
  const auto prints = [](int byte) {
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
  };
  std::vector<std::pair<int, std::string>> symbols;
  char32_t substitute = 0x100;
  for (const bool printing : {true, false}) {
    for (int byte = 0; byte < 256; ++byte) {
      if (prints(byte) != printing) continue;
      std::string symbol;
      append_utf8(printing ? static_cast<char32_t>(byte) : substitute++, symbol);
      symbols.emplace_back(byte, symbol);
    }
  }
  return symbols;
}

enum class Kind { letter, digit, space, other };

Kind kind_of(char32_t c) {
  switch (hb_unicode_general_category(hb_unicode_funcs_get_default(), c)) {
    case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_TITLECASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER:
      return Kind::letter;
    case HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER:
    case HB_UNICODE_GENERAL_CATEGORY_LETTER_NUMBER:
    case HB_UNICODE_GENERAL_CATEGORY_OTHER_NUMBER:
      return Kind::digit;
    case HB_UNICODE_GENERAL_CATEGORY_LINE_SEPARATOR:
    case HB_UNICODE_GENERAL_CATEGORY_PARAGRAPH_SEPARATOR:
    case HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR:
      return Kind::space;
    default:
      return (c >= 0x09 && c <= 0x0D) || c == 0x85 ? Kind::space : Kind::other;
  }
}

char32_t lower_case(char32_t c) {
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (unicode != nullptr) return static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), unicode));
  return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/// Length of an English ending such as 's or 'll at `at`; 0 where there is none.
std::size_t ending(const std::u32string& text, std::size_t at) {
  for (const char32_t* known : {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"}) {
    const std::u32string_view view(known);
    if (text.compare(at, view.size(), view) == 0) return view.size();
  }
  return 0;
}

/// CLIP's words: endings, runs of letters, single digits, runs of other characters.
std::vector<std::string> split_words(const std::string& text) {
  const auto decoded = decode_utf8(text);
  if (!decoded) throw DataError("a text to be tokenized is not UTF-8");
  std::u32string points;
  for (const char32_t c : *decoded) points.push_back(lower_case(c));
  std::vector<std::string> words;
  for (std::size_t i = 0; i < points.size();) {
    const Kind kind = kind_of(points[i]);
    std::size_t end = i + ending(points, i);
    if (end == i) {
      ++end;
      while (kind != Kind::digit && end < points.size() && kind_of(points[end]) == kind) ++end;
    }
    if (kind != Kind::space) {
      words.emplace_back();
      for (std::size_t k = i; k < end; ++k) append_utf8(points[k], words.back());
    }
    i = end;
  }
  return words;
}

class BytePairs final : public Tokenizer::Scheme {
 public:
  explicit BytePairs(std::vector<std::string> merges) : merges_(std::move(merges)) {
    for (const char* end : {"", end_of_word}) {
      for (const auto& [byte, symbol] : byte_symbols()) {
        symbol_[static_cast<std::size_t>(byte)] = symbol;
        add(symbol + end);
      }
    }
    for (const std::string& merge : merges_) {
      const std::size_t space = merge.find(' ');
      rank_[merge] = static_cast<int>(rank_.size());
      add(merge.substr(0, space) + merge.substr(space + 1));
    }
  }

  std::vector<int> encode(const std::string& text) const override {
    std::vector<int> ids;
    for (const std::string& word : split_words(text))
      for (const std::string& piece : merged(word)) ids.push_back(id_of_.at(piece));
    return ids;
  }
  int size() const override { return next_ + 2; }
  int bos() const override { return next_; }
  int eos() const override { return next_ + 1; }
  const char* kind() const override { return "byte_pair"; }
  const std::vector<std::string>& items() const override { return merges_; }

 private:
  static constexpr const char* end_of_word = "</w>";

  /// Numbers count what was added, as CLIP's do, even where a symbol comes twice.
  void add(const std::string& symbol) { id_of_[symbol] = next_++; }

  /// The word in pieces, after all merges, the earliest in the file first.
  std::vector<std::string> merged(const std::string& word) const {
    std::vector<std::string> pieces;
    for (const char c : word) pieces.push_back(symbol_[static_cast<unsigned char>(c)]);
    pieces.back() += end_of_word;
    for (;;) {
      auto best = rank_.end();
      for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        const auto found = rank_.find(pieces[i] + " " + pieces[i + 1]);
        if (found != rank_.end() && (best == rank_.end() || found->second < best->second))
          best = found;
      }
      if (best == rank_.end()) return pieces;
      merge_all(best->first, pieces);
    }
  }

  static void merge_all(const std::string& merge, std::vector<std::string>& pieces) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const bool pair = i + 1 < pieces.size() && pieces[i] + " " + pieces[i + 1] == merge;
      result.push_back(pair ? pieces[i] + pieces[i + 1] : pieces[i]);
      if (pair) ++i;
    }
    pieces = std::move(result);
  }

  std::vector<std::string> merges_;
  std::array<std::string, 256> symbol_;
  std::unordered_map<std::string, int> id_of_;
  std::unordered_map<std::string, int> rank_;
  int next_ = 0;
};

/// The content of a file, unpacked where it is gzip's.
std::string read_maybe_gzip(const std::string& path) {
  const auto close = [](gzFile file) { gzclose(file); };
  const std::unique_ptr<gzFile_s, decltype(close)> file(gzopen(path.c_str(), "rb"), close);
  if (!file) throw DataError(path + ": cannot be opened");
  std::string content;
  char block[1 << 14];
  int count = 0;
  while ((count = gzread(file.get(), block, sizeof block)) > 0)
    content.append(block, static_cast<std::size_t>(count));
  if (count < 0) throw DataError(path + ": is no readable gzip file");
  return content;
}

bool is_merge(const std::string& line) {
  const std::size_t space = line.find(' ');
  return space != std::string::npos && space > 0 && space + 1 < line.size() &&
         line.find(' ', space + 1) == std::string::npos;
}

}  // namespace

std::shared_ptr<const Tokenizer::Scheme> detail::byte_pair_scheme(std::vector<std::string> merges) {
  for (const std::string& merge : merges)
    if (!is_merge(merge)) throw DataError("tokenizer: '" + merge + "' is no merge of two symbols");
  return std::make_shared<BytePairs>(std::move(merges));
}

Tokenizer Tokenizer::byte_pair(const std::string& merges_file) {
  // CLIP's vocabulary of 49408 uses this many of the file's merges.
  constexpr std::size_t most_merges = 49152 - 256 - 2;
  std::istringstream lines(read_maybe_gzip(merges_file));
  std::vector<std::string> merges;
  std::string line;
  for (int number = 1; merges.size() < most_merges && std::getline(lines, line); ++number) {
    const bool header = number == 1 && line.find("#version") != std::string::npos;
    if (header || line.empty()) continue;
    if (!is_utf8(line) || !is_merge(line))
      throw DataError(merges_file + ":" + std::to_string(number) +
                      ": expected two symbols with a space between them");
    merges.push_back(line);
  }
  if (merges.empty()) throw DataError(merges_file + ": holds no merges");
  return Tokenizer(detail::byte_pair_scheme(std::move(merges)));
}

}  // namespace meru
