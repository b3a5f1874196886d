#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "data/dataset.hpp"
#include "data/tokenizer.hpp"
#include "evaluate/space.hpp"
#include "train/trainer.hpp"

namespace meru {

/// All that a run was started with; saved as JSON inside its checkpoint, so that a run directory
/// needs no other file to be resumed or evaluated.
struct RunConfig {
  std::string data;
  ModelOptions model;
  TrainOptions train;
  std::uint64_t seed = 0;
  std::string tokenizer;  ///< Tokenizer::to_json()
};
std::string to_json(const RunConfig& config);
/// @throws CheckpointError for a text that is not to_json()'s
RunConfig config_from_json(const std::string& text);

std::filesystem::path checkpoint_of(const std::filesystem::path& run);

/// A trained run, ready to embed.
struct Run {
  RunConfig config;
  Tokenizer tokenizer;
  Model model;
  double seconds;  ///< of training alone
};
/// @throws CheckpointError
Run load_run(const std::filesystem::path& run, torch::Device device);

/// The data set to use with a run: the one asked for, or that it was trained on where none was.
std::filesystem::path data_of(const Run& run, const std::filesystem::path& asked);

/// Says on stderr what had to be skipped while a split was read; nothing where nothing was.
void report_skipped(const Dataset& dataset, const std::string& split, const ReadReport& report);

/// Loads a split with the run's tokenizer and image size; reports what was skipped.
Corpus load_corpus(const Dataset& dataset, const std::string& split, const Tokenizer& tokenizer,
                   std::int64_t image_size);
Corpus load_corpus(const Run& run, const Dataset& dataset, const std::string& split);

/// The run's embedding space; a CLIP's root is the mean embedding of the validation split.
Space space_of(const Run& run, const Dataset& dataset, int threads);

/// The default number of threads: that of the processors.
int default_threads();

}  // namespace meru
