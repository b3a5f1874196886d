#pragma once

#include "model/model.hpp"
#include "train/batch.hpp"

namespace meru {

struct LossOptions {
  double entail_weight = 1.0;         ///< text -> image entailment; 0 is the paper's ablation
  double text_entail_weight = 0.3;    ///< general text -> specific text
  double contradiction_weight = 4.0;  ///< images out of the cones of captions untrue of them
  double min_radius = 0.1;            ///< K of the cones' half-aperture asin(2 K / (sqrt(c) |x|))
  double eta = 1.0;  ///< an image within eta * aperture of its text's cone costs nothing
};

/// The parts of a step's loss, each a 0-dim tensor; undefined where the geometry has none.
struct Losses {
  torch::Tensor total, contrastive, entailment, text_entailment, contradiction;
};

/// @param images  points [batch, embedding] of the images
/// @param texts   points [texts, embedding] of the batch's distinct texts
/// @param ramp    0..1, multiplies the weights of entailment and contradiction
///
/// Contrastive: symmetric cross-entropy over the batch, captions against images. Entailment: the
/// mean residual of the images outside their caption's cone. Text entailment: the same for the
/// batch's implications, summed over them and divided by the batch size, so that its weight does
/// not depend on how many captions happened to have one. Contradiction: the mean depth of the
/// images inside cones of captions that are untrue of them; without it, wide cones hold nearly
/// everything.
Losses losses(const Model& model, const Batch& batch, const torch::Tensor& images,
              const torch::Tensor& texts, const LossOptions& options, double ramp);

}  // namespace meru
