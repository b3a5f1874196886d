#include "dataset.hpp"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "files.hpp"
#include "webdataset.hpp"

namespace meru {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* info_file = "dataset.json";

DatasetInfo parse_info(const std::string& text) {
  const json root = json::parse(text);
  DatasetInfo info;
  root.at("name").get_to(info.name);
  root.at("level_names").get_to(info.level_names);
  root.at("splits").get_to(info.splits);
  info.implication = root.value("implication", info.implication);
  info.function_words = root.value("function_words", info.function_words);
  info.augment = root.value("augment", info.augment);
  // SHAPES and EMOJI have always listed them; their older files do not say so.
  const bool ours = info.name == "shapes" || info.name == "emoji";
  info.lists_all_truths = root.value("lists_all_truths", ours);
  if (const auto zero_shot = root.find("zero_shot"); zero_shot != root.end()) {
    zero_shot->at("prompts").get_to(info.zero_shot.prompts);
    zero_shot->at("label_keys").get_to(info.zero_shot.label_keys);
    zero_shot->at("classes").get_to(info.zero_shot.classes);
  }
  return info;
}

void check(const DatasetInfo& info, const std::string& file) {
  const auto fail = [&](const std::string& what) { throw DataError(file + ": " + what); };
  if (info.level_names.empty()) fail("level_names is empty");
  if (info.splits.empty()) fail("splits is empty");
  if (info.implication != "words" && info.implication != "level")
    fail("implication: expected words or level, got " + info.implication);
  if (info.augment != "none" && info.augment != "affine")
    fail("augment: expected none or affine, got " + info.augment);
  if (info.zero_shot.prompts.size() != info.zero_shot.classes.size())
    fail("zero_shot: expected as many prompts as classes");
}

std::vector<std::string> shards_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory))
    if (entry.path().extension() == ".tar") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Dataset unsplit_dataset(const fs::path& directory) {
  const std::vector<std::string> shards = shards_in(directory);
  if (shards.empty())
    throw DataError(directory.string() + ": holds neither " + info_file + " nor *.tar shards");
  Dataset dataset{directory, {}, true};
  dataset.info.name = fs::absolute(directory).lexically_normal().filename().string();
  dataset.info.level_names = {"caption"};
  dataset.info.augment = "affine";
  for (const char* split : {"train", "val", "iid"}) dataset.info.splits[split] = shards;
  return dataset;
}

const std::vector<std::string>& shards_of(const Dataset& dataset, const std::string& split) {
  const auto found = dataset.info.splits.find(split);
  if (found != dataset.info.splits.end()) return found->second;
  std::string known;
  for (const auto& entry : dataset.info.splits) known += (known.empty() ? "" : ", ") + entry.first;
  throw DataError(dataset.directory.string() + ": has no split '" + split + "'; it has " + known);
}

}  // namespace

Dataset open_dataset(const fs::path& directory) {
  if (!fs::is_directory(directory)) throw DataError(directory.string() + ": no such directory");
  const fs::path file = directory / info_file;
  if (!fs::exists(file)) return unsplit_dataset(directory);
  try {
    Dataset dataset{directory, parse_info(read_file(file)), false};
    check(dataset.info, file.string());
    return dataset;
  } catch (const json::exception& error) {
    throw DataError(file.string() + ": " + error.what());
  }
}

void for_each_sample(const Dataset& dataset, const std::string& split, ReadReport& report,
                     const std::function<void(Sample&&)>& callback) {
  std::vector<fs::path> shards;
  for (const std::string& name : shards_of(dataset, split))
    shards.push_back(dataset.directory / name);
  ReadOptions options;
  options.levels = dataset.info.level_names.size();
  if (dataset.split_by_key)
    options.keep = [&](const std::string& key) { return split_of(key) == split; };
  const std::int64_t before = report.read;
  for_each_sample(shards, report, callback, options);
  if (report.read != before) return;
  const std::string skipped = report.reasons();
  throw DataError(dataset.directory.string() + ": no usable sample left in split '" + split + "'" +
                  (skipped.empty() ? "" : " (" + skipped + ")"));
}

std::vector<Sample> load_split(const Dataset& dataset, const std::string& split,
                               ReadReport& report) {
  std::vector<Sample> samples;
  for_each_sample(dataset, split, report,
                  [&](Sample&& sample) { samples.push_back(std::move(sample)); });
  return samples;
}

std::uint64_t key_hash(const std::string& key) {
  // FNV-1a, folded: its upper half mixes better than its lower.
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ (hash >> 32);
}

std::string split_of(const std::string& key) {
  const std::uint64_t part = key_hash(key) % 20;
  return part == 0 ? "val" : part == 1 ? "iid" : "train";
}

void write_dataset_info(const fs::path& directory, const DatasetInfo& info) {
  const json root = {{"name", info.name},
                     {"level_names", info.level_names},
                     {"implication", info.implication},
                     {"function_words", info.function_words},
                     {"splits", info.splits},
                     {"zero_shot",
                      {{"prompts", info.zero_shot.prompts},
                       {"label_keys", info.zero_shot.label_keys},
                       {"classes", info.zero_shot.classes}}},
                     {"augment", info.augment},
                     {"lists_all_truths", info.lists_all_truths}};
  write_file_atomically(directory / info_file, root.dump(1) + "\n");
}

}  // namespace meru
