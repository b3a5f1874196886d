#pragma once

#include "model/transformer.hpp"

namespace meru {

/// Token sequences of several texts, packed one after another.
struct PackedTexts {
  torch::Tensor tokens;     ///< [tokens] int64
  torch::Tensor positions;  ///< [tokens] int64, counted from each text's start
  torch::Tensor ends;       ///< [texts] int64, packed index of each text's last token
  Offsets offsets;          ///< where the texts begin

  /// Packs the texts [first, last) of `texts`, each cut to `context` tokens with its last token
  /// kept (the end mark the text is read at).
  static PackedTexts pack(const std::vector<std::vector<int>>& texts, std::int64_t context);
};

struct ImageEncoderOptions {
  std::int64_t image_size = 32;
  std::int64_t patch_size = 8;
  TransformerShape transformer;
  std::int64_t embedding = 64;
};

/// Vision transformer, read at a class token; fixed two-dimensional sine-cosine positions.
class ImageEncoderImpl : public torch::nn::Module {
 public:
  explicit ImageEncoderImpl(const ImageEncoderOptions& options);
  /// [images, 3, size, size] uint8, on any device -> [images, embedding] on the encoder's
  torch::Tensor forward(const torch::Tensor& images);

 private:
  ImageEncoderOptions options_;
  torch::nn::Linear patches_{nullptr}, projection_{nullptr};
  torch::Tensor class_token_, positions_;
  Transformer transformer_{nullptr};
};
TORCH_MODULE(ImageEncoder);

struct TextEncoderOptions {
  std::int64_t vocabulary = 0;
  std::int64_t context = 77;
  TransformerShape transformer;
  std::int64_t embedding = 64;
};

/// Causal text transformer, read at the end-of-text token; learned positions.
class TextEncoderImpl : public torch::nn::Module {
 public:
  explicit TextEncoderImpl(const TextEncoderOptions& options);
  /// packed texts, on any device -> [texts, embedding] on the encoder's
  torch::Tensor forward(const PackedTexts& texts);

 private:
  torch::nn::Embedding words_{nullptr};
  torch::nn::Linear projection_{nullptr};
  torch::Tensor positions_;
  Transformer transformer_{nullptr};
};
TORCH_MODULE(TextEncoder);

}  // namespace meru
