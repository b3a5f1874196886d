#include "dataset.hpp"
#include "files.hpp"
#include "prepare.hpp"
#include "shapes.hpp"
#include "webdataset.hpp"

namespace meru {

void detail::claim_directory(const std::filesystem::path& directory, const std::string& name) {
  make_directory(directory);
  if (!std::filesystem::exists(directory / "dataset.json")) return;
  const std::string present = open_dataset(directory).info.name;
  if (present != name)
    throw DataError(directory.string() + ": holds the data set '" + present +
                    "'; choose another directory for '" + name + "'");
}

PrepareResult prepare_shapes(const PrepareShapesOptions& options) {
  DatasetInfo info = shapes_info();
  detail::claim_directory(options.out, info.name);
  for (const auto& entry : options.counts) make_shapes(entry.first, 0, options.seed);
  PrepareResult result;
  for (const ShapesSplit& split : shapes_splits()) {
    const auto wanted = options.counts.find(split.name);
    const int count = wanted != options.counts.end() ? wanted->second : split.count;
    ShardWriter writer(options.out, split.name);
    for (const Sample& sample : make_shapes(split.name, count, options.seed)) writer.add(sample);
    info.splits[split.name] = writer.finish();
    result.samples[split.name] = count;
  }
  write_dataset_info(options.out, info);
  return result;
}

}  // namespace meru
