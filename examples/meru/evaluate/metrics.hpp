#pragma once

#include <optional>
#include <vector>

#include "evaluate/embedding.hpp"
#include "evaluate/space.hpp"

namespace meru {

/// Percent of queries whose own counterpart is among the nearest 1, 5, 10. A tie counts against it.
struct Recall {
  double r1 = 0, r5 = 0, r10 = 0;
};
struct Retrieval {
  Recall image_to_text, text_to_image;
};
/// Images against the canonical full captions of the same split.
Retrieval retrieval(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points);

/// Percent of the labelled images whose nearest prompt is that of their class; absent without any.
std::optional<double> zero_shot(const Space& space, const Corpus& corpus,
                                const torch::Tensor& images, const torch::Tensor& prompts,
                                const ZeroShot& task);

/// How the levels of captions, and then the images, lie around the root and in each other's cones.
/// Percentages and means over all captions of a level, every image of the split counting alike.
struct Hierarchy {
  std::vector<double> root_distance;  ///< [levels] means, then of the images
  /// [levels]: percent of pairs in order of root distance: a caption of level l before one of level
  /// l + 1 that implies it; last: the canonical caption before its image.
  std::vector<double> ordering;
  std::vector<double> cone_true;  ///< [levels] percent of (caption, its image) inside the cone
  std::vector<double>
      cone_false;  ///< [levels] percent of (distinct caption, image it is untrue of) inside
  std::vector<double>
      aperture;  ///< [levels] median half-aperture of the distinct captions, degrees
};
Hierarchy hierarchy(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points);

/// Level of every distinct text: the first at which it is a caption; -1 for texts that are none.
std::vector<int> text_levels(const Corpus& corpus);

}  // namespace meru
