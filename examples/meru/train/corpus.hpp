#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/sample.hpp"
#include "data/tokenizer.hpp"
#include "train/picture_store.hpp"

namespace meru {

/// A split in memory: pictures as one tensor, and every distinct text once, referred to by number.
class Corpus {
 public:
  using TextIds = std::vector<int>;

  /// @param image_size  pictures are scaled (antialiased, shorter side) and centre-cropped to it
  Corpus(const DatasetInfo& info, std::int64_t image_size);

  void add(const Sample& sample);
  /// Call once after the last add(): gathers the pictures and tokenizes the texts.
  void finish(const Tokenizer& tokenizer);

  std::int64_t size() const { return static_cast<std::int64_t>(captions_.size()); }
  int levels() const { return static_cast<int>(captions_.empty() ? 0 : captions_[0].size()); }
  int deepest() const { return levels() - 1; }

  /// [images, 3, size, size] uint8
  const torch::Tensor& images() const { return images_; }
  const std::vector<std::string>& texts() const { return texts_; }
  const std::vector<std::vector<int>>& tokens() const { return tokens_; }
  const TextIds& captions(std::int64_t image, int level) const {
    return captions_[static_cast<std::size_t>(image)][static_cast<std::size_t>(level)];
  }
  /// The canonical full caption.
  int canonical(std::int64_t image) const { return captions(image, deepest()).front(); }
  /// The image's labels under `keys` joined by spaces; empty where one is missing.
  std::string label(std::int64_t image, const std::vector<std::string>& keys) const;

  /// Whether the text is true of the image.
  bool is_true(int text, std::int64_t image) const;
  /// Everything true of the image, sorted.
  const TextIds& truths(std::int64_t image) const {
    return truths_[static_cast<std::size_t>(image)];
  }
  /// Whether one caption of an image implies a more general one of the same image (DatasetInfo).
  bool implies(int specific, int general) const;
  /// The image's captions of `level` that `specific`, a caption of the same image, implies.
  TextIds implied(std::int64_t image, int specific, int level) const;

  /// Number of the text, added where it is new (before finish()).
  int text_id(const std::string& text);

 private:
  DatasetInfo info_;
  std::int64_t image_size_;
  torch::Tensor images_;
  PictureStore pictures_;
  std::vector<std::string> texts_;
  std::unordered_map<std::string, int> id_of_;
  std::vector<std::vector<int>> tokens_;
  std::vector<std::vector<std::string>> content_words_;  ///< by text, sorted
  std::vector<std::vector<TextIds>> captions_;           ///< [image][level]
  std::vector<TextIds> truths_;                          ///< [image], sorted
  std::vector<std::map<std::string, std::string>> labels_;
};

/// An 8-bit picture as [3, size, size] uint8: scaled by its shorter side, antialiased,
/// centre-cropped.
torch::Tensor to_tensor(const Image& image, std::int64_t size);

}  // namespace meru
