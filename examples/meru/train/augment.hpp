#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>

namespace meru {

/// Random changes of a batch of pictures that leave their captions true: a small turn, shift and
/// zoom, a left-right flip, brightness and tint. A pure function of (seed, step), like the batches.
class Augmentation {
 public:
  /// @param kind  "none" or "affine"; anything else throws std::invalid_argument
  static Augmentation draw(const std::string& kind, std::int64_t images, std::uint64_t seed,
                           std::int64_t step);

  /// Applies the changes, on the pictures' device, of the images [first, first + rows) to
  /// `pictures` ([rows, 3, size, size] uint8).
  torch::Tensor apply(const torch::Tensor& pictures, std::int64_t first) const;

 private:
  torch::Tensor maps_;  ///< [images, 2, 3] affine maps; undefined for "none"
  torch::Tensor tint_;  ///< [images, 3, 1, 1] factors
};

}  // namespace meru
