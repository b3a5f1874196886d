#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "config.hpp"

namespace rapidity {
inline namespace v0 {

/// A number lies outside the domain of a function: a curvature that is not positive and finite, a
/// negative radius.
class domain_error : public std::domain_error {
 public:
  using std::domain_error::domain_error;
};

/// Sizes of arguments do not fit together. The message names the function, the arguments and both
/// sizes.
class shape_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Throws Error(message). Compiled without exceptions (-fno-exceptions), it writes the message to
/// stderr and calls std::abort() instead; all units of one program must then be compiled so.
template <class Error>
[[noreturn]] void raise(const std::string& message) {
#if RAPIDITY_HAS_EXCEPTIONS
  throw Error(message);
#else
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
#endif
}

namespace detail {

/// A number as a message shows it, behind what stands before it; nothing for scalars that are not
/// built in.
template <class T>
std::string number(const char* before, const T& value) {
  if constexpr (std::is_arithmetic<T>::value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
    return before + std::string(text);
  } else {
    return {};
  }
}

/// ", got -1".
template <class T>
std::string got(const T& value) {
  return number(", got ", value);
}

// Apart from the comparison, so that this is all that a call on points of equal sizes costs.
[[noreturn]] inline void raise_size_error(const char* function, const char* name, std::int64_t size,
                                          const char* reference, std::int64_t expected) {
  raise<shape_error>(std::string("rapidity::") + function + ": " + name + " has " +
                     std::to_string(size) + " elements, expected " + std::to_string(expected) +
                     " as in " + reference);
}

}  // namespace detail

/// Throws shape_error unless `size` == `expected`.
///
/// @param function  name of the public function, e.g. "distance"
/// @param name      argument whose size is checked, e.g. "y"
/// @param size      its size
/// @param reference argument that sets the expected size, e.g. "x"
/// @param expected  that size
inline void expect_size(const char* function, const char* name, std::int64_t size,
                        const char* reference, std::int64_t expected) {
  if (size != expected) detail::raise_size_error(function, name, size, reference, expected);
}

/// Throws domain_error if `value` < 0. NaN passes: NaN in, NaN out.
template <class T>
void expect_non_negative(const char* function, const char* name, const T& value) {
  if (value < T(0)) {
    raise<domain_error>(std::string("rapidity::") + function + ": " + name +
                        " is negative, expected a number >= 0" + detail::got(value));
  }
}

}  // namespace v0
}  // namespace rapidity
