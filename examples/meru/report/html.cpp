#include "report/html.hpp"

#include <fmt/format.h>

#include <cmath>

namespace meru::report {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\t':
      case '\n':
      case '\r':
        out += c;
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += "\xEF\xBF\xBD";
        else
          out += c;
    }
  }
  return out;
}

std::string fixed(double value, int digits) {
  if (!std::isfinite(value)) return "–";
  const std::string text = fmt::format("{:.{}f}", value, digits);
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return is_zero && text.front() == '-' ? text.substr(1) : text;
}

std::string fixed(const std::optional<double>& value, int digits) {
  return value ? fixed(*value, digits) : "–";
}

std::string percent(double value) {
  const bool whole = value == 0 || value == 100;
  return fixed(value, whole ? 0 : 1) + "\u00A0%";
}

std::string significant(double value) {
  if (!std::isfinite(value)) return "–";
  if (std::abs(value) >= 1000) return fmt::format("{:.0f}", value);
  return fmt::format("{:.3g}", value);
}

std::string signed_fixed(double value, int digits) {
  const std::string size = fixed(std::abs(value), digits);
  if (size.find_first_of("123456789") == std::string::npos) return size;
  return (value < 0 ? "−" : "+") + size;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += starts_character(c) ? 1 : 0;
  return count;
}

std::string shorten(const std::string& text, std::size_t limit) {
  if (character_count(text) <= limit) return text;
  std::size_t kept = 0;
  std::size_t end = 0;
  while (end < text.size() && !(starts_character(text[end]) && kept == limit - 1)) {
    kept += starts_character(text[end]) ? 1 : 0;
    ++end;
  }
  return text.substr(0, end) + "…";
}

std::string picture(const std::string& png, const std::string& alt, int size) {
  if (png.empty()) return "";
  return fmt::format(
      R"(<img class="thumb" src="data:image/png;base64,{}" alt="{}" width="{}" height="{}">)", png,
      escape(alt), size, size);
}

std::string section(const std::string& id, const std::string& title, const std::string& body) {
  return fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", id, escape(title), body);
}

std::string figure(const std::string& drawing, const std::string& caption) {
  return fmt::format("<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>\n", drawing, caption);
}

std::string level_label(std::size_t level, const std::string& name) {
  return fmt::format("level {} · {}", level, escape(name));
}

}  // namespace meru::report
