#pragma once

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>
#include <string>

namespace meru {

/// Checks of options that say in a few words what they expect, a finite number. CLI11's own
/// print the largest double, digit by digit.
inline CLI::Validator number_check(bool zero_is_fine, const char* expected, const char* name) {
  const auto check = [=](const std::string& text) -> std::string {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool is_number = end != text.c_str() && *end == '\0' && std::isfinite(value);
    if (is_number && (value > 0 || (zero_is_fine && value == 0))) return "";
    return std::string("expected ") + expected + ", got " + text;
  };
  return CLI::Validator([check](std::string& text) { return check(text); }, name);
}

inline CLI::Validator positive() { return number_check(false, "a number > 0", "POSITIVE"); }
inline CLI::Validator non_negative() { return number_check(true, "a number >= 0", "NONNEGATIVE"); }

}  // namespace meru
