#pragma once

namespace rapidity {
inline namespace v0 {

/// What a vjp over many points does to its gradient outputs.
enum class GradMode {
  overwrite,  ///< output = gradient
  accumulate  ///< output += gradient
};

}  // namespace v0
}  // namespace rapidity
