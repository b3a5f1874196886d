#pragma once

#include <cctype>
#include <string>
#include <vector>

namespace report_test {

/// Why a text is not well-formed XML, of the part of XML that drawings use: elements, quoted
/// attributes, the five entities.
class XmlCheck {
 public:
  /// `text` must outlive this.
  explicit XmlCheck(const std::string& text) : text_(text) {}

  /// Empty where the text is well-formed.
  std::string error() {
    while (at_ < text_.size() && error_.empty()) text_[at_] == '<' ? tag() : character();
    if (error_.empty() && !open_.empty()) error_ = "not closed: " + open_.back();
    return error_;
  }

 private:
  void fail(const std::string& why) { error_ = why + " at: " + text_.substr(at_, 60); }

  void character() {
    const char c = text_[at_];
    if (c == '&') return entity();
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') fail("control character");
    ++at_;
  }

  void entity() {
    const auto end = text_.find(';', at_);
    const std::string name = text_.substr(at_ + 1, end - at_ - 1);
    if (name != "amp" && name != "lt" && name != "gt" && name != "quot" && name != "#39") {
      fail("entity");
    }
    at_ = end + 1;
  }

  std::string name() {
    const auto first = at_;
    while (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '-') ++at_;
    if (at_ == first) fail("name expected");
    return text_.substr(first, at_ - first);
  }

  void tag() {
    ++at_;
    if (text_[at_] == '/') {
      ++at_;
      const std::string closed = name();
      if (open_.empty() || open_.back() != closed) fail("closes nothing: " + closed);
      if (!open_.empty()) open_.pop_back();
      if (text_[at_++] != '>') fail("> expected");
      return;
    }
    open_.push_back(name());
    while (error_.empty() && text_[at_] == ' ') attribute();
    if (text_[at_] == '/') {
      ++at_;
      open_.pop_back();
    }
    if (text_[at_++] != '>') fail("> expected");
  }

  void attribute() {
    ++at_;
    name();
    if (text_.substr(at_, 2) != "=\"") return fail("=\" expected");
    at_ += 2;
    while (at_ < text_.size() && text_[at_] != '"' && error_.empty()) {
      if (text_[at_] == '<') return fail("< in an attribute");
      character();
    }
    ++at_;
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::string error_;
};

}  // namespace report_test
