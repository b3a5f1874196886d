#include "train/sharded.hpp"

#include <c10/core/GradMode.h>
#include <torch/autograd.h>

#include <utility>

namespace meru {

std::vector<std::int64_t> shard_bounds(std::int64_t rows, std::int64_t shard) {
  const auto count = (rows + shard - 1) / shard;
  std::vector<std::int64_t> bounds(static_cast<std::size_t>(count) + 1);
  for (std::int64_t i = 0; i <= count; ++i) bounds[static_cast<std::size_t>(i)] = rows * i / count;
  return bounds;
}

ShardedEncoding::ShardedEncoding(std::vector<Encode> shards, std::vector<torch::Tensor> parameters,
                                 bool recompute)
    : shards_(std::move(shards)),
      parameters_(std::move(parameters)),
      outputs_(shards_.size()),
      recompute_(recompute),
      gradients_(shards_.size()) {}

void ShardedEncoding::add_forward(Tasks& tasks) {
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    tasks.emplace_back([this, i] {
      const c10::AutoGradMode mode(!recompute_);
      outputs_[i] = shards_[i]();
    });
  }
}

torch::Tensor ShardedEncoding::features() {
  if (!features_.defined()) features_ = torch::cat(outputs_).detach().set_requires_grad(true);
  return features_;
}

void ShardedEncoding::add_backward(Tasks& tasks, Tasks& additions, FlatParameters& sum) {
  std::int64_t row = 0;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    const auto rows = outputs_[i].size(0);
    const auto grad = features_.grad().narrow(0, row, rows);
    row += rows;
    tasks.emplace_back([this, i, grad] {
      if (recompute_) outputs_[i] = shards_[i]();
      gradients_[i] =
          torch::autograd::grad({outputs_[i]}, parameters_, {grad}, /*retain_graph=*/false,
                                /*create_graph=*/false, /*allow_unused=*/true);
      outputs_[i].reset();
    });
    additions.emplace_back([this, i, &sum] {
      sum.add_gradients(parameters_, gradients_[i]);
      gradients_[i].clear();
    });
  }
}

}  // namespace meru
