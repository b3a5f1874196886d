#pragma once

#include "train/corpus.hpp"

namespace meru {

/// A caption and a more general one that it implies, as rows of Batch::texts.
struct Implication {
  std::int64_t general, specific;
};

/// A text and an image of which it is untrue, as rows of Batch::texts and Batch::images.
struct Contradiction {
  std::int64_t text, image;
};

/// What one training step looks at.
struct Batch {
  std::vector<std::int64_t> images;  ///< [batch] rows of the corpus
  std::vector<std::int64_t>
      captions;             ///< [batch] rows of `texts`: the caption drawn for each image
  std::vector<int> levels;  ///< [batch] level of that caption
  std::vector<int> texts;   ///< each distinct text of the batch once, as corpus numbers
  std::vector<Implication> implications;
  std::vector<Contradiction> contradictions;  ///< of its captions with its images
};

struct BatchOptions {
  std::int64_t size = 128;
  std::uint64_t seed = 0;
  std::vector<double> level_weights;  ///< how often each caption level is drawn; one per level
  bool implications = true;           ///< draw text pairs too
  /// How many of the batch's other images each caption is held against. Where it is true, too, that
  /// is no contradiction.
  std::int64_t contradictions = 16;
};

/// Draws batches as a pure function of (seed, step): a resumed run needs no generator state to go
/// on exactly as it would have. Images come in a new random order every epoch.
class Batches {
 public:
  Batches(const Corpus& corpus, const BatchOptions& options);
  Batch draw(std::int64_t step);

  /// Weights for `levels` caption levels: 0.4 on the full captions, little on the most general
  /// ones.
  static std::vector<double> default_level_weights(int levels);

 private:
  std::int64_t image_at(std::int64_t position);

  const Corpus& corpus_;
  BatchOptions options_;
  std::int64_t epoch_ = -1;
  std::vector<std::int64_t> order_;
};

}  // namespace meru
