#pragma once

#include "model/model.hpp"
#include "train/corpus.hpp"

namespace meru {

// Encoded where the model is; the points come to the CPU.

/// Points of all images of a corpus, [images, embedding] float32.
torch::Tensor embed_images(const Model& model, const torch::Tensor& images, int threads);
/// Points of texts given as tokens, [texts, embedding] float32.
torch::Tensor embed_texts(const Model& model, const std::vector<std::vector<int>>& tokens,
                          int threads);

/// A corpus in the embedding space.
struct EmbeddedCorpus {
  torch::Tensor images;  ///< [images, embedding]
  torch::Tensor texts;   ///< [distinct texts, embedding]
};
EmbeddedCorpus embed(const Model& model, const Corpus& corpus, int threads);

}  // namespace meru
