#pragma once
// The nearest points to one point, as a block keeps them.
#include <cstdint>

#include "pair_tiles.cuh"
#include "pairs.cuh"
#include "rapidity/row/distance.hpp"
#include "rapidity/row/nearest.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int search_threads = 256;
constexpr int search_warps = search_threads / warp_size;

/// The place of this thread among those for which `counts` holds, and how many these are. All
/// threads of the block call it.
__device__ inline int place_in_block(bool counts, int& total) {
  __shared__ int totals[search_warps];
  const int lane = threadIdx.x % warp_size, warp = threadIdx.x / warp_size;
  int up_to = counts ? 1 : 0;  // of this warp, this lane included
#pragma unroll
  for (int step = 1; step < warp_size; step *= 2) {
    const int before = __shfl_up_sync(all_lanes, up_to, step);
    if (lane >= step) up_to += before;
  }
  __syncthreads();  // all have read the totals of the last call
  if (lane == warp_size - 1) totals[warp] = up_to;
  __syncthreads();
  int place = up_to - (counts ? 1 : 0);
  total = 0;
  for (int other = 0; other < search_warps; ++other) {
    if (other == warp) place += total;
    total += totals[other];
  }
  return place;
}

/// Sorts `size` neighbours in shared memory, a power of two, by a bitonic network. No two are equal
/// but those that stand for none, so that the result does not depend on their order before.
template <class N>
__device__ void sort_in_block(row::Neighbour<N>* neighbours, int size) {
  for (int length = 2; length <= size; length *= 2) {
    for (int step = length / 2; step > 0; step /= 2) {
      __syncthreads();
      for (int pair = threadIdx.x; pair < size / 2; pair += search_threads) {
        const int low = 2 * pair - pair % step, high = low + step;
        const row::Neighbour<N> a = neighbours[low], b = neighbours[high];
        const bool ascends = (low & length) == 0;
        if (row::is_closer(ascends ? b : a, ascends ? a : b)) {
          neighbours[low] = b;
          neighbours[high] = a;
        }
      }
    }
  }
  __syncthreads();
}

/// What is searched, and where the closest points go.
template <class T>
struct Search {
  MatrixView<const T> x, y;
  RowShape shape;
  const Number<T>* c;
  MatrixView<std::int64_t> indices;  // in ascending order at any time, or of none
  MatrixView<Number<T>> distances;
};

/// How many neighbours a block has room for: k, and those that a round of its threads may add.
inline int search_capacity(std::int64_t k) {
  int capacity = 2;
  while (capacity < k + search_threads) capacity *= 2;
  return capacity;
}

/// The k closest points to x_i so far, and behind them others that may be closer; all threads of
/// the block call each function.
template <class T>
class BlockSearch {
 public:
  using N = Number<T>;
  using Neighbour = row::Neighbour<N>;

  __device__ BlockSearch(const Search<T>& search, std::int64_t i, bool is_first, int capacity)
      : search_(search),
        i_(i),
        k_(int(search.indices.cols)),
        capacity_(capacity),
        changed_(is_first),
        neighbours_(dynamic_shared<Neighbour>()) {
    const Neighbour none{N(nan("")), std::int64_t(~std::uint64_t(0) >> 1)};
    for (int s = threadIdx.x; s < capacity; s += search_threads) {
      const bool is_known = !is_first && s < k_;
      neighbours_[s] =
          is_known ? Neighbour{search.distances.row(i)[s], search.indices.row(i)[s]} : none;
    }
    __syncthreads();
    find_limit();
  }

  /// The excess above which no point can be one of the closest.
  __device__ N limit() const { return limit_; }

  /// Adds point j of y if it may be one of them; j differs from thread to thread.
  __device__ void add(bool may_be_close, std::int64_t j) {
    if (k_ + waiting_ + search_threads > capacity_) merge();
    int count;
    const int place = place_in_block(may_be_close, count);
    if (count == 0) return;
    Neighbour* const added = neighbours_ + k_ + waiting_;
    if (may_be_close) added[place].index = j;
    __syncthreads();
    for (int s = threadIdx.x / warp_size; s < count; s += search_warps) {
      const N d = distance(added[s].index);
      if (is_first_lane()) added[s].distance = d;
    }
    waiting_ += count;
  }

  /// Writes the closest points so far.
  __device__ void finish() {
    if (waiting_ > 0) merge();
    if (!changed_) return;
    for (int s = threadIdx.x; s < k_; s += search_threads) {
      search_.indices.row(i_)[s] = neighbours_[s].index;
      search_.distances.row(i_)[s] = neighbours_[s].distance;
    }
  }

 private:
  // What an earlier merge has left behind the first k is in the way of none: it is no copy.
  __device__ void merge() {
    int size = 2;
    while (size < k_ + waiting_) size *= 2;
    sort_in_block(neighbours_, size);
    waiting_ = 0;
    changed_ = true;
    find_limit();
  }

  __device__ void find_limit() {
    limit_ = row::excess_limit(neighbours_[k_ - 1].distance, curvature<T>(search_.c));
  }

  // All lanes of a warp call it.
  __device__ N distance(std::int64_t j) const {
    const std::int64_t cols = search_.shape.cols;
    const PairRows<T> pair{
        {search_.x.row(i_), 1, cols, cols}, {search_.y.row(j), 1, cols, cols}, search_.c};
    const RowWarp<T> warp{cols, search_.shape.wide};
    return N(row::distance(triangle(pair, warp, 0)));
  }

  const Search<T>& search_;
  const std::int64_t i_;
  const int k_, capacity_;
  int waiting_ = 0;
  bool changed_;
  N limit_;
  Neighbour* const neighbours_;
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
