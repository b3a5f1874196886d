#pragma once

#include "evaluate/metrics.hpp"

namespace meru {

/// A text met on the way from an image to the root.
struct TraversalStep {
  int text = -1;  ///< number in the corpus; -1 is [ROOT]
  double root_distance = 0;
};

struct TraversalOptions {
  std::int64_t steps = 50;  ///< points on the way, both ends included
};

/// Walks from each image to the root; at every point the nearest text is met, among all captions of
/// the corpus and [ROOT]. In a hyperbolic space a text whose cone does not hold the point is
/// skipped. A text counts where it is met first.
class Traversal {
 public:
  Traversal(const Space& space, const Corpus& corpus, const torch::Tensor& texts,
            const TraversalOptions& options = {});
  /// @param image  a point, [embedding]
  std::vector<TraversalStep> from(const torch::Tensor& image) const;

 private:
  const Space& space_;
  TraversalOptions options_;
  std::vector<int> candidates_;  ///< text numbers
  torch::Tensor points_;         ///< of the candidates, then the root
  torch::Tensor distance_;       ///< from the root
};

struct TraversalSummary {
  double texts = 0;         ///< mean number of texts met, [ROOT] not counted
  double true_percent = 0;  ///< of the texts met
  double monotone_percent =
      0;  ///< of successive texts, [ROOT] included: nearer the root than the last
};
TraversalSummary summarise(const Corpus& corpus, const std::vector<std::int64_t>& images,
                           const std::vector<std::vector<TraversalStep>>& walks);

/// `count` images spread evenly over the corpus (all where it has fewer).
std::vector<std::int64_t> spread(const Corpus& corpus, std::int64_t count);

}  // namespace meru
