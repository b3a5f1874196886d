#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

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

/// Throws shape_error unless `size` == `expected`.
///
/// @param function  name of the public function, e.g. "distance"
/// @param name      argument whose size is checked, e.g. "y"
/// @param reference argument that sets the expected size, e.g. "x"
inline void expect_size(const char* function, const char* name, std::int64_t size,
                        const char* reference, std::int64_t expected) {
  if (size == expected) return;
  throw shape_error(std::string("rapidity::") + function + ": " + name + " has " +
                    std::to_string(size) + " elements, expected " + std::to_string(expected) +
                    " as in " + reference);
}

/// Throws domain_error if `value` < 0. NaN passes: NaN in, NaN out.
template <class T>
void expect_non_negative(const char* function, const char* name, const T& value) {
  if (value < T(0)) {
    throw domain_error(std::string("rapidity::") + function + ": " + name +
                       " is negative, expected a number >= 0");
  }
}

}  // namespace v0
}  // namespace rapidity
