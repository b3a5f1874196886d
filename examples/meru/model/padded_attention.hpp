#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace meru {

/// Where each sequence of a packed batch begins: tokens [offsets[s], offsets[s + 1]) are sequence
/// s.
using Offsets = std::vector<std::int64_t>;

/// Packed sequences as rows of equal length, for attention of LibTorch's own operations. Made once
/// for all layers: what it holds, it holds on the device.
class Padding {
 public:
  Padding(const Offsets& offsets, bool causal, torch::Device device);

  /// [tokens, heads * columns] -> [sequences, heads, length, columns]; the padding repeats token 0.
  torch::Tensor pad(const torch::Tensor& packed, std::int64_t heads) const;
  /// The other way.
  torch::Tensor pack(const torch::Tensor& padded) const;

  /// True where a query of self-attention does not see a key, and where the one query of a sequence
  /// does not: [sequences or 1, 1, length or 1, length]. Undefined where every key is seen.
  const torch::Tensor& hidden() const { return hidden_; }
  const torch::Tensor& hidden_of_pooled() const { return hidden_of_pooled_; }

 private:
  std::int64_t sequences_, length_ = 0;
  torch::Tensor packed_of_;  ///< [padded tokens]; undefined where all sequences are of one length
  torch::Tensor padded_of_;  ///< [tokens], likewise
  torch::Tensor hidden_, hidden_of_pooled_;
};

/// self_attention and pooled_attention with padding; differentiable, on any device.
torch::Tensor padded_self_attention(const torch::Tensor& query_key_value, const Padding& padding,
                                    std::int64_t heads);
torch::Tensor padded_pooled_attention(const torch::Tensor& query, const torch::Tensor& key_value,
                                      const Padding& padding, std::int64_t heads);

}  // namespace meru
