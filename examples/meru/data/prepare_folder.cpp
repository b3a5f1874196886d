#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "dataset.hpp"
#include "files.hpp"
#include "image.hpp"
#include "prepare.hpp"
#include "utf8.hpp"
#include "webdataset.hpp"

namespace meru {
namespace {

using nlohmann::json;
using Captions = std::vector<std::vector<std::string>>;

/// A row of the captions file that reads well.
struct Row {
  std::string file;
  Captions captions;
};

Captions captions_of(const json& row) {
  if (row.contains("caption")) return {{row.at("caption").get<std::string>()}};
  if (row.contains("captions")) return row.at("captions").get<Captions>();
  throw SampleError("missing caption", "neither 'caption' nor 'captions'");
}

Row parse_json(const std::string& line) {
  try {
    const json row = json::parse(line);
    return {row.at("file").get<std::string>(), captions_of(row)};
  } catch (const json::exception& error) {
    throw SampleError("unreadable row", error.what());
  }
}

Row parse_tabbed(const std::string& line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string::npos) throw SampleError("missing caption", "no tab in the row");
  return {line.substr(0, tab), {{line.substr(tab + 1)}}};
}

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r") == std::string::npos; }

void check(const Row& row) {
  if (blank(row.file)) throw SampleError("unreadable row", "no file name");
  bool complete = !row.captions.empty();
  for (const auto& level : row.captions) {
    complete = complete && !level.empty();
    for (const std::string& text : level) complete = complete && !blank(text);
  }
  if (!complete) throw SampleError("missing caption", row.file);
}

Row parse(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (!is_utf8(line)) throw SampleError("caption not UTF-8", "in this row");
  Row row = line.front() == '{' ? parse_json(line) : parse_tabbed(line);
  check(row);
  return row;
}

/// All rows that read well and have as many levels as the first of them.
std::vector<Row> read_rows(const std::filesystem::path& path, ReadReport& report) {
  std::vector<Row> rows;
  std::istringstream lines(read_file(path));
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (blank(line)) continue;
    try {
      Row row = parse(line);
      if (!rows.empty() && row.captions.size() != rows[0].captions.size())
        throw SampleError("wrong number of levels", row.file);
      rows.push_back(std::move(row));
    } catch (const SampleError& error) {
      report.skip(error, path.filename().string() + ":" + std::to_string(number));
    }
  }
  return rows;
}

/// A picture's file, known to decode.
std::string read_picture(const std::filesystem::path& path) {
  std::string bytes;
  try {
    bytes = read_file(path);
  } catch (const DataError& error) {
    throw SampleError("missing image", error.what());
  }
  decode_image(bytes);
  return bytes;
}

/// Parts the rows by a hash of the file name, so that more rows move few of the old ones.
std::vector<std::pair<std::string, std::vector<Row>>> split_rows(std::vector<Row> rows) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::pair(key_hash(a.file), a.file) < std::pair(key_hash(b.file), b.file);
  });
  const auto held = static_cast<std::ptrdiff_t>(rows.size() < 3 ? 0 : 1 + (rows.size() - 1) / 20);
  const auto move = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
    return std::vector<Row>(rows.begin() + from, rows.begin() + to);
  };
  const auto all = static_cast<std::ptrdiff_t>(rows.size());
  return {{"val", move(0, held)}, {"iid", move(held, 2 * held)}, {"train", move(2 * held, all)}};
}

Sample to_sample(const Row& row, const std::string& split, std::int64_t index) {
  Sample sample;
  sample.key = split + "-" + std::to_string(index);
  sample.captions = row.captions;
  return sample;
}

}  // namespace

PrepareResult prepare_folder(const PrepareFolderOptions& options) {
  if (!std::filesystem::is_directory(options.images))
    throw DataError(options.images.string() + ": no such directory");
  PrepareResult result;
  const std::vector<Row> rows = read_rows(options.captions, result.report);
  DatasetInfo info;
  info.name = "folder";
  info.augment = "affine";
  const std::size_t levels = rows.empty() ? 0 : rows[0].captions.size();
  for (std::size_t level = 0; level < levels; ++level)
    info.level_names.push_back(levels == 1 ? "caption" : "level " + std::to_string(level));
  detail::claim_directory(options.out, info.name);
  for (const auto& [split, members] : split_rows(rows)) {
    ShardWriter writer(options.out, split);
    std::int64_t& count = result.samples[split];
    for (const Row& row : members) {
      try {
        const std::string bytes = read_picture(options.images / row.file);
        writer.add(to_sample(row, split, count), bytes, bytes[0] == '\xFF' ? "jpg" : "png");
        ++count;
      } catch (const SampleError& error) {
        result.report.skip(error, row.file);
      }
    }
    if (count > 0) info.splits[split] = writer.finish();
    result.report.read += count;
  }
  if (result.report.read == 0) {
    const std::string skipped = result.report.reasons();
    throw DataError(options.captions.string() + ": no usable sample left; " +
                    (skipped.empty() ? "it has no rows" : skipped));
  }
  write_dataset_info(options.out, info);
  return result;
}

}  // namespace meru
