#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

#include "train/flat_parameters.hpp"

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
  using Tasks = std::vector<std::function<void()>>;

  /// @param recompute  hold no activations from a shard's forward to its backward task, which
  ///                   encodes it again: a third more work, memory for the shards at work alone
  ShardedEncoding(std::vector<Encode> shards, std::vector<torch::Tensor> parameters,
                  bool recompute);

  /// Appends this encoding's forward tasks; run them, then call features().
  void add_forward(Tasks& tasks);
  /// All shards' features, [rows, embedding], a leaf that wants a gradient.
  torch::Tensor features();
  /// Appends the backward tasks for features().grad(), and for each one what adds its gradients to
  /// `sum`: to be called after it, one after the other.
  void add_backward(Tasks& tasks, Tasks& additions, FlatParameters& sum);

 private:
  std::vector<Encode> shards_;
  std::vector<torch::Tensor> parameters_, outputs_;
  bool recompute_;
  torch::Tensor features_;
  std::vector<std::vector<torch::Tensor>> gradients_;  ///< of a shard, by parameter
};

/// Bounds of the shards of `rows` rows, as even as possible and at most `shard` rows each:
/// 0 = b_0 < b_1 < ... = rows.
std::vector<std::int64_t> shard_bounds(std::int64_t rows, std::int64_t shard);

}  // namespace meru
