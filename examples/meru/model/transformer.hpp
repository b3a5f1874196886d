#pragma once

#include <torch/nn.h>

#include "model/attention.hpp"

namespace meru {

struct TransformerShape {
  std::int64_t width = 96;
  std::int64_t layers = 3;
  std::int64_t heads = 3;
  bool causal = false;
};

/// A pre-norm transformer block over packed sequences.
class BlockImpl : public torch::nn::Module {
 public:
  BlockImpl(const TransformerShape& shape);

  /// What a token sees is the sequences' to say.
  /// [tokens, width] -> [tokens, width]
  torch::Tensor forward(const torch::Tensor& tokens, const Sequences& sequences);
  /// The block's output at the tokens `pooled` ([sequences], one per sequence) alone: keys and
  /// values of all tokens, everything else of the pooled ones. Exact, and at three layers a quarter
  /// cheaper.
  torch::Tensor forward_pooled(const torch::Tensor& tokens, const Sequences& sequences,
                               const torch::Tensor& pooled);

 private:
  torch::Tensor feed_forward(const torch::Tensor& tokens);

  std::int64_t width_, heads_;
  torch::nn::LayerNorm attention_norm_{nullptr}, feed_forward_norm_{nullptr};
  torch::nn::Linear query_key_value_{nullptr}, output_{nullptr}, up_{nullptr}, down_{nullptr};
};
TORCH_MODULE(Block);

/// Blocks and a final norm; returns only the pooled token of each sequence. On a GPU, sequences are
/// padded to the longest.
class TransformerImpl : public torch::nn::Module {
 public:
  explicit TransformerImpl(const TransformerShape& shape);

  /// @param tokens  [tokens, width] packed
  /// @param pooled  [sequences] int64, the packed index of the token each sequence is read at
  /// @returns [sequences, width]
  torch::Tensor forward(torch::Tensor tokens, const Offsets& offsets, const torch::Tensor& pooled);

 private:
  bool causal_;
  std::vector<Block> blocks_;
  torch::nn::LayerNorm norm_{nullptr};
};
TORCH_MODULE(Transformer);

}  // namespace meru
