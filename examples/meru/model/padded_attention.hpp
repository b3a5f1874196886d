#pragma once

#include "model/attention.hpp"

namespace meru {

/// What self_attention and pooled_attention compute, of LibTorch's own operations on sequences that
/// are padded to the longest: for a GPU. Differentiable, on any device.
///
/// @param query      [query tokens, width]
/// @param key,value  [key tokens, width]
/// @returns [query tokens, width]
torch::Tensor padded_attention(const torch::Tensor& query, const torch::Tensor& key,
                               const torch::Tensor& value, const Offsets& query_offsets,
                               const Offsets& key_offsets, std::int64_t heads, bool causal);

}  // namespace meru
