#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "image.hpp"
#include "webdataset.hpp"

namespace meru {
namespace {

std::string shard_name(const std::string& split, std::size_t index) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%06zu", index);
  return split + "-" + digits + ".tar";
}

std::string metadata(const Sample& sample) {
  nlohmann::json json = {{"captions", sample.captions}};
  if (!sample.also_true.empty()) json["true"] = sample.also_true;
  if (!sample.labels.empty()) json["labels"] = sample.labels;
  return json.dump();
}

}  // namespace

ShardWriter::ShardWriter(std::filesystem::path directory, std::string split, int samples_per_shard)
    : directory_(std::move(directory)),
      split_(std::move(split)),
      samples_per_shard_(samples_per_shard) {}

void ShardWriter::add(const Sample& sample) { add(sample, encode_png(sample.image), "png"); }

void ShardWriter::add(const Sample& sample, std::string_view bytes, const std::string& extension) {
  if (shard_ && in_shard_ == samples_per_shard_) {
    shard_->commit();
    shard_.reset();
  }
  if (!shard_) {
    names_.push_back(shard_name(split_, names_.size()));
    shard_ = std::make_unique<TarWriter>(directory_ / names_.back());
    in_shard_ = 0;
  }
  shard_->add(sample.key + "." + extension, bytes);
  shard_->add(sample.key + ".txt", sample.captions.back().front());
  shard_->add(sample.key + ".json", metadata(sample));
  ++in_shard_;
}

std::vector<std::string> ShardWriter::finish() {
  if (shard_) shard_->commit();
  shard_.reset();
  return std::exchange(names_, {});
}

}  // namespace meru
