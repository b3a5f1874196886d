#include "model/padded_attention.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace meru {
namespace {

/// Packed sequences as rows of equal length.
class Padding {
 public:
  explicit Padding(const Offsets& offsets) : sequences_(std::int64_t(offsets.size()) - 1) {
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s)
      length_ = std::max(length_, offsets[s + 1] - offsets[s]);
    packed_of_.resize(std::size_t(sequences_ * length_), 0);
    is_padding_.resize(packed_of_.size(), 1);
    for (std::int64_t s = 0; s < sequences_; ++s) {
      const auto begin = offsets[std::size_t(s)], end = offsets[std::size_t(s) + 1];
      for (auto token = begin; token < end; ++token) {
        const auto padded = s * length_ + token - begin;
        packed_of_[std::size_t(padded)] = token;
        is_padding_[std::size_t(padded)] = 0;
        padded_of_.push_back(padded);
      }
    }
  }

  std::int64_t length() const { return length_; }

  /// [tokens, width] -> [sequences, heads, length, width / heads]; the padding repeats token 0.
  torch::Tensor pad(const torch::Tensor& packed, std::int64_t heads) const {
    return packed.index_select(0, on(packed, packed_of_))
        .view({sequences_, length_, heads, packed.size(1) / heads})
        .transpose(1, 2);
  }
  /// The other way.
  torch::Tensor pack(const torch::Tensor& padded) const {
    return padded.transpose(1, 2)
        .reshape({sequences_ * length_, padded.size(1) * padded.size(3)})
        .index_select(0, on(padded, padded_of_));
  }
  /// [sequences, 1, 1, length], true where there is no token.
  torch::Tensor mask(const torch::Tensor& like) const {
    return on(like, is_padding_).to(torch::kBool).view({sequences_, 1, 1, length_});
  }

 private:
  static torch::Tensor on(const torch::Tensor& like, const std::vector<std::int64_t>& values) {
    return torch::tensor(values, torch::kLong).to(like.device());
  }

  std::int64_t sequences_, length_ = 0;
  std::vector<std::int64_t> packed_of_, is_padding_;  ///< by padded token
  std::vector<std::int64_t> padded_of_;               ///< by packed token
};

}  // namespace

torch::Tensor padded_attention(const torch::Tensor& query, const torch::Tensor& key,
                               const torch::Tensor& value, const Offsets& query_offsets,
                               const Offsets& key_offsets, std::int64_t heads, bool causal) {
  const Padding queries(query_offsets), keys(key_offsets);
  const auto q = queries.pad(query, heads), k = keys.pad(key, heads), v = keys.pad(value, heads);
  auto hidden = keys.mask(key);
  if (causal) {
    const auto later = torch::ones({queries.length(), keys.length()}, hidden.options()).triu(1);
    hidden = hidden.logical_or(later);
  }
  const auto scores = q.matmul(k.transpose(2, 3)) / std::sqrt(static_cast<double>(q.size(3)));
  const auto weights =
      torch::softmax(scores.masked_fill(hidden, -std::numeric_limits<float>::infinity()), 3);
  return queries.pack(weights.matmul(v));
}

}  // namespace meru
