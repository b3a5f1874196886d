#include "model/model.hpp"

#include <cmath>
#include <rapidity/libtorch/libtorch.hpp>
#include <stdexcept>

namespace meru {
namespace {

void clamp(torch::Tensor& log_value, double low, double high, std::int64_t& hits) {
  const auto before = log_value.item<float>();
  if (before >= low && before <= high) return;
  ++hits;
  log_value.clamp_(low, high);
}

ImageEncoderOptions image_tower(std::int64_t size, std::int64_t patch, TransformerShape shape,
                                std::int64_t embedding) {
  ImageEncoderOptions options;
  options.image_size = size;
  options.patch_size = patch;
  options.transformer = shape;
  options.embedding = embedding;
  return options;
}

TextEncoderOptions text_tower(TransformerShape shape, std::int64_t embedding) {
  TextEncoderOptions options;
  options.transformer = shape;
  options.embedding = embedding;
  return options;
}

}  // namespace

ModelImpl::ModelImpl(const ModelOptions& options) : options_(options) {
  TORCH_CHECK(options.curvature > 0, "curvature: expected a positive number, got ",
              options.curvature);
  image_encoder = register_module("image_encoder", ImageEncoder(options.image));
  text_encoder = register_module("text_encoder", TextEncoder(options.text));
  const auto scalar = [](double value) {
    return torch::tensor(static_cast<float>(std::log(value)));
  };
  log_scale_ = register_parameter("log_scale", scalar(options.scale));
  if (!hyperbolic()) return;
  const double alpha = options.alpha > 0
                           ? options.alpha
                           : 0.35 / std::sqrt(static_cast<double>(options.image.embedding));
  log_image_alpha_ = register_parameter("log_image_alpha", scalar(alpha));
  log_text_alpha_ = register_parameter("log_text_alpha", scalar(alpha));
  log_curvature_ = options.learn_curvature
                       ? register_parameter("log_curvature", scalar(options.curvature))
                       : register_buffer("log_curvature", scalar(options.curvature));
}

torch::Tensor ModelImpl::place(const torch::Tensor& features,
                               const torch::Tensor& log_alpha) const {
  if (!hyperbolic()) return torch::nn::functional::normalize(features);
  return rapidity::libtorch::lift(features * log_alpha.exp(), curvature());
}

torch::Tensor ModelImpl::place_images(const torch::Tensor& features) const {
  return place(features, log_image_alpha_);
}

torch::Tensor ModelImpl::place_texts(const torch::Tensor& features) const {
  return place(features, log_text_alpha_);
}

std::vector<torch::Tensor> ModelImpl::scalars() const { return parameters(/*recurse=*/false); }

void ModelImpl::zero_scalar_gradients() {
  for (auto& scalar : scalars()) scalar.mutable_grad().reset();
}

void ModelImpl::clamp_scalars(ClampHits& hits) {
  torch::NoGradGuard no_grad;
  const double infinity = std::numeric_limits<double>::infinity();
  clamp(log_scale_, -infinity, std::log(100.0), hits.scale);
  if (!hyperbolic()) return;
  clamp(log_image_alpha_, -infinity, 0.0, hits.alpha);
  clamp(log_text_alpha_, -infinity, 0.0, hits.alpha);
  const double middle = std::log(options_.curvature), decade = std::log(10.0);
  clamp(log_curvature_, middle - decade, middle + decade, hits.curvature);
}

ModelOptions preset(const std::string& name) {
  ModelOptions options;
  if (name == "tiny") {
    options.image = image_tower(32, 8, {96, 3, 3, false}, 64);
    options.text = text_tower({96, 3, 3, true}, 64);
  } else if (name == "small") {
    options.image = image_tower(64, 8, {256, 6, 4, false}, 128);
    options.text = text_tower({192, 4, 4, true}, 128);
  } else if (name == "vit_s16") {
    options.image = image_tower(224, 16, {384, 12, 6, false}, 512);
    options.text = text_tower({512, 12, 8, true}, 512);
  } else {
    throw std::invalid_argument("preset: expected tiny, small or vit_s16, got '" + name + "'");
  }
  return options;
}

}  // namespace meru
