#pragma once
// A workspace cut into arrays.
#include <cstddef>
#include <cstdint>

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// Hands out arrays of a workspace, one behind the other, each aligned to 256 bytes. From a null
/// workspace it hands out nothing and only counts, so that one function says where everything lies
/// and how much that is.
class Carver {
 public:
  explicit Carver(void* workspace) : base_(static_cast<char*>(workspace)) {}

  template <class T>
  T* take(std::int64_t count) {
    const std::size_t begin = used_;
    used_ += (std::size_t(count) * sizeof(T) + 255) / 256 * 256;
    return base_ == nullptr ? nullptr : reinterpret_cast<T*>(base_ + begin);
  }
  std::size_t used() const { return used_; }

 private:
  char* base_;
  std::size_t used_ = 0;
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
