#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

/// A std::vector that is sized and indexed by signed numbers, as the views and Eigen are.
template <class T>
class Buffer : public std::vector<T> {
 public:
  Buffer() = default;
  explicit Buffer(std::int64_t size) : std::vector<T>(static_cast<std::size_t>(size)) {}

  void resize(std::int64_t size) { std::vector<T>::resize(static_cast<std::size_t>(size)); }

  T& operator[](std::int64_t i) { return std::vector<T>::operator[](static_cast<std::size_t>(i)); }
  const T& operator[](std::int64_t i) const {
    return std::vector<T>::operator[](static_cast<std::size_t>(i));
  }
};

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
