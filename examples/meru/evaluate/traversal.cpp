#include "evaluate/traversal.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace meru {

Traversal::Traversal(const Space& space, const Corpus& corpus, const torch::Tensor& texts,
                     const TraversalOptions& options)
    : space_(space), options_(options) {
  const auto levels = text_levels(corpus);
  for (std::size_t text = 0; text < levels.size(); ++text) {
    if (levels[text] >= 0) candidates_.push_back(static_cast<int>(text));
  }
  const auto rows = torch::tensor(candidates_, torch::kLong);
  points_ = torch::cat({texts.index_select(0, rows).to(torch::kDouble), space.root(texts.size(1))});
  distance_ = space.root_distance(points_).contiguous();
}

std::vector<TraversalStep> Traversal::from(const torch::Tensor& image) const {
  const auto way = space_.to_root(image, options_.steps);
  auto similarity = space_.similarity(way, points_);
  if (space_.has_cones()) {
    const auto outside = space_.inside_cone(points_, way).t().logical_not();
    similarity.masked_fill_(outside, -std::numeric_limits<double>::infinity());
  }
  const auto nearest = similarity.argmax(1).contiguous();
  const auto root = static_cast<std::int64_t>(candidates_.size());
  std::vector<TraversalStep> walk;
  for (std::int64_t i = 0; i < nearest.size(0); ++i) {
    const auto met = nearest.data_ptr<std::int64_t>()[i];
    const int text = met == root ? -1 : candidates_[static_cast<std::size_t>(met)];
    const auto seen = [&](const TraversalStep& step) { return step.text == text; };
    if (std::none_of(walk.begin(), walk.end(), seen)) {
      walk.push_back({text, distance_.data_ptr<double>()[met]});
    }
  }
  return walk;
}

TraversalSummary summarise(const Corpus& corpus, const std::vector<std::int64_t>& images,
                           const std::vector<std::vector<TraversalStep>>& walks) {
  double texts = 0, true_texts = 0, moves = 0, inward = 0;
  for (std::size_t i = 0; i < walks.size(); ++i) {
    for (std::size_t step = 0; step < walks[i].size(); ++step) {
      const auto& met = walks[i][step];
      texts += met.text >= 0;
      true_texts += met.text >= 0 && corpus.is_true(met.text, images[i]);
      if (step == 0) continue;
      moves += 1;
      inward += met.root_distance < walks[i][step - 1].root_distance;
    }
  }
  const auto percent = [](double part, double whole) { return whole > 0 ? 100 * part / whole : 0; };
  const auto count = static_cast<double>(std::max<std::size_t>(walks.size(), 1));
  return {texts / count, percent(true_texts, texts), percent(inward, moves)};
}

std::vector<std::int64_t> spread(const Corpus& corpus, std::int64_t count) {
  count = std::min(count, corpus.size());
  std::vector<std::int64_t> images;
  for (std::int64_t i = 0; i < count; ++i) images.push_back(i * corpus.size() / count);
  return images;
}

}  // namespace meru
