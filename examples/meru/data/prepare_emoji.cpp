#include <cstdio>
#include <optional>
#include <stdexcept>
#include <utility>

#include "dataset.hpp"
#include "emoji_caption.hpp"
#include "emoji_font.hpp"
#include "emoji_list.hpp"
#include "files.hpp"
#include "image.hpp"
#include "prepare.hpp"
#include "webdataset.hpp"

namespace meru {
namespace {

namespace fs = std::filesystem;
using emoji::Emoji;

void require(const fs::path& file, const char* package) {
  if (!fs::exists(file))
    throw DataError(file.string() + ": not found; install it with: apt install " + package);
}

void require_sources(const EmojiSources& sources) {
  require(sources.font, "fonts-noto-color-emoji");
  require(sources.list, "unicode-data");
  require(sources.annotations, "unicode-cldr-core");
  require(sources.derived_annotations, "unicode-cldr-core");
}

/// EmojiOne's pictures by Emoji::id(); empty where they are not installed.
std::map<std::string, fs::path> second_renderings(const fs::path& gems) {
  std::map<std::string, fs::path> files;
  if (!fs::is_directory(gems)) return files;
  for (const fs::directory_entry& gem : fs::directory_iterator(gems)) {
    const fs::path pictures = gem.path() / "assets" / "png";
    if (gem.path().filename().string().rfind("gemojione-", 0) != 0 || !fs::is_directory(pictures))
      continue;
    for (const fs::directory_entry& picture : fs::directory_iterator(pictures))
      if (picture.path().extension() == ".png")
        files[picture.path().stem().string()] = picture.path();
  }
  return files;
}

DatasetInfo emoji_info() {
  DatasetInfo info;
  info.name = "emoji";
  info.level_names = {"picture", "group", "subgroup", "keyword", "name"};
  info.augment = "affine";
  info.lists_all_truths = true;  // as far as CLDR's keywords go
  info.zero_shot.label_keys = {"group"};
  info.zero_shot.prompts = emoji::group_phrases();
  info.zero_shot.classes = info.zero_shot.prompts;
  return info;
}

/// All emoji with their captions, without pictures.
std::vector<std::pair<Emoji, Sample>> described_emoji(const EmojiSources& sources,
                                                      ReadReport& report) {
  std::map<std::string, std::vector<std::string>> keywords;
  emoji::read_keywords(sources.derived_annotations, keywords);
  emoji::read_keywords(sources.annotations, keywords);
  std::vector<std::pair<Emoji, Sample>> result;
  for (Emoji& one : emoji::read_list(sources.list)) {
    Sample sample;
    sample.captions = emoji::captions_of(one, keywords[one.id()]);
    if (sample.captions.empty()) {
      report.skip(SampleError("missing caption", "no keyword"), one.name);
      continue;
    }
    sample.key = one.id();
    sample.labels = {{"group", sample.captions[1][0]}, {"subgroup", sample.captions[2][0]}};
    result.emplace_back(std::move(one), std::move(sample));
  }
  return result;
}

/// A number from 0 to 99, fixed by the emoji and the seed.
int percentile(const std::string& id, std::uint64_t seed) {
  return static_cast<int>(key_hash(id + "/" + std::to_string(seed)) % 100);
}

Image read_second_rendering(const fs::path& path, int size) {
  const Image image = decode_image(read_file(path));
  return image.width == size && image.height == size ? image : resize_area(image, size, size);
}

/// Writes samples to the splits they are meant for.
class Splits {
 public:
  explicit Splits(const fs::path& directory) {
    for (const char* split : {"train", "val", "iid"}) writers_.try_emplace(split, directory, split);
  }

  void add(const std::string& split, Sample& sample, Image image) {
    sample.image = std::move(image);
    writers_.at(split).add(sample);
    ++counts_[split];
  }

  void finish(DatasetInfo& info, PrepareResult& result) {
    for (auto& [split, writer] : writers_) {
      info.splits[split] = writer.finish();
      result.samples[split] = counts_[split];
      result.report.read += counts_[split];
    }
  }

 private:
  std::map<std::string, ShardWriter> writers_;
  std::map<std::string, std::int64_t> counts_;
};

void add_emoji(const Emoji& one, Sample& sample, const emoji::Font& font,
               const std::map<std::string, fs::path>& second, const PrepareEmojiOptions& options,
               Splits& splits) {
  std::optional<Image> image = font.render(one.code_points, options.size);
  if (!image) throw SampleError("missing image", "not in the font");
  const int part = percentile(sample.key, options.seed);
  if (second.empty())
    return splits.add(part < 5 ? "val" : part < 15 ? "iid" : "train", sample, std::move(*image));
  splits.add("train", sample, std::move(*image));
  const auto found = second.find(sample.key);
  if (found != second.end())
    splits.add(part < 10 ? "val" : "iid", sample,
               read_second_rendering(found->second, options.size));
}

}  // namespace

PrepareResult prepare_emoji(const PrepareEmojiOptions& options) {
  if (options.size < 8 || options.size > 1024)
    throw std::invalid_argument("size: expected 8 to 1024, got " + std::to_string(options.size));
  require_sources(options.sources);
  PrepareResult result;
  DatasetInfo info = emoji_info();
  detail::claim_directory(options.out, info.name);
  const emoji::Font font(options.sources.font);
  const auto second = second_renderings(options.sources.gems);
  Splits splits(options.out);
  for (auto& [one, sample] : described_emoji(options.sources, result.report)) {
    try {
      add_emoji(one, sample, font, second, options, splits);
    } catch (const SampleError& error) {
      result.report.skip(error, one.name);
    }
  }
  splits.finish(info, result);
  write_dataset_info(options.out, info);
  result.notes.push_back(
      second.empty() ? "val and iid: emoji kept out of train (EmojiOne's pictures, a held-out "
                       "rendering, are used where ruby-gemojione is installed)"
                     : "val and iid: EmojiOne's pictures, a rendering that is not in train");
  return result;
}

}  // namespace meru
