#include "model/encoders.hpp"

#include <algorithm>
#include <cmath>

namespace meru {
namespace nn = torch::nn;
namespace {

torch::Tensor sine_cosine(const torch::Tensor& position, std::int64_t width) {
  const auto rate = torch::pow(10000.0, -torch::arange(width / 2, torch::kDouble) / (width / 2.0));
  const auto angle = position.to(torch::kDouble).unsqueeze(1) * rate;
  return torch::cat({angle.sin(), angle.cos()}, 1);
}

/// [1 + grid * grid, width]: zero for the class token, then half the width for each axis.
torch::Tensor grid_positions(std::int64_t grid, std::int64_t width) {
  const auto cell = torch::arange(grid);
  const auto rows = cell.repeat_interleave(grid);
  const auto columns = cell.repeat({grid});
  const auto patches =
      torch::cat({sine_cosine(columns, width / 2), sine_cosine(rows, width / 2)}, 1);
  return torch::cat({torch::zeros({1, width}, torch::kDouble), patches}, 0).to(torch::kFloat);
}

nn::Linear projection_to(std::int64_t embedding, std::int64_t width) {
  auto projection = nn::Linear(nn::LinearOptions(width, embedding).bias(false));
  nn::init::normal_(projection->weight, 0.0, 1.0 / std::sqrt(static_cast<double>(width)));
  return projection;
}

}  // namespace

PackedTexts PackedTexts::pack(const std::vector<std::vector<int>>& texts, std::int64_t context) {
  std::vector<std::int64_t> tokens, positions, ends;
  PackedTexts packed;
  packed.offsets.push_back(0);
  for (const auto& text : texts) {
    TORCH_CHECK(!text.empty(), "texts: expected at least one token each, got an empty text");
    const auto length = std::min<std::int64_t>(static_cast<std::int64_t>(text.size()), context);
    for (std::int64_t i = 0; i < length; ++i) {
      tokens.push_back(i + 1 < length ? text[static_cast<std::size_t>(i)] : text.back());
      positions.push_back(i);
    }
    packed.offsets.push_back(static_cast<std::int64_t>(tokens.size()));
    ends.push_back(packed.offsets.back() - 1);
  }
  packed.tokens = torch::tensor(tokens, torch::kLong);
  packed.positions = torch::tensor(positions, torch::kLong);
  packed.ends = torch::tensor(ends, torch::kLong);
  return packed;
}

ImageEncoderImpl::ImageEncoderImpl(const ImageEncoderOptions& options) : options_(options) {
  const auto width = options.transformer.width;
  const auto patch = options.patch_size;
  TORCH_CHECK(options.image_size % patch == 0, "image_size: expected a multiple of patch_size ",
              patch, ", got ", options.image_size);
  TORCH_CHECK(width % 4 == 0, "width: expected a multiple of 4 for two-dimensional positions, got ",
              width);
  patches_ = register_module("patches", nn::Linear(3 * patch * patch, width));
  class_token_ = register_parameter("class_token", torch::randn({width}) * 0.02);
  positions_ = register_buffer("positions", grid_positions(options.image_size / patch, width));
  transformer_ = register_module("transformer", Transformer(options.transformer));
  projection_ = register_module("projection", projection_to(options.embedding, width));
}

torch::Tensor ImageEncoderImpl::forward(const torch::Tensor& images) {
  const auto size = options_.image_size, patch = options_.patch_size, grid = size / patch;
  TORCH_CHECK(
      images.dim() == 4 && images.size(1) == 3 && images.size(2) == size && images.size(3) == size,
      "images: expected [images, 3, ", size, ", ", size, "], got ", images.sizes());
  const auto count = images.size(0);
  const auto length = 1 + grid * grid;
  const auto pixels = (images.to(positions_.device(), torch::kFloat) - 127.5) / 63.75;
  const auto patches = pixels.view({count, 3, grid, patch, grid, patch})
                           .permute({0, 2, 4, 1, 3, 5})
                           .reshape({count * grid * grid, 3 * patch * patch});
  const auto embedded = patches_(patches).view({count, grid * grid, -1});
  const auto class_tokens = class_token_.expand({count, 1, class_token_.size(0)});
  const auto tokens =
      (torch::cat({class_tokens, embedded}, 1) + positions_).view({count * length, -1});

  Offsets offsets(static_cast<std::size_t>(count) + 1);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    offsets[i] = static_cast<std::int64_t>(i) * length;
  const auto class_rows = torch::arange(count, tokens.options().dtype(torch::kLong)) * length;
  return projection_(transformer_(tokens, offsets, class_rows));
}

TextEncoderImpl::TextEncoderImpl(const TextEncoderOptions& options) {
  TORCH_CHECK(options.vocabulary > 0, "vocabulary: expected a positive size, got ",
              options.vocabulary);
  const auto width = options.transformer.width;
  words_ = register_module("words", nn::Embedding(options.vocabulary, width));
  nn::init::normal_(words_->weight, 0.0, 0.02);
  positions_ = register_parameter("positions", torch::randn({options.context, width}) * 0.01);
  auto shape = options.transformer;
  shape.causal = true;
  transformer_ = register_module("transformer", Transformer(shape));
  projection_ = register_module("projection", projection_to(options.embedding, width));
}

torch::Tensor TextEncoderImpl::forward(const PackedTexts& texts) {
  const auto device = positions_.device();
  const auto tokens =
      words_(texts.tokens.to(device)) + positions_.index_select(0, texts.positions.to(device));
  return projection_(transformer_(tokens, texts.offsets, texts.ends.to(device)));
}

}  // namespace meru
