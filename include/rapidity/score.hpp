#pragma once
#include "config.hpp"

namespace rapidity {
inline namespace v0 {

/// What a contrastive logit is made of: logit_ij = scale * score_ij.
enum class Score {
  distance,  ///< minus the geodesic distance, -d(x_i, y_j)
  inner      ///< the Lorentzian inner product <x_i, y_j>_L = x.y - x_t y_t
};

}  // namespace v0
}  // namespace rapidity
