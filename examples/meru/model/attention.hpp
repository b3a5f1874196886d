#pragma once

#include <optional>

#include "model/padded_attention.hpp"

namespace meru {

/// The sequences of a packed batch, as attention takes them.
struct Sequences {
  Offsets offsets;
  bool causal = false;             ///< a token sees only itself and the tokens before it
  std::optional<Padding> padding;  ///< for a GPU: attention is then LibTorch's own operations

  void pad(torch::Device device) { padding.emplace(offsets, causal, device); }
};

/// Multi-head self-attention over packed sequences of any lengths; no padding, no mask tensor,
/// unless `sequences` says so.
///
/// @param query_key_value  [tokens, 3 width], float32: queries, keys and values side by side
/// @param sequences        where they begin (size: sequences + 1), and what a token sees
/// @param heads            number of heads; divides width
/// @returns [tokens, width]; differentiable
///
/// Cost: O(sum of squared lengths * width); runs on the calling thread. Written by hand because a
/// ragged batch has no operator in LibTorch (docs/decisions/0002-packed-sequences.md has the
/// timing).
torch::Tensor self_attention(const torch::Tensor& query_key_value, const Sequences& sequences,
                             std::int64_t heads);

/// One query per sequence against all tokens of that sequence: the last block of an encoder that is
/// read at a single token needs nothing else.
///
/// @param query      [sequences, width]
/// @param key_value  [tokens, 2 width]
/// @returns [sequences, width]; differentiable
torch::Tensor pooled_attention(const torch::Tensor& query, const torch::Tensor& key_value,
                               const Sequences& sequences, std::int64_t heads);

}  // namespace meru
