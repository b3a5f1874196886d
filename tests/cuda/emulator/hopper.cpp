#include "hopper.hpp"

#include "../../../cuda/detail/slices.hpp"

#include <array>
#include <deque>
#include <functional>
#include <random>
#include <vector>

#include "emulator.hpp"

namespace {

using rapidity::cuda::detail::product_depth;
using rapidity::cuda::detail::slice_alignment;
using rapidity::cuda::detail::slice_columns;
using rapidity::cuda::detail::slice_row_bytes;
using rapidity::cuda::detail::hopper::Barrier;
using rapidity::cuda::detail::hopper::Sums;

constexpr int most_threads = 1024, warpgroup_threads = 128;

bool copies_are_late = false;
std::mt19937 order(1);

/// A copy whose bytes have not come.
struct Copy {
  Barrier* barrier;
  std::function<void()> run;
};
std::deque<Copy> copies;

/// Products of a thread: groups of them, the last one open.
struct Products {
  std::deque<std::vector<std::function<void()>>> groups{1};
  bool has_begun = false;
};
std::array<Products, most_threads> of_threads;

Products& products() { return of_threads[threadIdx.x]; }

void run_all_but(std::size_t left) {
  auto& groups = products().groups;
  while (groups.size() > 1 + left) {
    for (const auto& product : groups.front()) product();
    groups.pop_front();
  }
}

/// Those that somebody waits for.
void run_copies(const Barrier& barrier) {
  for (std::size_t k = 0; k < copies.size();) {
    if (copies[k].barrier != &barrier) {
      ++k;
      continue;
    }
    const Copy copy = copies[k];
    copies.erase(copies.begin() + std::ptrdiff_t(k));
    copy.run();
  }
}

char* shared(std::uint32_t address) {
  return static_cast<char*>(emulator::shared_memory()) + address;
}

/// Where the byte at an address of a slice is: of an address, bits 4 to 6 are changed by bits 7 to
/// 9.
std::uint32_t swizzled(std::uint32_t address) { return address ^ (address >> 3 & 0x70); }

__nv_bfloat16& element(std::uint32_t address) {
  return *reinterpret_cast<__nv_bfloat16*>(shared(swizzled(address)));
}

/// Number k of row r of what a descriptor describes.
float factor(std::uint64_t descriptor, int r, int k) {
  if (descriptor >> 62 != 1)
    emulator::fail("a descriptor of another swizzle than that of 128 bytes");
  if ((descriptor >> 49 & 7) != 0) emulator::fail("a descriptor with a base offset");
  const auto start = std::uint32_t(descriptor & 0x3fff) * 16;
  const auto eight_rows = std::uint32_t(descriptor >> 32 & 0x3fff) * 16;
  return float(element(start + std::uint32_t(r / 8) * eight_rows +
                       std::uint32_t(r % 8) * slice_row_bytes + 2 * std::uint32_t(k)));
}

}  // namespace

namespace emulator {
namespace hopper {

void begin_launch() {
  if (!copies.empty()) fail("a copy that nobody has waited for");
  copies_are_late = order() >> 31;
}

}  // namespace hopper
}  // namespace emulator

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace hopper {

std::uint32_t shared_address(const void* pointer) {
  return std::uint32_t(static_cast<const char*>(pointer) - shared(0));
}

void Barrier::start(int count) {
  arrivals = left = std::uint16_t(count);
  bytes = 0;
  parity = 0;
}

void Barrier::arrive_and_expect(int expected) {
  if (left == 0) emulator::fail("an arrival that no phase of a barrier waits for");
  bytes += expected;
  --left;
  advance();
}

void Barrier::come(int count) {
  bytes -= count;
  advance();
}

void Barrier::advance() {
  if (left > 0 || bytes != 0) return;
  left = arrivals;
  parity ^= 1;
}

void Barrier::wait(int of_parity) {
  // Made here, it stays while the thread waits.
  const std::function<bool()> is_complete = [this, of_parity] {
    run_copies(*this);
    return int(parity) != of_parity;
  };
  emulator::wait_until(is_complete);
}

void load_slice(__nv_bfloat16* to, const SliceMap& from, int row, int column, Barrier& barrier) {
  const std::uint32_t base = shared_address(to);
  if (base % slice_alignment != 0) emulator::fail("a slice that is not aligned");
  const Copy copy{&barrier, [=, &barrier] {
                    for (int r = 0; r < from.height; ++r) {
                      for (int k = 0; k < slice_columns; ++k) {
                        const bool is_there = row + r < from.rows && column + k < from.cols;
                        element(base + std::uint32_t(r) * slice_row_bytes + 2 * std::uint32_t(k)) =
                            is_there ? from.data[(row + r) * from.stride + column + k]
                                     : __nv_bfloat16(0.0f);
                      }
                    }
                    barrier.come(from.height * slice_row_bytes);
                  }};
  if (copies_are_late)
    copies.push_back(copy);
  else
    copy.run();
}

void begin_products() {
  emulator::wait_for_warp();
  products().has_begun = true;
}

void end_products() {
  emulator::wait_for_warp();
  products().groups.emplace_back();
}

void wait_but_for_last() {
  emulator::wait_for_warp();
  run_all_but(1);
}

void multiply(Sums& sums, std::uint64_t a, std::uint64_t b, bool adds) {
  emulator::wait_for_warp();
  if (!products().has_begun) emulator::fail("a product of a warpgroup without its fence");
  const int thread = int(threadIdx.x) % warpgroup_threads, warp = thread / 32, lane = thread % 32;
  const auto product = [=, &sums] {
    for (int at = 0; at < 64; ++at) {
      const int row = 16 * warp + lane / 4 + 8 * (at / 2 % 2),
                column = 8 * (at / 4) + 2 * (lane % 4) + at % 2;
      float sum = adds ? sums[at] : 0;
      for (int k = 0; k < product_depth; ++k) sum += factor(a, row, k) * factor(b, column, k);
      sums[at] = sum;
    }
  };
  if (copies_are_late)
    product();
  else
    products().groups.back().push_back(product);
}

void wait_for_products(Sums&) {
  emulator::wait_for_warp();
  run_all_but(0);
  if (!products().groups.back().empty()) emulator::fail("products that no group has");
  products().has_begun = false;
}

void meet(int warpgroup) {
  static int arrived[8];
  static unsigned turn[8];
  const unsigned mine = turn[warpgroup];
  if (++arrived[warpgroup] == warpgroup_threads) {
    arrived[warpgroup] = 0;
    ++turn[warpgroup];
    return;
  }
  const std::function<bool()> have_met = [=] { return turn[warpgroup] != mine; };
  emulator::wait_until(have_met);
}

}  // namespace hopper
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
