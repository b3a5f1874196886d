#include "emoji_list.hpp"

#include <libxml/xmlreader.h>

#include <cstdio>
#include <memory>
#include <sstream>

#include "error.hpp"
#include "files.hpp"
#include "utf8.hpp"

namespace meru::emoji {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The text after a heading such as "# group:"; false where the line is no such heading.
bool heading(const std::string& line, const std::string& title, std::string& text) {
  if (line.compare(0, title.size(), title) != 0) return false;
  text = trimmed(line.substr(title.size()));
  return true;
}

bool has_skin_tone(const std::u32string& code_points) {
  return code_points.find_first_of(U"\U0001F3FB\U0001F3FC\U0001F3FD\U0001F3FE\U0001F3FF") !=
         std::u32string::npos;
}

/// A line such as "1F600 ; fully-qualified # (the emoji) E1.0 grinning face"; false for any other.
bool parse_line(const std::string& line, Emoji& emoji) {
  const std::size_t status = line.find("; fully-qualified"), comment = line.find("# ");
  if (status == std::string::npos || comment == std::string::npos || comment < status) return false;
  std::istringstream numbers(line.substr(0, status));
  emoji.code_points.clear();
  for (unsigned value = 0; numbers >> std::hex >> value;) emoji.code_points.push_back(value);
  std::istringstream words(line.substr(comment + 2));
  std::string picture, version;
  words >> picture >> version;
  std::getline(words, emoji.name);
  emoji.name = trimmed(emoji.name);
  return !emoji.code_points.empty() && !emoji.name.empty();
}

struct FreeReader {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

std::string attribute(xmlTextReader* reader, const char* name) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
      xmlTextReaderGetAttribute(reader, BAD_CAST name), xmlFree);
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

std::string content(xmlTextReader* reader) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(xmlTextReaderReadString(reader), xmlFree);
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

std::vector<std::string> split_at_bars(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, '|');)
    if (part = trimmed(part); !part.empty()) parts.push_back(part);
  return parts;
}

}  // namespace

std::string id_of(const std::u32string& code_points) {
  std::string id;
  for (const char32_t c : code_points) {
    if (c == 0xFE0F || c == 0x200D) continue;
    char number[16];
    std::snprintf(number, sizeof number, "%s%04X", id.empty() ? "" : "-", static_cast<unsigned>(c));
    id += number;
  }
  return id;
}

std::string Emoji::id() const { return id_of(code_points); }

std::vector<Emoji> read_list(const std::filesystem::path& path) {
  std::vector<Emoji> result;
  std::istringstream lines(read_file(path));
  Emoji emoji;
  for (std::string line; std::getline(lines, line);) {
    if (heading(line, "# group:", emoji.group) || heading(line, "# subgroup:", emoji.subgroup))
      continue;
    if (parse_line(line, emoji) && !has_skin_tone(emoji.code_points)) result.push_back(emoji);
  }
  if (result.empty()) throw DataError(path.string() + ": lists no emoji");
  return result;
}

void read_keywords(const std::filesystem::path& path,
                   std::map<std::string, std::vector<std::string>>& keywords) {
  constexpr int quiet = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlTextReader, FreeReader> reader(
      xmlReaderForFile(path.c_str(), nullptr, quiet));
  int status = reader ? xmlTextReaderRead(reader.get()) : -1;
  for (; status == 1; status = xmlTextReaderRead(reader.get())) {
    if (xmlTextReaderNodeType(reader.get()) != XML_READER_TYPE_ELEMENT ||
        !xmlStrEqual(xmlTextReaderConstLocalName(reader.get()), BAD_CAST "annotation") ||
        attribute(reader.get(), "type") == "tts")
      continue;
    if (const auto code_points = decode_utf8(attribute(reader.get(), "cp")))
      keywords[id_of(*code_points)] = split_at_bars(content(reader.get()));
  }
  if (status != 0) throw DataError(path.string() + ": is no readable XML");
}

}  // namespace meru::emoji
