#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace meru::report {

/// Text made safe inside elements and quoted attributes of HTML and SVG. Bytes that XML cannot
/// carry (control characters) become U+FFFD.
std::string escape(std::string_view text);

/// "88.9"; a dash where there is no finite value.
std::string fixed(double value, int digits);
std::string fixed(const std::optional<double>& value, int digits);
/// "88.9 %", with a plain "0 %" and "100 %" where the value is exactly that.
std::string percent(double value);
/// Three significant digits, without an exponent where that stays short: "0.425", "16.7", "1040".
std::string significant(double value);
/// "+1.9", "−0.4" (with a real minus sign), "0.0".
std::string signed_fixed(double value, int digits);
/// Cuts a text to at most `limit` characters (not bytes), the last one an ellipsis.
std::string shorten(const std::string& text, std::size_t limit);
/// Characters, not bytes, of a UTF-8 text.
std::size_t character_count(std::string_view text);

/// <img> of a base64 PNG, pixels kept crisp; nothing where `png` is empty. `alt` is escaped here.
std::string picture(const std::string& png, const std::string& alt, int size);
/// A section with its heading; `body` is HTML.
std::string section(const std::string& id, const std::string& title, const std::string& body);
/// A drawing with its caption; both are HTML.
std::string figure(const std::string& drawing, const std::string& caption);
/// "level 2 · colour and shape", escaped.
std::string level_label(std::size_t level, const std::string& name);

}  // namespace meru::report
