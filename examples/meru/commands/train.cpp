#include <fmt/format.h>
#include <torch/torch.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>

#include "commands/commands.hpp"
#include "commands/numbers.hpp"
#include "commands/progress.hpp"
#include "commands/run.hpp"
#include "data/files.hpp"
#include "model/device.hpp"

namespace meru {
namespace {

volatile std::sig_atomic_t stop_requested = 0;
void request_stop(int) { stop_requested = 1; }

struct TrainArguments {
  RunConfig config;
  std::filesystem::path out;
  std::string preset = "tiny", merges, device = "cpu";
  double scale = 0, alpha = 0;
  std::optional<double> contradiction_weight;
  std::int64_t image_size = 0, steps = 0, save_every = 250, log_every = 10;
  bool resume = false, fixed_curvature = false;
};

/// Step counts of the default run: equal training time for both models (docs/training.md).
constexpr std::int64_t kMeruSteps = 2500, kClipSteps = 2850;

void complete_model(TrainArguments& arguments) {
  auto& model = arguments.config.model;
  const auto asked = model;
  model = preset(arguments.preset);
  model.geometry = asked.geometry;
  model.score = asked.score;
  model.curvature = asked.curvature;
  model.learn_curvature = !arguments.fixed_curvature;
  model.scale = arguments.scale > 0
                    ? arguments.scale
                    : (model.geometry == Geometry::hyperbolic ? ModelOptions().scale : 1 / 0.07);
  model.alpha = arguments.alpha;
  if (arguments.image_size > 0) model.image.image_size = arguments.image_size;
}

void complete_training(TrainArguments& arguments, const DatasetInfo& info) {
  auto& train = arguments.config.train;
  const bool hyperbolic = arguments.config.model.geometry == Geometry::hyperbolic;
  train.steps = arguments.steps > 0 ? arguments.steps : (hyperbolic ? kMeruSteps : kClipSteps);
  train.loss.contradiction_weight = arguments.contradiction_weight.value_or(
      info.lists_all_truths ? LossOptions().contradiction_weight : 0);
  train.batch.seed = arguments.config.seed;
  train.batch.implications = hyperbolic && train.loss.text_entail_weight > 0;
  if (!hyperbolic || train.loss.contradiction_weight == 0) train.batch.contradictions = 0;
  train.augment = info.augment;
}

/// The split, each picture scaled as it is read, and a tokenizer of its own captions' words where
/// no merges are asked for.
Corpus load_new(TrainArguments& arguments, const Dataset& dataset) {
  auto& config = arguments.config;
  std::optional<Tokenizer> byte_pairs;
  if (!arguments.merges.empty()) byte_pairs = Tokenizer::byte_pair(arguments.merges);
  Corpus corpus(dataset.info, config.model.image.image_size);
  std::set<std::string> captions;
  ReadReport report;
  for_each_sample(dataset, "train", report, [&](Sample&& sample) {
    for (const auto& level : sample.captions) captions.insert(level.begin(), level.end());
    corpus.add(sample);
  });
  report_skipped(dataset, "train", report);
  const auto tokenizer =
      byte_pairs ? *byte_pairs : Tokenizer::words({captions.begin(), captions.end()});
  config.tokenizer = tokenizer.to_json();
  config.model.text.vocabulary = tokenizer.size();
  corpus.finish(tokenizer);
  return corpus;
}

/// Starts a run: its configuration, and the training split in memory.
Corpus begin(TrainArguments& arguments, const Dataset& dataset) {
  complete_model(arguments);
  complete_training(arguments, dataset.info);
  return load_new(arguments, dataset);
}

Corpus resume(TrainArguments& arguments, const Dataset& dataset) {
  return load_corpus(dataset, "train", Tokenizer::from_json(arguments.config.tokenizer),
                     arguments.config.model.image.image_size);
}

/// Says whether captions push pictures off, why, and what to fear of it.
void tell_contradiction(const TrainArguments& arguments, const DatasetInfo& info) {
  if (arguments.config.model.geometry != Geometry::hyperbolic) return;
  const double weight = arguments.config.train.loss.contradiction_weight;
  const char* lists = info.lists_all_truths ? "lists all" : "does not list all";
  std::string why =
      fmt::format("the default, for {} {} that is true of a picture", info.name, lists);
  if (arguments.contradiction_weight) why = "as asked for";
  if (arguments.resume) why = "as the run began";
  fmt::print("contradiction weight {:g}: {}\n", weight, why);
  if (weight == 0 || info.lists_all_truths) return;
  std::fflush(stdout);
  fmt::print(stderr,
             "caution: {} does not list all that is true of a picture (lists_all_truths in its "
             "dataset.json), so that captions push off pictures that they are true of, too\n",
             info.name);
}

void finish_step(Trainer& trainer, const StepLog& log, const TrainArguments& arguments,
                 Progress& progress) {
  const auto last = trainer.done() == trainer.options().steps;
  if (log.step % arguments.log_every == 0 || last) progress.add(log, trainer);
  if (trainer.done() % arguments.save_every == 0 || last || stop_requested) {
    trainer.save(checkpoint_of(arguments.out), to_json(arguments.config));
  }
  if (stop_requested && !last) {
    throw Interrupted("stopped after step " + std::to_string(trainer.done()) + " of " +
                      std::to_string(trainer.options().steps) + "; everything is saved in " +
                      checkpoint_of(arguments.out).string() + ", --resume goes on from there");
  }
}

void train(TrainArguments& arguments) {
  const auto device = device_by_name(arguments.device);
  const auto checkpoint = checkpoint_of(arguments.out);
  if (!arguments.resume && std::filesystem::exists(checkpoint)) {
    throw std::runtime_error(checkpoint.string() +
                             " exists: give --resume to go on with it, or another --out");
  }
  if (arguments.resume) {
    const auto given = arguments.config.train;
    arguments.config = config_from_json(read_checkpoint_config(checkpoint));
    arguments.config.train.threads = given.threads;
    arguments.config.train.microbatch = given.microbatch;
  }
  const auto dataset = open_dataset(arguments.config.data);
  make_directory(arguments.out);
  torch::manual_seed(arguments.config.seed);
  const auto corpus = arguments.resume ? resume(arguments, dataset) : begin(arguments, dataset);
  Model model(arguments.config.model);  // on the CPU at first: the same weights on any device
  if (!device.is_cpu()) model->to(device);
  Trainer trainer(model, corpus, arguments.config.train);
  if (arguments.resume) trainer.resume(checkpoint);
  tell_contradiction(arguments, dataset.info);
  if (!arguments.resume) trainer.save(checkpoint, to_json(arguments.config));

  Progress progress(arguments.out / "log.jsonl", dataset.info.level_names.size(), trainer);
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  while (trainer.done() < trainer.options().steps) {
    try {
      const auto log = trainer.step(trainer.done() % arguments.log_every == 0);
      finish_step(trainer, log, arguments, progress);
    } catch (const NonFiniteError& error) {
      throw std::runtime_error(std::string(error.what()) + "; the last good checkpoint is " +
                               checkpoint.string());
    }
  }
  progress.finish(trainer);
}

void add_model_options(CLI::App& command, TrainArguments& arguments) {
  auto& model = arguments.config.model;
  command
      .add_option_function<std::string>(
          "--model",
          [&model](const std::string& name) {
            model.geometry = name == "clip" ? Geometry::spherical : Geometry::hyperbolic;
          },
          "meru (hyperbolic, the default) or clip (cosine, the baseline)")
      ->check(CLI::IsMember({"meru", "clip"}));
  command.add_option("--preset", arguments.preset, "Encoders")
      ->check(CLI::IsMember({"tiny", "small", "vit_s16"}))
      ->capture_default_str();
  command
      .add_option("--image-size", arguments.image_size,
                  "Pixels; default: the preset's (32, 64, 224)")
      ->check(positive());
  command.add_option(
      "--merges", arguments.merges,
      "CLIP's byte-pair merges; default: one token per distinct word of the captions");
  command.add_option("--curvature", model.curvature, "Initial curvature")
      ->check(positive())
      ->capture_default_str();
  command.add_flag("--fixed-curvature", arguments.fixed_curvature, "Do not learn the curvature");
  command
      .add_option_function<std::string>(
          "--score",
          [&model](const std::string& name) {
            model.score = name == "inner" ? Score::inner : Score::distance;
          },
          "Contrastive logits of MERU: distance (the default) or inner")
      ->check(CLI::IsMember({"distance", "inner"}));
  command
      .add_option("--scale", arguments.scale,
                  "Initial logit scale; default 30 (meru), 1/0.07 (clip)")
      ->check(positive());
  command
      .add_option("--alpha", arguments.alpha,
                  "Initial factor from features to tangent vectors; default 0.35/sqrt(embedding)")
      ->check(positive());
}

void add_training_options(CLI::App& command, TrainArguments& arguments) {
  auto& train = arguments.config.train;
  const auto number = [&](const char* name, auto& value, const char* help) {
    return command.add_option(name, value, help)->capture_default_str();
  };
  command
      .add_option("--steps", arguments.steps,
                  "Steps; default: 2500 (meru), 2850 (clip), equal time")
      ->check(positive());
  number("--batch", train.batch.size, "Images a step")->check(positive());
  number("--learning-rate", train.learning_rate, "Peak learning rate")->check(positive());
  number("--weight-decay", train.weight_decay, "Of matrices")->check(non_negative());
  number("--entail-weight", train.loss.entail_weight, "Weight of text-image entailment; 0: none")
      ->check(non_negative());
  number("--text-entail-weight", train.loss.text_entail_weight,
         "Weight of text-text entailment; 0: none")
      ->check(non_negative());
  command
      .add_option("--contradiction-weight", arguments.contradiction_weight,
                  "Weight of what keeps images out of the cones of captions untrue of them; "
                  "default: 4 where the data set lists all that is true of an image, as shapes and "
                  "emoji do, else 0: none")
      ->check(non_negative());
  number("--contradictions", train.batch.contradictions,
         "Other images that a caption is held against")
      ->check(non_negative());
  number("--min-radius", train.loss.min_radius, "K of the cones")->check(positive());
  number("--eta", train.loss.eta, "Share of the aperture that counts as inside")->check(positive());
  number("--ramp-begin", train.ramp_begin, "Share of the steps before entailment counts")
      ->check(CLI::Range(0.0, 1.0));
  number("--ramp-end", train.ramp_end, "Share of the steps from which it counts fully")
      ->check(CLI::Range(0.0, 1.0));
  number("--threads", train.threads, "Threads; any number gives the same model")->check(positive());
  number("--microbatch", train.microbatch,
         "Images or texts to hold activations of, by encoding all twice; 0: no bound")
      ->check(non_negative());
  number("--seed", arguments.config.seed, "Seed of weights and batches")->check(non_negative());
  number("--save-every", arguments.save_every, "Steps between checkpoints")->check(positive());
  number("--log-every", arguments.log_every, "Steps between lines of log.jsonl")->check(positive());
}

}  // namespace

void add_train(CLI::App& app) {
  auto* command = app.add_subcommand("train", "Train a model");
  auto arguments = std::make_shared<TrainArguments>();
  arguments->config.train.threads = default_threads();
  auto* data =
      command->add_option("--data", arguments->config.data, "Directory of a prepared data set");
  command->add_option("--out", arguments->out, "Directory of the run")->required();
  auto* resume_flag =
      command->add_flag("--resume", arguments->resume,
                        "Go on with the run in --out, with the options it was started with");
  add_model_options(*command, *arguments);
  add_training_options(*command, *arguments);
  add_device_option(*command, arguments->device);
  command->callback([=] {
    if (data->count() == 0 && resume_flag->count() == 0) throw CLI::RequiredError("--data");
    train(*arguments);
  });
}

}  // namespace meru
