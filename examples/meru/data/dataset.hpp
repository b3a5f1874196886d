#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "read_report.hpp"
#include "sample.hpp"

namespace meru {

/// A directory of shards.
struct Dataset {
  std::filesystem::path directory;
  DatasetInfo info;
  /// The splits share their shards and part them by key (see split_of).
  bool split_by_key = false;
};

/// Opens DIR by its dataset.json. A directory of *.tar files without one, as img2dataset leaves it,
/// is a data set of one caption level whose samples are split by key.
/// @throws DataError for a missing directory, one without shards, a dataset.json that is not ours
Dataset open_dataset(const std::filesystem::path& directory);

/// Calls back for every usable sample of a split, and counts the others.
/// @throws DataError for an unknown split, a missing shard, or where no usable sample is left
void for_each_sample(const Dataset& dataset, const std::string& split, ReadReport& report,
                     const std::function<void(Sample&&)>& callback);

/// All usable samples of a split in memory; throws as for_each_sample does.
std::vector<Sample> load_split(const Dataset& dataset, const std::string& split,
                               ReadReport& report);

/// Where a sample of an unsplit data set belongs: by a hash of its key, 5 % to "val", 5 % to "iid",
/// the rest to "train".
std::string split_of(const std::string& key);

/// A hash that is the same on every platform.
std::uint64_t key_hash(const std::string& key);

/// Writes DIR/dataset.json; do it last, it is what makes a directory a data set. @throws DataError
void write_dataset_info(const std::filesystem::path& directory, const DatasetInfo& info);

}  // namespace meru
