#pragma once
// How a slice of points lies in shared memory: 64 coordinates of each are 128 bytes, in eight
// pieces of 16 whose order depends on the row, so that the same coordinates of eight rows lie in
// eight different banks. The copies write, and the products read, what they call a swizzle of 128
// bytes.
#include <cstdint>

#include "rapidity/config.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int slice_columns = 64;     // coordinates
constexpr int slice_row_bytes = 128;  // of a point
constexpr int product_depth = 16;     // coordinates that one instruction takes
/// To which slices are aligned: the order of the pieces follows from the address.
constexpr int slice_alignment = 8 * slice_row_bytes;

/// Where the products find 16 columns of a slice, from `column` on: an address, the distance of
/// eight rows, and that it is swizzled by 128 bytes. (PTX ISA, wgmma, matrix descriptor; its
/// distance along the columns is of no meaning here.)
RAPIDITY_HD constexpr std::uint64_t slice_descriptor(std::uint32_t address, int column) {
  constexpr std::uint64_t swizzle = std::uint64_t(1) << 62;
  constexpr std::uint64_t eight_rows = std::uint64_t(slice_alignment / 16) << 32;
  return std::uint64_t(((address + 2 * std::uint32_t(column)) & 0x3ffffu) / 16) |
         std::uint64_t(1) << 16 | eight_rows | swizzle;
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
