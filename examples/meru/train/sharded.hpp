#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

namespace meru {

/// One encoder's work on a batch, cut into shards that run forward and backward on any thread.
///
/// The cut depends on the batch alone, and gradients are summed in shard order: the same numbers
/// come out whatever the number of threads. A shard's activations also fit the cache better than
/// the batch's.
class ShardedEncoding {
 public:
  /// Encodes the shard's rows; called on any thread.
  using Encode = std::function<torch::Tensor()>;

  ShardedEncoding(std::vector<Encode> shards, std::vector<torch::Tensor> parameters);

  /// Appends this encoding's forward tasks; run them, then call features().
  void add_forward(std::vector<std::function<void()>>& tasks);
  /// All shards' features, [rows, embedding], a leaf that wants a gradient.
  torch::Tensor features();
  /// Appends the backward tasks for features().grad(); run them, then read gradients().
  void add_backward(std::vector<std::function<void()>>& tasks);

  const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  /// Per shard, a gradient for each parameter (undefined where a parameter took no part).
  const std::vector<std::vector<torch::Tensor>>& gradients() const { return gradients_; }

 private:
  std::vector<Encode> shards_;
  std::vector<torch::Tensor> parameters_, outputs_;
  torch::Tensor features_;
  std::vector<std::vector<torch::Tensor>> gradients_;
};

/// Bounds of the shards of `rows` rows, as even as possible and at most `shard` rows each:
/// 0 = b_0 < b_1 < ... = rows.
std::vector<std::int64_t> shard_bounds(std::int64_t rows, std::int64_t shard);

}  // namespace meru
