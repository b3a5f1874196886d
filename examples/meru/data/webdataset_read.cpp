#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "image.hpp"
#include "utf8.hpp"
#include "webdataset.hpp"

namespace meru {
namespace {

using nlohmann::json;

/// The members of one sample, not yet looked into.
struct Parts {
  std::string key, image, text, metadata;
};

std::string trimmed(const std::string& text) {
  const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  const auto begin = std::find_if_not(text.begin(), text.end(), blank);
  const auto end = std::find_if_not(text.rbegin(), text.rend(), blank).base();
  return begin < end ? std::string(begin, end) : std::string();
}

std::string caption(const std::string& text) {
  std::string result = trimmed(text);
  if (result.empty()) throw SampleError("missing caption", "it is empty");
  return result;
}

std::string string_of(const json& value, const char* where) {
  if (!value.is_string())
    throw SampleError("corrupt metadata", std::string(where) + " holds no text");
  return value.get<std::string>();
}

json parse_metadata(const std::string& text) {
  if (text.empty()) return json::object();
  if (!is_utf8(text)) throw SampleError("caption not UTF-8", "in the .json member");
  json result = json::parse(text, nullptr, false);
  if (!result.is_object()) throw SampleError("corrupt metadata", "not a JSON object");
  return result;
}

std::vector<std::vector<std::string>> levels_of(const json& captions) {
  if (!captions.is_array()) throw SampleError("corrupt metadata", "captions is no list");
  std::vector<std::vector<std::string>> result;
  for (const json& level : captions) {
    if (!level.is_array()) throw SampleError("corrupt metadata", "captions is no list of lists");
    if (level.empty()) throw SampleError("missing caption", "a level is empty");
    std::vector<std::string>& texts = result.emplace_back();
    for (const json& text : level) texts.push_back(caption(string_of(text, "captions")));
  }
  if (result.empty()) throw SampleError("missing caption", "captions is empty");
  return result;
}

/// The plain caption: the .txt member, or the metadata's "caption".
std::string plain_caption(const Parts& parts, const json& metadata) {
  if (!parts.text.empty()) {
    if (!is_utf8(parts.text)) throw SampleError("caption not UTF-8", "in the .txt member");
    return caption(parts.text);
  }
  const auto found = metadata.find("caption");
  if (found == metadata.end() || !found->is_string())
    throw SampleError("missing caption", "neither .txt nor .json has one");
  return caption(found->get<std::string>());
}

Sample to_sample(const Parts& parts, std::size_t levels) {
  if (parts.image.empty()) throw SampleError("missing image", "no .png or .jpg member");
  const json metadata = parse_metadata(parts.metadata);
  Sample sample;
  sample.key = parts.key;
  if (metadata.contains("captions"))
    sample.captions = levels_of(metadata["captions"]);
  else
    sample.captions = {{plain_caption(parts, metadata)}};
  if (levels != 0 && sample.captions.size() != levels)
    throw SampleError("wrong number of levels", "expected captions at " + std::to_string(levels) +
                                                    ", got " +
                                                    std::to_string(sample.captions.size()));
  if (metadata.contains("true") && metadata["true"].is_array())
    for (const json& text : metadata["true"]) sample.also_true.push_back(string_of(text, "true"));
  if (metadata.contains("labels") && metadata["labels"].is_object())
    for (const auto& label : metadata["labels"].items())
      sample.labels[label.key()] = string_of(label.value(), "labels");
  sample.image = decode_image(parts.image);
  return sample;
}

/// Gathers members into samples.
class Grouping {
 public:
  Grouping(ReadReport& report, const std::function<void(Sample&&)>& callback,
           const ReadOptions& options)
      : report_(report), callback_(callback), options_(options) {}

  void begin_shard(const std::filesystem::path& path) {
    shard_ = path.filename().string();
    spoiled_.clear();
  }

  void add(TarMember&& member) {
    const std::string key = key_of(member.name);
    if (key.empty() || key == spoiled_) return;
    if (key != parts_.key) finish();
    parts_.key = key;
    if (std::string* part = part_named(member.name.substr(key.size() + 1)))
      *part = std::move(member.content);
  }

  /// Damage costs the sample it falls into; where its place is not known, the one being gathered.
  void damaged(const TarDamage& damage) {
    const std::string key = key_of(damage.name);
    if (!key.empty() && key != parts_.key) {
      finish();
      parts_.key = key;
    }
    report_.skip(SampleError("damaged archive", damage.what), shard_);
    spoiled_ = std::exchange(parts_, {}).key;
  }

  /// Hands on the sample gathered last.
  void finish() {
    const Parts parts = std::exchange(parts_, {});
    if (parts.key.empty() || (options_.keep && !options_.keep(parts.key))) return;
    Sample sample;
    try {
      sample = to_sample(parts, options_.levels);
    } catch (const SampleError& error) {
      return report_.skip(error, shard_ + "/" + parts.key);
    }
    ++report_.read;
    callback_(std::move(sample));
  }

 private:
  /// The name up to the first dot of its last part; empty where there is none.
  static std::string key_of(const std::string& name) {
    const std::size_t slash = name.rfind('/');
    const std::size_t dot = name.find('.', slash == std::string::npos ? 0 : slash + 1);
    return dot == std::string::npos ? "" : name.substr(0, dot);
  }

  std::string* part_named(std::string extension) {
    static const std::set<std::string> pictures = {"png", "jpg", "jpeg", "webp", "gif", "bmp"};
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (extension == "txt") return &parts_.text;
    if (extension == "json") return &parts_.metadata;
    return pictures.count(extension) != 0 ? &parts_.image : nullptr;
  }

  ReadReport& report_;
  const std::function<void(Sample&&)>& callback_;
  const ReadOptions& options_;
  std::string shard_;
  Parts parts_;
  std::string spoiled_;  ///< key whose further members are ignored
};

}  // namespace

void for_each_sample(const std::vector<std::filesystem::path>& shards, ReadReport& report,
                     const std::function<void(Sample&&)>& callback, const ReadOptions& options) {
  Grouping grouping(report, callback, options);
  for (const std::filesystem::path& path : shards) {
    grouping.begin_shard(path);
    read_tar(
        path, [&](TarMember&& member) { grouping.add(std::move(member)); },
        [&](const TarDamage& damage) { grouping.damaged(damage); });
    grouping.finish();
  }
}

}  // namespace meru
