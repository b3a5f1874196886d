#include "train/corpus.hpp"

#include <torch/nn/functional.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace meru {
namespace {

std::vector<std::string> content_words(const std::string& text,
                                       const std::vector<std::string>& function_words) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    if (std::find(function_words.begin(), function_words.end(), word) == function_words.end()) {
      words.push_back(word);
    }
  }
  std::sort(words.begin(), words.end());
  return words;
}

}  // namespace

torch::Tensor to_tensor(const Image& image, std::int64_t size) {
  auto bytes = const_cast<std::uint8_t*>(image.rgb.data());  // from_blob has no const form
  auto pixels =
      torch::from_blob(bytes, {image.height, image.width, 3}, torch::kByte).permute({2, 0, 1});
  if (image.width == size && image.height == size)
    return pixels.clone(torch::MemoryFormat::Contiguous);
  const double factor = static_cast<double>(size) / std::min(image.width, image.height);
  const auto scaled = [&](int side) {
    return std::max<std::int64_t>(size, std::llround(side * factor));
  };
  const std::int64_t height = scaled(image.height), width = scaled(image.width);
  const auto resized =
      torch::_upsample_bilinear2d_aa(pixels.to(torch::kFloat).unsqueeze(0).contiguous(),
                                     {height, width}, /*align_corners=*/false)[0];
  return resized.narrow(1, (height - size) / 2, size)
      .narrow(2, (width - size) / 2, size)
      .round()
      .clamp(0, 255)
      .to(torch::kByte)
      .contiguous();
}

Corpus::Corpus(const DatasetInfo& info, std::int64_t image_size)
    : info_(info), image_size_(image_size) {}

int Corpus::text_id(const std::string& text) {
  const auto [entry, is_new] = id_of_.emplace(text, static_cast<int>(texts_.size()));
  if (is_new) {
    texts_.push_back(text);
    content_words_.push_back(content_words(text, info_.function_words));
  }
  return entry->second;
}

void Corpus::add(const Sample& sample) {
  pictures_.add(to_tensor(sample.image, image_size_));
  std::vector<TextIds> levels;
  TextIds truths;
  for (const auto& level : sample.captions) {
    TextIds ids;
    for (const auto& caption : level) ids.push_back(text_id(caption));
    truths.insert(truths.end(), ids.begin(), ids.end());
    levels.push_back(std::move(ids));
  }
  for (const auto& text : sample.also_true) truths.push_back(text_id(text));
  std::sort(truths.begin(), truths.end());
  captions_.push_back(std::move(levels));
  truths_.push_back(std::move(truths));
  labels_.push_back(sample.labels);
}

void Corpus::finish(const Tokenizer& tokenizer) {
  images_ = pictures_.take({0, 3, image_size_, image_size_});
  tokens_.reserve(texts_.size());
  for (const auto& text : texts_) tokens_.push_back(tokenizer.encode(text));
}

std::string Corpus::label(std::int64_t image, const std::vector<std::string>& keys) const {
  const auto& labels = labels_[static_cast<std::size_t>(image)];
  std::string joined;
  for (const auto& key : keys) {
    const auto found = labels.find(key);
    if (found == labels.end()) return {};
    joined += (joined.empty() ? "" : " ") + found->second;
  }
  return joined;
}

bool Corpus::is_true(int text, std::int64_t image) const {
  const auto& truths = truths_[static_cast<std::size_t>(image)];
  return std::binary_search(truths.begin(), truths.end(), text);
}

bool Corpus::implies(int specific, int general) const {
  if (info_.implication != "words") return true;
  const auto& all = content_words_[static_cast<std::size_t>(specific)];
  const auto& some = content_words_[static_cast<std::size_t>(general)];
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

Corpus::TextIds Corpus::implied(std::int64_t image, int specific, int level) const {
  TextIds result;
  for (const int general : captions(image, level)) {
    if (implies(specific, general)) result.push_back(general);
  }
  return result;
}

}  // namespace meru
