#pragma once
// The fused kernels of the contrastive loss, see contrastive_fused.cu: of sm_90a alone, with
// bfloat16 products.
#include "contrastive_parts.cuh"
#include "negatives.cuh"
#include "panel_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {
namespace contrastive {

/// cudaErrorNotSupported where the device, or this build, has no such kernels; or what CUDA says.
[[nodiscard]] cudaError_t fused_is_there();

/// Puts the parts of the tile's squares into the stream.
template <class Score>
[[nodiscard]] cudaError_t fused_logits(const PairTiles<Bf16>& points, const Tile& tile,
                                       const float* scale, std::int64_t first, const Parts& parts,
                                       std::int64_t first_square, cudaStream_t stream);

/// The same of the weights of a tile, and of their sums.
template <class Score>
[[nodiscard]] cudaError_t fused_weights(const PairTiles<Bf16>& points, const Tile& tile,
                                        const Negatives<FastLane, Score>& negatives,
                                        __nv_bfloat16* weights, const PanelSums& sums,
                                        std::int64_t first_square, cudaStream_t stream);

}  // namespace contrastive
}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
