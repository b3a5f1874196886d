#include "utf8.hpp"

namespace meru {
namespace {

struct Lead {
  int following;      ///< bytes after the first
  char32_t bits;      ///< what the first byte contributes
  char32_t smallest;  ///< code point that needs this many bytes
};

std::optional<Lead> lead(unsigned char byte) {
  if (byte < 0x80) return Lead{0, byte, 0};
  if (byte >= 0xC0 && byte < 0xE0) return Lead{1, char32_t(byte & 0x1F), 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return Lead{2, char32_t(byte & 0x0F), 0x800};
  if (byte >= 0xF0 && byte < 0xF8) return Lead{3, char32_t(byte & 0x07), 0x10000};
  return std::nullopt;
}

/// Reads one code point and moves past it.
std::optional<char32_t> next(std::string_view& text) {
  const auto first = lead(static_cast<unsigned char>(text[0]));
  if (!first || text.size() <= static_cast<std::size_t>(first->following)) return std::nullopt;
  char32_t value = first->bits;
  for (int i = 1; i <= first->following; ++i) {
    const auto byte = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    if ((byte & 0xC0) != 0x80) return std::nullopt;
    value = value << 6 | (byte & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  if (value < first->smallest || value > 0x10FFFF || surrogate) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(first->following) + 1);
  return value;
}

}  // namespace

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string result;
  while (!text.empty()) {
    const auto code_point = next(text);
    if (!code_point) return std::nullopt;
    result.push_back(*code_point);
  }
  return result;
}

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!next(text)) return false;
  return true;
}

void append_utf8(char32_t code_point, std::string& to) {
  const auto tail = [&](int shift) {
    to.push_back(static_cast<char>(0x80 | ((code_point >> shift) & 0x3F)));
  };
  if (code_point < 0x80) {
    to.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    to.push_back(static_cast<char>(0xC0 | (code_point >> 6)));
    tail(0);
  } else if (code_point < 0x10000) {
    to.push_back(static_cast<char>(0xE0 | (code_point >> 12)));
    tail(6);
    tail(0);
  } else {
    to.push_back(static_cast<char>(0xF0 | (code_point >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace meru
