#include "train/picture_store.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace meru {

void PictureStore::reserve(std::size_t capacity) {
  // realloc moves large blocks by their page tables, and pages that were never written take no
  // memory; a vector would hold the old block and the new one at once.
  auto* moved = static_cast<std::uint8_t*>(std::realloc(bytes_.get(), capacity));
  if (moved == nullptr) throw std::bad_alloc();
  static_cast<void>(bytes_.release());
  bytes_.reset(moved);
  capacity_ = capacity;
}

void PictureStore::add(const torch::Tensor& picture) {
  if (count_ == 0) shape_ = picture.sizes().vec();
  TORCH_CHECK(picture.sizes() == shape_ && picture.is_contiguous(),
              "PictureStore: expected a contiguous picture of ", shape_);
  const auto size = static_cast<std::size_t>(picture.numel());
  if (used_ + size > capacity_) reserve(std::max(used_ + size, capacity_ + capacity_ / 2));
  std::memcpy(bytes_.get() + used_, picture.data_ptr<std::uint8_t>(), size);
  used_ += size;
  ++count_;
}

torch::Tensor PictureStore::take(at::IntArrayRef empty_shape) {
  if (count_ == 0) return torch::empty(empty_shape, torch::kByte);
  reserve(used_);
  auto shape = shape_;
  shape.insert(shape.begin(), count_);
  auto* bytes = bytes_.release();
  used_ = capacity_ = 0;
  count_ = 0;
  return torch::from_blob(
      bytes, shape, [](void* owned) { std::free(owned); }, torch::kByte);
}

}  // namespace meru
