#include "train/batch.hpp"

#include <algorithm>
#include <numeric>

#include "train/random.hpp"

namespace meru {
namespace {

int draw_level(Random& random, const std::vector<double>& weights) {
  double left = random.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t level = 0; level + 1 < weights.size(); ++level) {
    left -= weights[level];
    if (left < 0) return static_cast<int>(level);
  }
  return static_cast<int>(weights.size()) - 1;
}

}  // namespace

Batches::Batches(const Corpus& corpus, const BatchOptions& options)
    : corpus_(corpus), options_(options) {
  if (options_.level_weights.empty())
    options_.level_weights = default_level_weights(corpus.levels());
  options_.size = std::min(options_.size, corpus.size());
}

std::vector<double> Batches::default_level_weights(int levels) {
  if (levels == 5) return {0.04, 0.16, 0.2, 0.2, 0.4};
  std::vector<double> weights(static_cast<std::size_t>(levels),
                              levels > 1 ? 0.6 / (levels - 1) : 0.0);
  weights.back() = levels > 1 ? 0.4 : 1.0;
  return weights;
}

std::int64_t Batches::image_at(std::int64_t position) {
  const auto count = corpus_.size();
  if (const auto epoch = position / count; epoch != epoch_) {
    epoch_ = epoch;
    order_.resize(static_cast<std::size_t>(count));
    std::iota(order_.begin(), order_.end(), 0);
    Random random(options_.seed, Random::epoch_order, static_cast<std::uint64_t>(epoch));
    for (auto i = count - 1; i > 0; --i) {
      std::swap(order_[static_cast<std::size_t>(i)],
                order_[static_cast<std::size_t>(random.below(i + 1))]);
    }
  }
  return order_[static_cast<std::size_t>(position % count)];
}

Batch Batches::draw(std::int64_t step) {
  Random random(options_.seed, Random::batch, static_cast<std::uint64_t>(step));
  const auto pick = [&](const Corpus::TextIds& ids) {
    return ids[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(ids.size())))];
  };
  Batch batch;
  std::vector<int> captions;
  std::vector<std::pair<int, int>> pairs;
  for (std::int64_t i = 0; i < options_.size; ++i) {
    const auto image = image_at(step * options_.size + i);
    auto level = draw_level(random, options_.level_weights);
    while (corpus_.captions(image, level).empty())
      ++level;  // an image may lack a level, not the last
    const int caption = pick(corpus_.captions(image, level));
    batch.images.push_back(image);
    batch.levels.push_back(level);
    captions.push_back(caption);
    if (!options_.implications || level == 0) continue;
    const auto general_level =
        random.below(2) == 0 ? level - 1 : static_cast<int>(random.below(level));
    const auto generals = corpus_.implied(image, caption, general_level);
    if (!generals.empty()) pairs.emplace_back(pick(generals), caption);
  }
  batch.texts = captions;
  for (const auto& [general, specific] : pairs) batch.texts.push_back(general);
  std::sort(batch.texts.begin(), batch.texts.end());
  batch.texts.erase(std::unique(batch.texts.begin(), batch.texts.end()), batch.texts.end());
  const auto row = [&](int text) {
    return std::lower_bound(batch.texts.begin(), batch.texts.end(), text) - batch.texts.begin();
  };
  for (const int caption : captions) batch.captions.push_back(row(caption));
  for (const auto& [general, specific] : pairs)
    batch.implications.push_back({row(general), row(specific)});
  const auto others = std::min(options_.contradictions, options_.size - 1);
  for (std::int64_t i = 0; i < options_.size; ++i) {
    for (std::int64_t shift = 1; shift <= others; ++shift) {  // the images come in random order
      const auto image = (i + shift) % options_.size;
      if (!corpus_.is_true(captions[static_cast<std::size_t>(i)],
                           batch.images[static_cast<std::size_t>(image)]))
        batch.contradictions.push_back({batch.captions[static_cast<std::size_t>(i)], image});
    }
  }
  return batch;
}

}  // namespace meru
