#include <fmt/format.h>
#include <torch/torch.h>

#include <memory>

#include "commands/commands.hpp"
#include "commands/details.hpp"
#include "commands/numbers.hpp"
#include "commands/run.hpp"
#include "data/files.hpp"
#include "evaluate/metrics.hpp"
#include "model/device.hpp"

namespace meru {
namespace {

using Json = nlohmann::ordered_json;

struct EvaluateArguments {
  std::filesystem::path run, data;
  int threads = default_threads();
  std::string device = "cpu";
  bool validation = false;
};

Json to_json(const Recall& recall) {
  return {{"r1", recall.r1}, {"r5", recall.r5}, {"r10", recall.r10}};
}

Json by_level(const std::vector<double>& values, const char* last) {
  Json result = Json::object();
  for (std::size_t level = 0; level < values.size(); ++level) {
    const bool is_last = last != nullptr && level + 1 == values.size();
    result[is_last ? std::string(last) : fmt::format("level{}", level)] = values[level];
  }
  return result;
}

Json ordering(const std::vector<double>& values) {
  Json result = Json::object();
  for (std::size_t level = 0; level < values.size(); ++level) {
    const bool is_last = level + 1 == values.size();
    result[is_last ? fmt::format("level{}_image", level)
                   : fmt::format("level{}_{}", level, level + 1)] = values[level];
  }
  return result;
}

/// The splits a model is judged on, or those it may be tuned on; "single_" ones are classified
/// only.
std::vector<std::string> splits_to_judge(const Dataset& dataset, bool validation) {
  if (dataset.split_by_key) return {validation ? "val" : "iid"};
  std::vector<std::string> splits;
  for (const auto& [name, shards] : dataset.info.splits) {
    const bool for_tuning = name == "val" || name == "single_val";
    if (name != "train" && for_tuning == validation) splits.push_back(name);
  }
  return splits;
}

/// The split the hierarchy and the traversals are shown on.
std::string main_split(const std::vector<std::string>& splits) {
  for (const char* name : {"iid", "val"}) {
    if (std::find(splits.begin(), splits.end(), name) != splits.end()) return name;
  }
  return splits.front();
}

void add_hierarchy(Json& metrics, const Hierarchy& result) {
  metrics["root_distance"] = by_level(result.root_distance, "image");
  metrics["ordering"] = ordering(result.ordering);
  if (result.cone_true.empty()) return;
  metrics["cone"] = {{"true", by_level(result.cone_true, nullptr)},
                     {"false", by_level(result.cone_false, nullptr)}};
  metrics["aperture"] = by_level(result.aperture, nullptr);
}

void add_scalars(Json& metrics, const Run& run, const Dataset& dataset) {
  const bool hyperbolic = run.model->hyperbolic();
  metrics["model"] = hyperbolic ? "meru" : "clip";
  metrics["seconds"] = run.seconds;
  metrics["steps"] = run.config.train.steps;
  metrics["seed"] = run.config.seed;
  metrics["lists_all_truths"] = dataset.info.lists_all_truths;
  metrics["scale"] = run.model->scale().item<double>();
  if (!hyperbolic) return;
  metrics["curvature"] = run.model->curvature().item<double>();
  metrics["min_radius"] = run.config.train.loss.min_radius;
  metrics["eta"] = run.config.train.loss.eta;
}

void print_table(const Json& metrics) {
  const auto flat = metrics.flatten();
  for (const auto& [path, value] : flat.items()) {
    const auto name = path.substr(1);
    if (value.is_number_float())
      fmt::print("  {:46} {:8.3f}\n", name, value.get<double>());
    else if (value.is_string())
      fmt::print("  {:46} {:>8}\n", name, value.get<std::string>());
    else
      fmt::print("  {:46} {:>8}\n", name, value.dump());
  }
}

/// Says what the figures mean where the data set does not list all that is true of a picture.
void tell_unlisted(const Run& run, const DatasetInfo& info) {
  if (info.lists_all_truths) return;
  const bool cones = run.model->hyperbolic();
  fmt::print(
      "caution: {} does not list all that is true of a picture (lists_all_truths in its "
      "dataset.json).\nWhat is not listed counts as untrue: traversal/true_percent is a lower "
      "bound{}.\n",
      info.name, cones ? ", and cone/false counts pictures that rightly lie in a cone, too" : "");
}

std::string zero_shot_name(const std::string& split) {
  const std::string prefix = "single_";
  return split.compare(0, prefix.size(), prefix) == 0 ? split.substr(prefix.size()) : split;
}

void evaluate(const EvaluateArguments& arguments) {
  const auto run = load_run(arguments.run, device_by_name(arguments.device));
  const auto dataset = open_dataset(data_of(run, arguments.data));
  const auto space = space_of(run, dataset, arguments.threads);
  const auto& task = dataset.info.zero_shot;
  std::vector<std::vector<int>> prompt_tokens;
  for (const auto& prompt : task.prompts) prompt_tokens.push_back(run.tokenizer.encode(prompt));
  const auto prompts = embed_texts(run.model, prompt_tokens, arguments.threads);

  Json metrics;
  add_scalars(metrics, run, dataset);
  const auto splits = splits_to_judge(dataset, arguments.validation);
  for (const auto& split : splits) {
    const auto corpus = load_corpus(run, dataset, split);
    const auto points = embed(run.model, corpus, arguments.threads);
    if (split.rfind("single_", 0) != 0) {
      const auto result = retrieval(space, corpus, points);
      metrics["retrieval"][split] = {{"image_to_text", to_json(result.image_to_text)},
                                     {"text_to_image", to_json(result.text_to_image)},
                                     {"candidates", corpus.size()}};
    }
    if (const auto percent = zero_shot(space, corpus, points.images, prompts, task)) {
      metrics["zero_shot"][zero_shot_name(split)] = *percent;
    }
    if (split != main_split(splits)) continue;
    add_hierarchy(metrics, hierarchy(space, corpus, points));
    const auto walks = walk_to_root(space, corpus, points);
    metrics["traversal"] = {{"texts", walks.summary.texts},
                            {"true_percent", walks.summary.true_percent},
                            {"monotone_percent", walks.summary.monotone_percent}};
    if (!arguments.validation) {
      write_file_atomically(arguments.run / "details.json",
                            details(run, dataset, space, corpus, points, walks));
    }
  }
  if (!task.prompts.empty()) metrics["zero_shot"]["classes"] = task.prompts.size();
  print_table(metrics);
  tell_unlisted(run, dataset.info);
  const auto file = arguments.run / (arguments.validation ? "validation.json" : "metrics.json");
  write_file_atomically(file, metrics.dump(2) + "\n");
  fmt::print("{}\n", file.string());
}

}  // namespace

void add_evaluate(CLI::App& app) {
  auto* command = app.add_subcommand("evaluate", "Measure a run and write its metrics.json");
  auto arguments = std::make_shared<EvaluateArguments>();
  command->add_option("--run", arguments->run, "Directory of the run")->required();
  command->add_option("--data", arguments->data, "Data set; default: the one it was trained on");
  command->add_option("--threads", arguments->threads, "Threads")
      ->check(positive())
      ->capture_default_str();
  command->add_flag(
      "--validation", arguments->validation,
      "Measure on the validation splits alone, into validation.json: for choosing options");
  add_device_option(*command, arguments->device);
  command->callback([=] { evaluate(*arguments); });
}

}  // namespace meru
