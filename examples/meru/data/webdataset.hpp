#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "read_report.hpp"
#include "sample.hpp"
#include "tar.hpp"

namespace meru {

/// WebDataset shards: tar files in which the members of one sample follow each other and share
/// their name up to the first dot. Ours hold
///   KEY.png or KEY.jpg   the picture
///   KEY.txt              the canonical caption
///   KEY.json             {"captions": [[..], ..], "true": [..], "labels": {..}}
/// img2dataset's hold KEY.jpg, KEY.txt and a KEY.json of other fields, and are read as one level.

/// Writes the samples of one split into DIRECTORY/SPLIT-000000.tar and so on.
class ShardWriter {
 public:
  /// @throws DataError where a file cannot be written, here and below
  ShardWriter(std::filesystem::path directory, std::string split, int samples_per_shard = 10000);

  /// Adds a sample, its picture as PNG.
  void add(const Sample& sample);
  /// Adds a sample whose picture is encoded already: `bytes` of a file called *.`extension`.
  void add(const Sample& sample, std::string_view bytes, const std::string& extension);
  /// Finishes the last shard. @return the names of all shards, without directory
  std::vector<std::string> finish();

 private:
  std::filesystem::path directory_;
  std::string split_;
  int samples_per_shard_;
  int in_shard_ = 0;
  std::unique_ptr<TarWriter> shard_;
  std::vector<std::string> names_;
};

struct ReadOptions {
  /// Number of caption levels every sample must have; 0: any.
  std::size_t levels = 0;
  /// Reads only samples whose key passes; the others are neither decoded nor counted.
  std::function<bool(const std::string& key)> keep;
};

/// Calls back for every usable sample, in order. Unusable ones are counted in the report: "corrupt
/// image", "image too large", "unsupported image", "missing image", "missing caption", "caption not
/// UTF-8", "corrupt metadata", "wrong number of levels", "damaged archive".
/// @throws DataError for a shard that cannot be opened
void for_each_sample(const std::vector<std::filesystem::path>& shards, ReadReport& report,
                     const std::function<void(Sample&&)>& callback,
                     const ReadOptions& options = {});

}  // namespace meru
