// What an error says.
#pragma once

#include <string>

#include "catch.hpp"

namespace models {

// The message of the Error that the call throws.
template <class Error, class Call>
std::string message(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace models
