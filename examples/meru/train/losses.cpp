#include "train/losses.hpp"

#include <torch/nn/functional.h>
#include <torch/torch.h>

#include <rapidity/libtorch/libtorch.hpp>

namespace meru {
namespace {

namespace hyperbolic = rapidity::libtorch;

torch::Tensor cosine_contrastive(const torch::Tensor& images, const torch::Tensor& texts,
                                 const torch::Tensor& scale) {
  const auto logits = scale * images.mm(texts.t());
  const auto own = torch::arange(images.size(0), images.options().dtype(torch::kLong));
  return 0.5 * (torch::nn::functional::cross_entropy(logits, own) +
                torch::nn::functional::cross_entropy(logits.t(), own));
}

torch::Tensor rows_of(const torch::Tensor& points, const std::vector<std::int64_t>& index) {
  return points.index_select(0, torch::tensor(index, points.options().dtype(torch::kLong)));
}

torch::Tensor text_residuals(const Batch& batch, const torch::Tensor& texts,
                             const torch::Tensor& curvature, const LossOptions& options) {
  std::vector<std::int64_t> general, specific;
  for (const auto& pair : batch.implications) {
    general.push_back(pair.general);
    specific.push_back(pair.specific);
  }
  return hyperbolic::entailment_residual(rows_of(texts, general), rows_of(texts, specific),
                                         curvature, options.min_radius, options.eta);
}

/// How deep an image lies inside the cone of a caption that is untrue of it, max(0, eta omega -
/// phi) with the cone's half-aperture omega and the exterior angle phi: Ganea et al. (ICML 2018)
/// hold their cones apart so.
torch::Tensor contradiction_residuals(const Batch& batch, const torch::Tensor& images,
                                      const torch::Tensor& texts, const torch::Tensor& curvature,
                                      const LossOptions& options) {
  std::vector<std::int64_t> text, image;
  for (const auto& pair : batch.contradictions) {
    text.push_back(pair.text);
    image.push_back(pair.image);
  }
  const auto general = rows_of(texts, text), specific = rows_of(images, image);
  const auto bound =
      options.eta * hyperbolic::half_aperture(general, curvature, options.min_radius);
  return torch::relu(bound - hyperbolic::exterior_angle(general, specific, curvature));
}

}  // namespace

Losses losses(const Model& model, const Batch& batch, const torch::Tensor& images,
              const torch::Tensor& texts, const LossOptions& options, double ramp) {
  const auto captions = rows_of(texts, batch.captions);
  Losses result;
  if (!model->hyperbolic()) {
    result.contrastive = cosine_contrastive(images, captions, model->scale());
    result.total = result.contrastive;
    return result;
  }
  const auto curvature = model->curvature();
  const auto score = model->options().score == Score::inner ? rapidity::batch::Score::inner
                                                            : rapidity::batch::Score::distance;
  result.contrastive =
      hyperbolic::contrastive_loss(images, captions, curvature, model->scale(), score);
  result.entailment =
      hyperbolic::entailment_loss(captions, images, curvature, options.min_radius, options.eta);
  result.total = result.contrastive + ramp * options.entail_weight * result.entailment;
  if (options.text_entail_weight > 0 && !batch.implications.empty()) {
    result.text_entailment = text_residuals(batch, texts, curvature, options).sum() /
                             static_cast<double>(batch.images.size());
    result.total = result.total + ramp * options.text_entail_weight * result.text_entailment;
  }
  if (options.contradiction_weight > 0 && !batch.contradictions.empty()) {
    result.contradiction = contradiction_residuals(batch, images, texts, curvature, options).mean();
    result.total = result.total + ramp * options.contradiction_weight * result.contradiction;
  }
  return result;
}

}  // namespace meru
