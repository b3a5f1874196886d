#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meru {

/// The code points of a UTF-8 text; nothing where it is not well-formed (RFC 3629: no overlong
/// forms, no surrogates, nothing beyond U+10FFFF).
std::optional<std::u32string> decode_utf8(std::string_view text);

bool is_utf8(std::string_view text);

void append_utf8(char32_t code_point, std::string& to);

}  // namespace meru
