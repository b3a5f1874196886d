#include "model/padded_attention.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace meru {
namespace {

/// query [sequences, heads, queries, columns]; key, value [sequences, heads, length, columns]
torch::Tensor attention(const torch::Tensor& query, const torch::Tensor& key,
                        const torch::Tensor& value, const torch::Tensor& hidden) {
  auto scores = query.matmul(key.transpose(2, 3)) / std::sqrt(static_cast<double>(query.size(3)));
  if (hidden.defined())
    scores = scores.masked_fill(hidden, -std::numeric_limits<float>::infinity());
  return torch::softmax(scores, 3).matmul(value);
}

}  // namespace

Padding::Padding(const Offsets& offsets, bool causal, torch::Device device)
    : sequences_(std::int64_t(offsets.size()) - 1) {
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s)
    length_ = std::max(length_, offsets[s + 1] - offsets[s]);
  if (offsets.back() != sequences_ * length_) {
    std::vector<std::int64_t> padded_of, packed_of(std::size_t(sequences_ * length_), -1);
    for (std::int64_t s = 0; s < sequences_; ++s) {
      const auto begin = offsets[std::size_t(s)], end = offsets[std::size_t(s) + 1];
      for (auto token = begin; token < end; ++token) {
        padded_of.push_back(s * length_ + token - begin);
        packed_of[std::size_t(padded_of.back())] = token;
      }
    }
    padded_of_ = torch::tensor(padded_of, torch::kLong).to(device);
    const auto token = torch::tensor(packed_of, torch::kLong).to(device);
    packed_of_ = token.clamp_min(0);
    hidden_of_pooled_ = token.lt(0).view({sequences_, 1, 1, length_});
  }
  hidden_ = hidden_of_pooled_;
  if (!causal) return;
  const auto bits = torch::TensorOptions(device).dtype(torch::kBool);
  const auto later = torch::ones({1, 1, length_, length_}, bits).triu(1);
  hidden_ = hidden_.defined() ? hidden_.logical_or(later) : later;
}

torch::Tensor Padding::pad(const torch::Tensor& packed, std::int64_t heads) const {
  const auto padded = packed_of_.defined() ? packed.index_select(0, packed_of_) : packed;
  return padded.view({sequences_, length_, heads, packed.size(1) / heads}).transpose(1, 2);
}

torch::Tensor Padding::pack(const torch::Tensor& padded) const {
  const auto tokens =
      padded.transpose(1, 2).reshape({sequences_ * length_, padded.size(1) * padded.size(3)});
  return padded_of_.defined() ? tokens.index_select(0, padded_of_) : tokens;
}

torch::Tensor padded_self_attention(const torch::Tensor& query_key_value, const Padding& padding,
                                    std::int64_t heads) {
  const auto parts = padding.pad(query_key_value, 3 * heads).chunk(3, 1);
  return padding.pack(attention(parts[0], parts[1], parts[2], padding.hidden()));
}

torch::Tensor padded_pooled_attention(const torch::Tensor& query, const torch::Tensor& key_value,
                                      const Padding& padding, std::int64_t heads) {
  const auto parts = padding.pad(key_value, 2 * heads).chunk(2, 1);
  const auto own = query.view({query.size(0), heads, 1, query.size(1) / heads});
  return attention(own, parts[0], parts[1], padding.hidden_of_pooled()).view_as(query);
}

}  // namespace meru
