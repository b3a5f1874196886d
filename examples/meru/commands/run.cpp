#include "commands/run.hpp"

#include <torch/torch.h>

#include <cstdio>
#include <thread>

#include "evaluate/embedding.hpp"

namespace meru {

using nlohmann::json;

NLOHMANN_JSON_SERIALIZE_ENUM(Geometry,
                             {{Geometry::hyperbolic, "meru"}, {Geometry::spherical, "clip"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Score, {{Score::distance, "distance"}, {Score::inner, "inner"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TransformerShape, width, layers, heads, causal)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ImageEncoderOptions, image_size, patch_size, transformer,
                                   embedding)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TextEncoderOptions, vocabulary, context, transformer, embedding)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ModelOptions, geometry, score, image, text, curvature,
                                   learn_curvature, scale)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BatchOptions, size, seed, level_weights, implications)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LossOptions, entail_weight, text_entail_weight, min_radius, eta)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainOptions, steps, batch, loss, learning_rate, warm_up,
                                   weight_decay, clip, ramp_begin, ramp_end, shard, threads,
                                   augment)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RunConfig, data, model, train, seed, tokenizer)

std::string to_json(const RunConfig& config) { return json(config).dump(); }

RunConfig config_from_json(const std::string& text) {
  try {
    return json::parse(text).get<RunConfig>();
  } catch (const json::exception& error) {
    throw CheckpointError(std::string("the checkpoint's configuration is not this program's: ") +
                          error.what());
  }
}

std::filesystem::path checkpoint_of(const std::filesystem::path& run) {
  return run / "checkpoint.pt";
}

Run load_run(const std::filesystem::path& directory, torch::Device device) {
  const auto file = checkpoint_of(directory);
  auto config = config_from_json(read_checkpoint_config(file));
  auto tokenizer = Tokenizer::from_json(config.tokenizer);
  Model model(config.model);
  load_weights(model, file);
  if (!device.is_cpu()) model->to(device);
  model->eval();
  return {std::move(config), std::move(tokenizer), std::move(model), read_training_seconds(file)};
}

std::filesystem::path data_of(const Run& run, const std::filesystem::path& asked) {
  return asked.empty() ? std::filesystem::path(run.config.data) : asked;
}

void report_skipped(const Dataset& dataset, const std::string& split, const ReadReport& report) {
  if (report.skipped_count() == 0) return;
  std::fprintf(stderr, "%s, split %s: %s\n", dataset.directory.c_str(), split.c_str(),
               report.summary().c_str());
  for (const auto& example : report.examples) std::fprintf(stderr, "  %s\n", example.c_str());
}

Corpus load_corpus(const Dataset& dataset, const std::string& split, const Tokenizer& tokenizer,
                   std::int64_t image_size) {
  Corpus corpus(dataset.info, image_size);
  ReadReport report;
  for_each_sample(dataset, split, report, [&](Sample&& sample) { corpus.add(sample); });
  corpus.finish(tokenizer);
  report_skipped(dataset, split, report);
  return corpus;
}

Corpus load_corpus(const Run& run, const Dataset& dataset, const std::string& split) {
  return load_corpus(dataset, split, run.tokenizer, run.config.model.image.image_size);
}

Space space_of(const Run& run, const Dataset& dataset, int threads) {
  const auto& loss = run.config.train.loss;
  if (run.model->hyperbolic()) {
    return Space::hyperbolic(run.model->curvature().item<double>(), loss.min_radius, loss.eta);
  }
  const auto corpus = load_corpus(run, dataset, "val");
  const auto points = embed(run.model, corpus, threads);
  return Space::spherical(points.images.mean(0) + points.texts.mean(0));
}

int default_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

}  // namespace meru
