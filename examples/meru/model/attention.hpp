#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace meru {

/// Where each sequence of a packed batch begins: tokens [offsets[s], offsets[s + 1]) are sequence
/// s.
using Offsets = std::vector<std::int64_t>;

/// Multi-head self-attention over packed sequences of any lengths; no padding, no mask tensor.
///
/// @param query_key_value  [tokens, 3 width], float32: queries, keys and values side by side
/// @param offsets          where the sequences begin (size: sequences + 1)
/// @param heads            number of heads; divides width
/// @param causal           a token sees only itself and the tokens before it
/// @returns [tokens, width]; differentiable
///
/// Cost: O(sum of squared lengths * width); runs on the calling thread. Written by hand because a
/// ragged batch has no operator in LibTorch (docs/decisions/0002-packed-sequences.md has the
/// timing). On a GPU it is padded_attention.
torch::Tensor self_attention(const torch::Tensor& query_key_value, const Offsets& offsets,
                             std::int64_t heads, bool causal);

/// One query per sequence against all tokens of that sequence: the last block of an encoder that is
/// read at a single token needs nothing else.
///
/// @param query      [sequences, width]
/// @param key_value  [tokens, 2 width]
/// @returns [sequences, width]; differentiable
torch::Tensor pooled_attention(const torch::Tensor& query, const torch::Tensor& key_value,
                               const Offsets& offsets, std::int64_t heads);

}  // namespace meru
