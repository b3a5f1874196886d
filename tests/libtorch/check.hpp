#pragma once
// A few lines of test framework: Torch's CHECK and Catch2's cannot live in one file.
#include <cmath>
#include <cstdio>
#include <exception>
#include <string>

/// Failures so far; what main() returns.
inline int failures = 0;

inline void expect(bool condition, const std::string& what) {
  if (condition) return;
  ++failures;
  std::printf("FAILED: %s\n", what.c_str());
}

/// |a - b| <= bound, and not NaN.
inline void expect_close(double a, double b, double bound, const std::string& what) {
  const bool close = std::abs(a - b) <= bound;
  expect(close, what + ": " + std::to_string(a) + " and " + std::to_string(b) + " differ by " +
                    std::to_string(std::abs(a - b)));
}

/// f() throws an Error whose message contains the text.
template <class Error, class F>
void expect_throws(const F& f, const std::string& text) {
  try {
    f();
    expect(false, "no error; expected: " + text);
  } catch (const Error& error) {
    const std::string message = error.what();
    expect(message.find(text) != std::string::npos, "the error \"" + message + "\" lacks: " + text);
  } catch (const std::exception& error) {
    expect(false, "an error of another type than expected: " + std::string(error.what()));
  }
}
