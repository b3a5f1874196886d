#include "rapidity/cuda/nearest.hpp"

#include <string>
#include <type_traits>

#include "detail/all_pairs.cuh"
#include "detail/block_search.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace {

using namespace detail;

/// By how much, relative to it, a coordinate of T may change when it is rounded for a product.
template <class T, class Format>
constexpr double coordinate_rounding() {
  constexpr bool is_tf32 = std::is_same_v<Format, Tf32>;
  constexpr bool is_held =
      std::is_same_v<T, __nv_bfloat16> || (is_tf32 && std::is_same_v<T, __half>);
  return is_held ? 0 : is_tf32 ? 0x1p-11 : Format::parts == 1 ? 0x1p-8 : 0x1p-16;
}

/// The roundings of an excess in a tile, in epsilons of float: one for each term of the inner
/// product, as a matrix unit may cut off what it adds; and of the points. If |x| and |y| change by
/// r, x.y changes by 2 r |x| |y|, and X Y - 1 by up to 4 r of it; two parts leave out another r.
template <class T, class Format>
double excess_roundings(const PairTiles<Format>& tiles) {
  const double moved = 8 * coordinate_rounding<T, Format>();
  return double(tiles.x.stride()) + moved / scalar::detail::BuiltInLimits<float>::epsilon;
}

/// A block finds what is close to one point of x in a tile.
template <class T>
RAPIDITY_KERNEL search_tile_kernel(Tile tile, Search<T> search, PairFactors factors,
                                   double roundings, int capacity) {
  const std::int64_t i = tile.rows.begin + blockIdx.x;
  const float* products = tile.values + std::int64_t(blockIdx.x) * tile.stride;
  const auto c = float(curvature<T>(search.c));
  const float p = factors.x.excess[i];
  const auto margin = row::excess_margin<float>(roundings, search.shape.cols, c);
  BlockSearch<T> block(search, i, tile.columns.begin == 0, capacity);
  for (std::int64_t begin = 0; begin < tile.columns.size; begin += search_threads) {
    const std::int64_t column = begin + threadIdx.x, j = tile.columns.begin + column;
    bool may_be_close = false;
    if (column < tile.columns.size) {
      const Lane q = Lane::fill(factors.y.excess[j]);
      const Lane least = row::least_excess(Lane::fill(products[column]), c, p, q, margin);
      may_be_close = !(least.number > block.limit());
    }
    block.add(may_be_close, j);
  }
  block.finish();
}

template <class T, class Format>
cudaError_t search_all(const Handle& handle, const Search<T>& search, std::int64_t side,
                       const Workspace& workspace, cudaStream_t stream) {
  const auto &x = search.x, &y = search.y;
  Carver carver(workspace.data);
  PairTiles<Format> tiles(carver, x.rows, y.rows, x.cols, side);
  const int capacity = search_capacity(search.indices.cols);
  const std::size_t shared_bytes = std::size_t(capacity) * sizeof(row::Neighbour<Number<T>>);
  const double roundings = excess_roundings<T>(tiles);
  Sequence steps;
  steps.then([&] { return tiles.round(x, y, search.c, stream); });
  for (std::int64_t p = 0; p * tiles.side < x.rows; ++p) {
    for (std::int64_t t = 0; t * tiles.side < y.rows; ++t) {
      const Tile tile = tiles.tile(piece(x.rows, tiles.side, p), piece(y.rows, tiles.side, t));
      steps.then([&] { return tiles.multiply_tile(handle, tile, stream); }).then([&] {
        return launch(search_tile_kernel<T>, dim3(unsigned(tile.rows.size)), dim3(search_threads),
                      shared_bytes, stream, tile, search, tiles.factors(), roundings, capacity);
      });
    }
  }
  return steps.error();
}

/// Refuses outputs that are not [B1, k] with a k that there is.
template <class T>
void check_outputs(const Check& check, const Search<T>& search) {
  const MatrixView<std::int64_t>& indices = search.indices;
  const auto fail_columns = [&](std::int64_t most, const char* reason) {
    check.fail<shape_error>("indices", " has " + std::to_string(indices.cols) +
                                           " columns, expected at most " + std::to_string(most) +
                                           reason);
  };
  if (indices.rows != search.x.rows) {
    check.fail<shape_error>("indices", " is " + shape_text(indices.rows, indices.cols) +
                                           ", expected the " + std::to_string(search.x.rows) +
                                           " rows of x");
  }
  check.matrix("indices", indices);
  check.matrix_as("distances", search.distances, "indices", indices);
  if (indices.cols > search.y.rows) fail_columns(search.y.rows, " as y has rows");
  if (indices.cols > most_neighbours) fail_columns(most_neighbours, "");
}

}  // namespace

std::size_t nearest_workspace_bytes(std::int64_t rows, std::int64_t columns, std::int64_t cols,
                                    const PairwiseOptions& options) {
  check_sizes("nearest_workspace_bytes", rows, columns, cols, options.tile);
  return bytes_of<PairTiles>(options.products, rows, columns, cols, options.tile);
}

template <class T>
cudaError_t nearest(const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
                    const PairwiseOptions& options, MatrixView<std::int64_t> indices,
                    MatrixView<Number<T>> distances, Workspace workspace, cudaStream_t stream) {
  const Check check{"nearest"};
  check.matrix("x", x);
  check.matrix("y", y);
  check_columns(check, x, y);
  check_tile(check, options.tile);
  check.pointer("c", c.data);
  const Search<T> search{x, y, row_shape(x, y), c.data, indices, distances};
  check_outputs(check, search);
  check.workspace(workspace, nearest_workspace_bytes(x.rows, y.rows, x.cols, options));
  if (x.rows == 0 || indices.cols == 0) return cudaSuccess;
  return with_format(options.products, [&](auto format) {
    return search_all<T, decltype(format)>(handle, search, options.tile, workspace, stream);
  });
}

#define RAPIDITY_INSTANTIATE(T)                                                            \
  template cudaError_t nearest<T>(const Handle&, Points<T>, Points<T>, DeviceCurvature<T>, \
                                  const PairwiseOptions&, MatrixView<std::int64_t>,        \
                                  MatrixView<Number<T>>, Workspace, cudaStream_t);
RAPIDITY_INSTANTIATE(float)
RAPIDITY_INSTANTIATE(__nv_bfloat16)
RAPIDITY_INSTANTIATE(__half)

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
