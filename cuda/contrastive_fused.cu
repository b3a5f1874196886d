// The contrastive loss's tiles, by one kernel each instead of a product and a kernel on it.
#include "detail/fused.hpp"

#if defined(RAPIDITY_SM_90A)
#include "detail/fused_logits.cuh"
#include "detail/fused_weights.cuh"
#endif

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

#if defined(RAPIDITY_SM_90A)

namespace {

/// The most slices of rows ahead for which there is room, up to 8; and so many squares a block that
/// there is a block for each of an H200's multiprocessors, but not fewer than one a warpgroup.
template <class Column>
FusedShape fused_shape(std::int64_t cols, std::int64_t down, std::int64_t across) {
  constexpr std::int64_t processors = 132, most_squares = 32;
  FusedShape shape{};
  shape.slices = int(piece_count(cols, slice_columns));
  shape.stage_bits = 3;
  while (fused_bytes<Column>(shape) > most_shared_bytes) --shape.stage_bits;
  const std::int64_t share = piece_count(down * across, processors);
  shape.squares = int(std::clamp<std::int64_t>(share, fused_groups, most_squares));
  shape.blocks = piece_count(down, shape.squares);
  return shape;
}

template <class Work>
cudaError_t launch_fused(const PairTiles<Bf16>& points, const Tile& tile, const Work& work,
                         cudaStream_t stream) {
  using Column = typename Work::Column;
  const std::int64_t down = row_squares(tile.rows.size), across = column_squares(tile.columns.size);
  const FusedShape shape = fused_shape<Column>(points.x.padded, down, across);
  const auto describe = [](const RoundedPoints<Bf16>& of, int height, hopper::SliceMap& map) {
    return hopper::describe(of.data, of.rows, of.padded, of.stride(), height, map);
  };
  hopper::SliceMap x, y;
  Sequence steps;
  steps.then([&] { return describe(points.x, square_rows, x); })
      .then([&] { return describe(points.y, square_columns, y); })
      .then([&] {
        return launch_large(fused_squares_kernel<Work>,
                            dim3(unsigned(across), unsigned(shape.blocks)), dim3(fused_threads),
                            std::size_t(fused_bytes<Column>(shape)), stream, x, y, tile, shape,
                            work);
      });
  return steps.error();
}

}  // namespace

cudaError_t fused_is_there() { return hopper::is_there(); }

template <class Score>
cudaError_t fused_logits(const PairTiles<Bf16>& points, const Tile& tile, const float* scale,
                         std::int64_t first, const Parts& parts, std::int64_t first_square,
                         cudaStream_t stream) {
  const FusedLogits<Score> work{points.factors(), scale,         first, first_square,
                                tile.stride,      points.y.rows, parts};
  return launch_fused(points, tile, work, stream);
}

template <class Score>
cudaError_t fused_weights(const PairTiles<Bf16>& points, const Tile& tile,
                          const Negatives<FastLane, Score>& negatives, __nv_bfloat16* weights,
                          const PanelSums& sums, std::int64_t first_square, cudaStream_t stream) {
  const FusedWeights<Score> work{
      points.factors(), negatives,   weights,       sums,
      first_square,     tile.stride, points.y.rows, row_squares(tile.rows.size)};
  return launch_fused(points, tile, work, stream);
}

#else

cudaError_t fused_is_there() { return cudaErrorNotSupported; }

template <class Score>
cudaError_t fused_logits(const PairTiles<Bf16>&, const Tile&, const float*, std::int64_t,
                         const Parts&, std::int64_t, cudaStream_t) {
  return cudaErrorNotSupported;
}

template <class Score>
cudaError_t fused_weights(const PairTiles<Bf16>&, const Tile&, const Negatives<FastLane, Score>&,
                          __nv_bfloat16*, const PanelSums&, std::int64_t, cudaStream_t) {
  return cudaErrorNotSupported;
}

#endif

#define RAPIDITY_INSTANTIATE(Score)                                                            \
  template cudaError_t fused_logits<Score>(const PairTiles<Bf16>&, const Tile&, const float*,  \
                                           std::int64_t, const Parts&, std::int64_t,           \
                                           cudaStream_t);                                      \
  template cudaError_t fused_weights<Score>(const PairTiles<Bf16>&, const Tile&,               \
                                            const Negatives<FastLane, Score>&, __nv_bfloat16*, \
                                            const PanelSums&, std::int64_t, cudaStream_t);
RAPIDITY_INSTANTIATE(row::DistanceScore)
RAPIDITY_INSTANTIATE(row::InnerScore)

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
