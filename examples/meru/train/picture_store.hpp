#pragma once

#include <torch/types.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

namespace meru {

/// Pictures of one size behind one another, in memory that grows where it stands: gathering n of
/// them takes the memory of n, not that of their copy, too.
class PictureStore {
 public:
  /// @param picture  uint8, contiguous, of the shape of the first
  void add(const torch::Tensor& picture);
  /// [pictures, shape of one]; the store is empty afterwards. `empty_shape` where there was none.
  torch::Tensor take(at::IntArrayRef empty_shape);

 private:
  struct Free {
    void operator()(std::uint8_t* bytes) const { std::free(bytes); }
  };
  void reserve(std::size_t capacity);

  std::unique_ptr<std::uint8_t, Free> bytes_;
  std::size_t used_ = 0, capacity_ = 0;
  std::vector<std::int64_t> shape_;
  std::int64_t count_ = 0;
};

}  // namespace meru
