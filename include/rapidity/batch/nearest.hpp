#pragma once
// The nearest points, by distances that are as accurate as those of pairs.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "../row/distance.hpp"
#include "../row/nearest.hpp"
#include "detail/buffer.hpp"
#include "detail/tiles.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// For each x_i the k points of y that are closest by geodesic distance, in ascending order:
/// indices_ij is the row in y of the j-th, distances_ij its distance. x [B1, D], y [B2, D], both
/// outputs [B1, k], k <= B2. T is float or double.
///
/// Exact: the distances are those of batch::distance, to half an ulp (float), and no other point of
/// y has a smaller one. Equal distances stand in the order of their indices. A distance that is
/// NaN, of a point that is not finite, counts as larger than all others, infinity included; where
/// x_i is not finite the indices are 0 to k - 1. (The order by inner product is the same: it is
/// -cosh(sqrt(c) d) / c.)
///
/// Matrix products in T rule out what they can, distances of pairs decide. Cost: one matrix product
/// of 2 B1 B2 D operations, and O(D) for each of the pairs that are left: about k (1 + log(B2 / k))
/// of each x_i, or fewer, and those whose u = cosh(sqrt(c) d) - 1 is within about
/// eps D c |x| |y| / 2 of the k-th: all of them where products cannot tell the points of y apart.
/// Memory: for each thread a tile (at most 1 MiB; 2 in double) and some 256 k numbers, O(B1 + B2)
/// beside. The result is the same for every number of threads, which share the rows of x.
/// Errors: shape_error when sizes do not fit, or k > B2.
template <class T>
void nearest(Points<T> x, Points<T> y, const Curvature<T>& c, MatrixView<std::int64_t> indices,
             MutablePoints<T> distances, Execution execution = {});

namespace detail {

/// The k points that are closest to one point so far.
template <class T>
class Closest {
 public:
  Closest(std::int64_t count, T c) : count_(static_cast<std::size_t>(count)), c_(c) {
    heap_.reserve(count_);
  }

  /// The excess above which no point can be one of them.
  T limit() const { return limit_; }

  void offer(const row::Neighbour<T>& other) {
    if (heap_.size() == count_) {
      if (!row::is_closer(other, heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end(), row::is_closer<T>);
      heap_.pop_back();
    }
    heap_.push_back(other);
    std::push_heap(heap_.begin(), heap_.end(), row::is_closer<T>);
    if (heap_.size() == count_) limit_ = row::excess_limit(heap_.front().distance, Work<T>(c_));
  }

  void write(std::int64_t* indices, T* distances) {
    std::sort_heap(heap_.begin(), heap_.end(), row::is_closer<T>);
    for (const row::Neighbour<T>& neighbour : heap_) {
      *indices++ = neighbour.index;
      *distances++ = neighbour.distance;
    }
  }

 private:
  std::size_t count_;
  T c_, limit_ = std::numeric_limits<T>::infinity();
  std::vector<row::Neighbour<T>> heap_;  // the farthest in front
};

/// The search for some rows of x, one tile of columns after the other.
template <class T>
class NearestSearch {
 public:
  NearestSearch(const PairTiles<T>& pairs, Range rows, std::int64_t count, std::int64_t columns)
      : pairs_(pairs),
        margin_(row::excess_margin<T>(double(pairs.x.cols) / 2, pairs.x.cols, double(pairs.c))),
        rows_(rows),
        least_(rows.size, columns),
        closest_(static_cast<std::size_t>(rows.size), Closest<T>(count, pairs.c)) {}

  void run(Range columns) {
    auto least = least_.leftCols(columns.size);
    pairs_.products(rows_, columns, least);
    for (std::int64_t k = 0; k < rows_.size; ++k) {
      bound_excesses(rows_.begin + k, columns, &least_(k, 0));
      for (std::int64_t part = 0; part < piece_count(columns.size, round); ++part) {
        const Range some = piece(columns.size, round, part);
        take_closest(rows_.begin + k, {columns.begin + some.begin, some.size},
                     &least_(k, some.begin), closest_[static_cast<std::size_t>(k)]);
      }
    }
  }

