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

torch::Tensor text_residuals(const Batch& batch, const torch::Tensor& texts,
                             const torch::Tensor& curvature, const LossOptions& options) {
  std::vector<std::int64_t> general, specific;
  for (const auto& pair : batch.implications) {
    general.push_back(pair.general);
    specific.push_back(pair.specific);
  }
  const auto rows = [&](const std::vector<std::int64_t>& index) {
    return texts.index_select(0, torch::tensor(index, texts.options().dtype(torch::kLong)));
  };
  return hyperbolic::entailment_residual(rows(general), rows(specific), curvature,
                                         options.min_radius, options.eta);
}

}  // namespace

Losses losses(const Model& model, const Batch& batch, const torch::Tensor& images,
              const torch::Tensor& texts, const LossOptions& options, double ramp) {
  const auto captions =
      texts.index_select(0, torch::tensor(batch.captions, texts.options().dtype(torch::kLong)));
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
  return result;
}

}  // namespace meru
