#pragma once

#include <torch/optim/adamw.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "train/flat_parameters.hpp"
#include "train/losses.hpp"

namespace meru {

class ShardedEncoding;

struct TrainOptions {
  std::int64_t steps = 1000;
  BatchOptions batch;
  LossOptions loss;
  double learning_rate = 1e-3;  ///< at its peak: linear warm-up, then half a cosine to zero
  double warm_up = 0.1;         ///< share of the steps
  double weight_decay = 0.2;    ///< on matrices alone
  double clip = 1.0;            ///< bound of the gradient's norm
  double ramp_begin = 0.05;     ///< share of the steps before entailment counts at all
  double ramp_end = 0.3;        ///< share of the steps from which it counts fully
  std::int64_t shard = 32;      ///< images or texts a task encodes at once
  /// Not 0: hold activations of at most so many images or texts a thread, and encode each twice. A
  /// matter of the machine, like threads: a checkpoint does not know it.
  std::int64_t microbatch = 0;
  int threads = 2;
  std::string augment = "none";  ///< "none" or "affine": random shift, scale, turn, flip and tint
};

/// One step as it is shown and logged. Loss parts that the model does not have are absent.
struct StepLog {
  std::int64_t step = 0;
  double loss = 0, contrastive = 0;
  std::optional<double> entailment, text_entailment, contradiction, curvature;
  double scale = 0, learning_rate = 0, gradient_norm = 0;
  std::vector<std::optional<double>> root_distance;  ///< mean per caption level, then of the images
};

/// The loss or the gradient of a step is NaN or infinite. Nothing was updated.
class NonFiniteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The checkpoint cannot be used: absent, damaged, or of another shape.
class CheckpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Trains a model on a corpus, step by step.
class Trainer {
 public:
  /// Trains where the model is. On a GPU a batch is one shard, or its microbatches are, and
  /// `threads` counts for nothing.
  Trainer(Model model, const Corpus& corpus, const TrainOptions& options);

  /// Steps done so far; the run is over at options().steps.
  std::int64_t done() const { return done_; }
  const TrainOptions& options() const { return options_; }
  /// Wall seconds spent in step() so far, those before a resume included.
  double seconds() const { return seconds_; }
  const ClampHits& clamp_hits() const { return clamp_hits_; }

  /// One optimiser step. The same options, corpus and machine give the same numbers, whatever the
  /// number of threads and wherever the run was interrupted; on a GPU, nearly the same, for
  /// LibTorch's gradients by embeddings are sums in no fixed order. `describe` asks for the root
  /// distances.
  /// @throws NonFiniteError naming the step and the first tensor that is not finite
  StepLog step(bool describe);

  /// Writes model, optimiser, progress and `config` (free text) so that at any moment either the
  /// old or the new file is whole.
  void save(const std::filesystem::path& file, const std::string& config) const;
  /// Continues from a checkpoint, whatever device that was written on. @throws CheckpointError
  void resume(const std::filesystem::path& file);

 private:
  double learning_rate() const;
  double ramp() const;
  void encode_backward(ShardedEncoding& images, ShardedEncoding& texts);
  void check_finite(const Losses& parts, double gradient_norm) const;

  Model model_;
  const Corpus& corpus_;
  TrainOptions options_;
  Batches batches_;
  FlatParameters parameters_;
  torch::optim::AdamW optimizer_;
  ClampHits clamp_hits_;
  std::int64_t done_ = 0;
  double seconds_ = 0;
};

/// The free text saved with a checkpoint. @throws CheckpointError
std::string read_checkpoint_config(const std::filesystem::path& file);
/// Wall seconds of training that led to a checkpoint. @throws CheckpointError
double read_training_seconds(const std::filesystem::path& file);
/// Loads the weights alone. @throws CheckpointError
void load_weights(Model& model, const std::filesystem::path& file);

}  // namespace meru
