#include "model/transformer.hpp"

#include <cmath>
#include <string>

#include "model/gelu.hpp"

namespace meru {
namespace nn = torch::nn;
namespace F = torch::nn::functional;

BlockImpl::BlockImpl(const TransformerShape& shape) : width_(shape.width), heads_(shape.heads) {
  const auto width = shape.width;
  attention_norm_ = register_module("attention_norm", nn::LayerNorm(nn::LayerNormOptions({width})));
  query_key_value_ = register_module("query_key_value", nn::Linear(width, 3 * width));
  output_ = register_module("output", nn::Linear(width, width));
  feed_forward_norm_ =
      register_module("feed_forward_norm", nn::LayerNorm(nn::LayerNormOptions({width})));
  up_ = register_module("up", nn::Linear(width, 4 * width));
  down_ = register_module("down", nn::Linear(4 * width, width));

  // The residual branches shrink with depth, so that their sum keeps the scale of its input.
  const double unit = 1.0 / std::sqrt(static_cast<double>(width));
  const double residual = unit / std::sqrt(2.0 * static_cast<double>(shape.layers));
  nn::init::normal_(query_key_value_->weight, 0.0, unit);
  nn::init::normal_(output_->weight, 0.0, residual);
  nn::init::normal_(up_->weight, 0.0, unit / std::sqrt(2.0));
  nn::init::normal_(down_->weight, 0.0, residual);
  for (const auto& linear : {query_key_value_, output_, up_, down_}) nn::init::zeros_(linear->bias);
}

torch::Tensor BlockImpl::feed_forward(const torch::Tensor& tokens) {
  return tokens + down_(meru::gelu(up_(feed_forward_norm_(tokens))));
}

torch::Tensor BlockImpl::forward(const torch::Tensor& tokens, const Sequences& sequences) {
  const auto mixed = self_attention(query_key_value_(attention_norm_(tokens)), sequences, heads_);
  return feed_forward(tokens + output_(mixed));
}

torch::Tensor BlockImpl::forward_pooled(const torch::Tensor& tokens, const Sequences& sequences,
                                        const torch::Tensor& pooled) {
  const auto normed = attention_norm_(tokens);
  const auto weights = query_key_value_->weight.split_with_sizes({width_, 2 * width_});
  const auto biases = query_key_value_->bias.split_with_sizes({width_, 2 * width_});
  const auto query = F::linear(normed.index_select(0, pooled), weights[0], biases[0]);
  const auto key_value = F::linear(normed, weights[1], biases[1]);
  const auto mixed = pooled_attention(query, key_value, sequences, heads_);
  return feed_forward(tokens.index_select(0, pooled) + output_(mixed));
}

TransformerImpl::TransformerImpl(const TransformerShape& shape) : causal_(shape.causal) {
  for (std::int64_t i = 0; i < shape.layers; ++i) {
    blocks_.push_back(register_module("block" + std::to_string(i), Block(shape)));
  }
  norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({shape.width})));
}

torch::Tensor TransformerImpl::forward(torch::Tensor tokens, const Offsets& offsets,
                                       const torch::Tensor& pooled) {
  Sequences sequences{offsets, causal_, std::nullopt};
  if (!tokens.is_cpu()) sequences.pad(tokens.device());  // once for all layers
  for (std::size_t i = 0; i + 1 < blocks_.size(); ++i) tokens = blocks_[i](tokens, sequences);
  return norm_(blocks_.back()->forward_pooled(tokens, sequences, pooled));
}

}  // namespace meru
