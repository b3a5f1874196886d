#pragma once

#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>

/// A few lines instead of Catch2, whose CHECK and Torch's cannot live in one file: a program calls
/// expect() and returns failures().
namespace meru::test {

inline int& failures() {
  static int count = 0;
  return count;
}

inline void expect(bool holds, const std::string& what) {
  std::printf("%s  %s\n", holds ? "ok  " : "FAIL", what.c_str());
  if (!holds) ++failures();
}

inline void expect_below(double value, double bound, const std::string& what) {
  expect(value <= bound, what + ": " + std::to_string(value) + " <= " + std::to_string(bound));
}

/// The call throws an Error whose what() contains `part`.
template <class Error>
void expect_throws(const std::function<void()>& call, const std::string& part,
                   const std::string& what) {
  try {
    call();
    expect(false, what + ": nothing was thrown");
  } catch (const Error& error) {
    expect(std::string(error.what()).find(part) != std::string::npos, what + ": " + error.what());
  }
}

}  // namespace meru::test
