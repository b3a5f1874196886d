#pragma once

#include <string>

#include "model/encoders.hpp"

namespace meru {

/// Where the embeddings live: MERU's hyperboloid, or CLIP's unit sphere as the baseline.
enum class Geometry { hyperbolic, spherical };
/// What the contrastive logits of the hyperbolic model are: -scale * distance, or scale * <x, y>_L.
enum class Score { distance, inner };

struct ModelOptions {
  Geometry geometry = Geometry::hyperbolic;
  Score score = Score::distance;
  ImageEncoderOptions image;
  TextEncoderOptions text;
  double curvature = 1.0;  ///< initial; the space has sectional curvature -curvature
  bool learn_curvature = true;
  double scale = 1.0 / 0.06;  ///< initial logit scale (inverse temperature)
  double alpha = 0.0;         ///< initial, of both modalities; 0: 1 / sqrt(embedding)
};

/// How often a learned scalar met its bound since the last look.
struct ClampHits {
  std::int64_t curvature = 0, alpha = 0, scale = 0;
};

/// Both encoders and the scalars that place their features in the embedding space.
///
/// Hyperbolic: a feature u becomes the point lift(alpha u) with a learned alpha per modality,
/// stored as its space part. Spherical: u / |u|.
class ModelImpl : public torch::nn::Module {
 public:
  explicit ModelImpl(const ModelOptions& options);

  const ModelOptions& options() const { return options_; }
  /// Where the parameters are; to() moves them.
  torch::Device device() const { return log_scale_.device(); }
  bool hyperbolic() const { return options_.geometry == Geometry::hyperbolic; }

  /// Features [rows, embedding] -> points of the embedding space, [rows, embedding].
  torch::Tensor place_images(const torch::Tensor& features) const;
  torch::Tensor place_texts(const torch::Tensor& features) const;

  torch::Tensor curvature() const { return log_curvature_.exp(); }
  torch::Tensor scale() const { return log_scale_.exp(); }

  /// The learned scalars: logarithms of scale, alphas and curvature.
  std::vector<torch::Tensor> scalars() const;
  void zero_scalar_gradients();

  /// Brings the scalars back into their bounds after an optimiser step: curvature to
  /// [c0 / 10, 10 c0], alphas to at most 1, scale to at most 100.
  void clamp_scalars(ClampHits& hits);

  ImageEncoder image_encoder{nullptr};
  TextEncoder text_encoder{nullptr};

 private:
  torch::Tensor place(const torch::Tensor& features, const torch::Tensor& log_alpha) const;

  ModelOptions options_;
  torch::Tensor log_curvature_, log_image_alpha_, log_text_alpha_, log_scale_;
};
TORCH_MODULE(Model);

/// Presets by name: tiny (32 px, 0.7 M parameters), small (64 px, 7 M), vit_s16 (ViT-S/16 at 224 px
/// with a 12 x 512 text transformer). Throws std::invalid_argument for another name.
ModelOptions preset(const std::string& name);

}  // namespace meru