  void write(const MatrixView<std::int64_t>& indices, const MatrixView<T>& distances) {
    std::int64_t i = rows_.begin;
    for (Closest<T>& closest : closest_) {
      closest.write(indices.row(i), distances.row(i));
      ++i;
    }
  }

 private:
  // Columns between which the limit falls: to sort all of a tile, most in vain, takes longer than
  // the few distances more.
  static constexpr std::int64_t round = 256;

  struct Candidate {
    T least;  // its excess, at least
    std::int64_t index;

    bool operator<(const Candidate& other) const { return least > other.least; }  // least on top
  };

  // From inner products to what the excesses are at least, in place.
  void bound_excesses(std::int64_t i, Range columns, T* values) const {
    const T p = pairs_.x_factors.excess[i];
    const T* q = pairs_.y_factors.excess.data() + columns.begin;
    for_lanes<T>(0, columns.size, [&](auto lane, std::int64_t j) {
      using L = decltype(lane);
      row::least_excess(L::load(values + j), pairs_.c, p, L::load(q + j), margin_)
          .store(values + j);
    });
  }

  // The most promising first, so that the limit is soon low.
  void take_closest(std::int64_t i, Range columns, const T* least, Closest<T>& closest) {
    candidates_.clear();
    for (std::int64_t j = 0; j < columns.size; ++j) {
      if (least[j] > closest.limit()) continue;
      candidates_.push_back({least[j], columns.begin + j});
    }
    std::make_heap(candidates_.begin(), candidates_.end());
    while (!candidates_.empty() && !(candidates_.front().least > closest.limit())) {
      const std::int64_t j = candidates_.front().index;
      const auto pair = triangle(pairs_.x.row(i), pairs_.y.row(j), pairs_.x.cols, pairs_.c);
      closest.offer({T(row::distance(pair)), j});
      std::pop_heap(candidates_.begin(), candidates_.end());
      candidates_.pop_back();
    }
  }

  const PairTiles<T>& pairs_;
  const row::ExcessMargin<T> margin_;
  const Range rows_;
  Matrix<T> least_;
  std::vector<Closest<T>> closest_;  // of each row
  std::vector<Candidate> candidates_;
};

template <class T>
void find_nearest(const MatrixView<const T>& x, const MatrixView<const T>& y, T c,
                  const MatrixView<std::int64_t>& indices, const MatrixView<T>& distances,
                  std::int64_t threads, const Team& team) {
  const PairTiles<T> pairs(x, y, c, team);
  const Tiling tiling(x.rows);
  // An exact result depends on no tiling, so that the tasks may.
  const std::int64_t panel = std::min(tiling.panel, piece_count(x.rows, threads));
  team.run(panel > 0 ? piece_count(x.rows, panel) : 0, [&](std::int64_t task) {
    NearestSearch<T> search(pairs, piece(x.rows, panel, task), indices.cols,
                            std::min(tiling.columns, y.rows));
    for (std::int64_t tile = 0; tile < piece_count(y.rows, tiling.columns); ++tile) {
      search.run(piece(y.rows, tiling.columns, tile));
    }
    search.write(indices, distances);
  });
}

}  // namespace detail

template <class T>
void nearest(Points<T> x, Points<T> y, const Curvature<T>& c, MatrixView<std::int64_t> indices,
             MutablePoints<T> distances, Execution execution) {
  const char* name = "nearest";
  detail::expect_matrix(name, "x", x);
  detail::expect_shape(name, "y", y, y.rows, x.cols, "with the columns of x");
  detail::expect_shape(name, "indices", indices, x.rows, indices.cols, "as x has rows");
  detail::expect_shape(name, "distances", distances, x.rows, indices.cols, "as indices");
  if (indices.cols > y.rows) {
    raise<shape_error>("rapidity::batch::nearest: indices has " + std::to_string(indices.cols) +
                       " columns, expected at most " + std::to_string(y.rows) + " as y has rows");
  }
  const detail::Team team(execution);
  if (indices.cols == 0) return;
  detail::find_nearest<T>(x, y, c.value(), indices, distances, execution.threads, team);
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
