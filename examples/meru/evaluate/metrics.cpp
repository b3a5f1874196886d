#include "evaluate/metrics.hpp"

#include <torch/torch.h>

#include <cmath>

namespace meru {
namespace {

constexpr double kDegrees = 180.0 / 3.14159265358979323846;

Recall recall(const torch::Tensor& similarity) {
  const auto own = similarity.diagonal().unsqueeze(1);
  const auto rank = (similarity >= own).sum(1) - 1;
  const auto within = [&](std::int64_t k) {
    return 100 * (rank < k).to(torch::kDouble).mean().item<double>();
  };
  return {within(1), within(5), within(10)};
}

double percent(double part, double whole) { return whole > 0 ? 100 * part / whole : std::nan(""); }

std::vector<double> to_vector(const torch::Tensor& values) {
  const auto flat = values.to(torch::kDouble).contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

torch::Tensor truth_matrix(const Corpus& corpus) {
  const auto texts = static_cast<std::int64_t>(corpus.texts().size());
  auto truth = torch::zeros({texts, corpus.size()}, torch::kBool);
  auto entries = truth.accessor<bool, 2>();
  for (std::int64_t image = 0; image < corpus.size(); ++image) {
    for (const int text : corpus.truths(image)) entries[text][image] = true;
  }
  return truth;
}

/// Mean over the images of the mean over the image's captions of `level` of value(text, image).
template <class Value>
double mean_over_images(const Corpus& corpus, int level, const Value& value) {
  double sum = 0, images = 0;
  for (std::int64_t image = 0; image < corpus.size(); ++image) {
    const auto& captions = corpus.captions(image, level);
    if (captions.empty()) continue;
    double of_image = 0;
    for (const int text : captions) of_image += value(text, image);
    sum += of_image / static_cast<double>(captions.size());
    images += 1;
  }
  return sum / images;
}

void distances_and_order(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points,
                         Hierarchy& result) {
  const auto text = to_vector(space.root_distance(points.texts));
  const auto image = to_vector(space.root_distance(points.images));
  const auto radius = [&](int id) { return text[static_cast<std::size_t>(id)]; };
  for (int level = 0; level < corpus.levels(); ++level) {
    result.root_distance.push_back(
        mean_over_images(corpus, level, [&](int id, std::int64_t) { return radius(id); }));
  }
  double sum = 0, in_order = 0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    sum += image[i];
    in_order += radius(corpus.canonical(static_cast<std::int64_t>(i))) < image[i];
  }
  const auto images = static_cast<double>(image.size());
  result.root_distance.push_back(sum / images);

  for (int level = 0; level + 1 < corpus.levels(); ++level) {
    double pairs = 0, ordered = 0;
    for (std::int64_t i = 0; i < corpus.size(); ++i) {
      for (const int specific : corpus.captions(i, level + 1)) {
        for (const int general : corpus.implied(i, specific, level)) {
          pairs += 1;
          ordered += radius(general) < radius(specific);
        }
      }
    }
    result.ordering.push_back(percent(ordered, pairs));
  }
  result.ordering.push_back(percent(in_order, images));
}

void cones(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points,
           Hierarchy& result) {
  const auto inside = space.inside_cone(points.texts, points.images).contiguous();
  const auto untrue = truth_matrix(corpus).logical_not();
  const auto holds = inside.accessor<bool, 2>();
  const auto aperture = space.half_aperture(points.texts) * kDegrees;
  const auto level_of = torch::tensor(text_levels(corpus), torch::kInt);
  for (int level = 0; level < corpus.levels(); ++level) {
    result.cone_true.push_back(100 *
                               mean_over_images(corpus, level, [&](int text, std::int64_t image) {
                                 return holds[text][image] ? 1.0 : 0.0;
                               }));
    const auto rows = (level_of == level).nonzero().squeeze(1);
    const auto false_pairs = untrue.index_select(0, rows);
    const auto caught = inside.index_select(0, rows).logical_and(false_pairs);
    result.cone_false.push_back(
        percent(caught.sum().item<double>(), false_pairs.sum().item<double>()));
    result.aperture.push_back(aperture.index_select(0, rows).median().item<double>());
  }
}

}  // namespace

std::vector<int> text_levels(const Corpus& corpus) {
  std::vector<int> level_of(corpus.texts().size(), -1);
  for (int level = corpus.deepest(); level >= 0; --level) {
    for (std::int64_t image = 0; image < corpus.size(); ++image) {
      for (const int text : corpus.captions(image, level))
        level_of[static_cast<std::size_t>(text)] = level;
    }
  }
  return level_of;
}

Retrieval retrieval(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points) {
  std::vector<std::int64_t> canonical;
  for (std::int64_t image = 0; image < corpus.size(); ++image)
    canonical.push_back(corpus.canonical(image));
  const auto captions = points.texts.index_select(0, torch::tensor(canonical, torch::kLong));
  const auto similarity = space.similarity(points.images, captions);
  return {recall(similarity), recall(similarity.t())};
}

std::optional<double> zero_shot(const Space& space, const Corpus& corpus,
                                const torch::Tensor& images, const torch::Tensor& prompts,
                                const ZeroShot& task) {
  if (task.prompts.empty() || corpus.size() == 0) return std::nullopt;
  const auto nearest = space.similarity(images, prompts).argmax(1).contiguous();
  double labelled = 0, right = 0;
  for (std::int64_t image = 0; image < corpus.size(); ++image) {
    const auto label = corpus.label(image, task.label_keys);
    if (label.empty()) continue;
    labelled += 1;
    const auto choice = nearest.data_ptr<std::int64_t>()[image];
    right += task.classes[static_cast<std::size_t>(choice)] == label;
  }
  return labelled > 0 ? std::optional<double>(percent(right, labelled)) : std::nullopt;
}

Hierarchy hierarchy(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points) {
  Hierarchy result;
  distances_and_order(space, corpus, points, result);
  if (space.has_cones()) cones(space, corpus, points, result);
  return result;
}

}  // namespace meru
