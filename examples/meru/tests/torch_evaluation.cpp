// What evaluation reports, on points and truths small enough to check by hand.
#include <torch/torch.h>

#include <cmath>
#include <rapidity/rapidity.hpp>

#include "data/tokenizer.hpp"
#include "evaluate/traversal.hpp"
#include "expect.hpp"

namespace {

using meru::test::expect;
using meru::test::expect_below;

/// Two images, three levels: "thing" is true of both, "red" of the first, "blue" of the second.
meru::Corpus two_images() {
  meru::DatasetInfo info;
  info.name = "two";
  info.level_names = {"any", "colour", "full"};
  info.implication = "words";
  info.function_words = {"thing"};
  meru::Sample red, blue;
  red.image = blue.image = {8, 8, std::vector<std::uint8_t>(192, 7)};
  red.captions = {{"thing"}, {"red thing"}, {"big red thing"}};
  blue.captions = {{"thing"}, {"blue thing"}, {"big blue thing"}};
  red.labels = {{"colour", "red"}};
  blue.labels = {{"colour", "blue"}};
  meru::Corpus corpus(info, 8);
  corpus.add(red);
  corpus.add(blue);
  corpus.finish(meru::Tokenizer::words({"big red blue thing"}));
  return corpus;
}

/// Images right and up, their captions before them on the same rays, the general text near the
/// root.
meru::EmbeddedCorpus on_two_rays(const meru::Corpus& corpus) {
  meru::EmbeddedCorpus points;
  points.images = torch::tensor({{3.0F, 0.0F}, {0.0F, 3.0F}});
  points.texts = torch::empty({static_cast<std::int64_t>(corpus.texts().size()), 2});
  const auto put = [&](const char* text, float x, float y) {
    const auto& texts = corpus.texts();
    const auto row = std::find(texts.begin(), texts.end(), text) - texts.begin();
    points.texts[row][0] = x;
    points.texts[row][1] = y;
  };
  put("thing", 0.05F, 0.05F);
  put("red thing", 0.8F, 0.0F);
  put("big red thing", 1.6F, 0.0F);
  put("blue thing", 0.0F, 0.8F);
  put("big blue thing", 0.0F, 1.6F);
  return points;
}

void hierarchy_is_as_laid_out(const meru::Space& space, const meru::Corpus& corpus,
                              const meru::EmbeddedCorpus& points) {
  const auto result = meru::hierarchy(space, corpus, points);
  expect(result.ordering == std::vector<double>({100, 100, 100}), "every pair is in order");
  expect(result.cone_true == std::vector<double>({100, 100, 100}),
         "every image is in its captions' cones");
  expect(std::isnan(result.cone_false[0]), "a text true of every image has no false pair");
  expect(result.cone_false[1] == 0 && result.cone_false[2] == 0, "no image is in another's cone");
  expect_below(std::abs(result.root_distance[3] - std::asinh(3.0)), 1e-6,
               "mean root distance of the images");
  expect_below(std::abs(result.aperture[0] - 90), 1e-9, "aperture beside the root, degrees");
  expect_below(std::abs(result.aperture[1] - std::asin(2 * 0.1 / 0.8) * 180 / 3.14159265358979),
               1e-4, "aperture");
}

void retrieval_counts_ties_against(const meru::Space& space, const meru::Corpus& corpus,
                                   meru::EmbeddedCorpus points) {
  const auto good = meru::retrieval(space, corpus, points);
  expect(good.image_to_text.r1 == 100 && good.text_to_image.r1 == 100,
         "own counterparts are the nearest");
  points.texts = torch::full_like(points.texts, 0.5);
  const auto tied = meru::retrieval(space, corpus, points);
  expect(tied.image_to_text.r1 == 0 && tied.image_to_text.r5 == 100, "equal texts are not a find");
}

void zero_shot_takes_the_nearest(const meru::Space& space, const meru::Corpus& corpus,
                                 const meru::EmbeddedCorpus& points) {
  const meru::ZeroShot task{{"red thing", "blue thing"}, {"colour"}, {"red", "blue"}};
  const auto prompts = torch::tensor({{0.8F, 0.0F}, {0.0F, 0.8F}});
  expect(meru::zero_shot(space, corpus, points.images, prompts, task) == 100.0,
         "both classes are right");
  expect(meru::zero_shot(space, corpus, points.images, prompts.flip(0), task) == 0.0,
         "and wrong when swapped");
  const meru::ZeroShot other{{"a", "b"}, {"size"}, {"big", "small"}};
  expect(!meru::zero_shot(space, corpus, points.images, prompts, other),
         "no labels, no percentage");
}

void walks_down_the_ray(const meru::Space& space, const meru::Corpus& corpus,
                        const meru::EmbeddedCorpus& points) {
  const meru::Traversal traversal(space, corpus, points.texts);
  const auto walk = traversal.from(points.images[0]);
  std::string names;
  for (const auto& step : walk) {
    names += (step.text < 0 ? "[ROOT]" : corpus.texts()[static_cast<std::size_t>(step.text)]) + "/";
  }
  expect(names == "big red thing/red thing/thing/[ROOT]/", "the way to the root: " + names);
  const auto summary = meru::summarise(corpus, {0}, {walk});
  expect(summary.texts == 3 && summary.true_percent == 100 && summary.monotone_percent == 100,
         "its summary");
}

void cones_agree_with_the_library(double curvature) {
  torch::manual_seed(4);
  const auto texts = (torch::randn({40, 6}) * 0.7).to(torch::kFloat);
  // Half of the points lie behind a text, seen from the root, and have a chance to be in its cone.
  const auto points = torch::cat(
      {texts.narrow(0, 0, 25) * 3 + torch::randn({25, 6}) * 0.1, torch::randn({25, 6}) * 1.5});
  const double min_radius = 0.2, eta = 0.9;
  const auto space = meru::Space::hyperbolic(curvature, min_radius, eta);
  const auto inside = space.inside_cone(texts, points);
  const rapidity::Curvature<double> c(curvature);
  int differing = 0, held = 0;
  for (std::int64_t i = 0; i < texts.size(0); ++i) {
    for (std::int64_t j = 0; j < points.size(0); ++j) {
      const Eigen::VectorXd general =
          Eigen::Map<Eigen::VectorXf>(texts[i].data_ptr<float>(), 6).cast<double>();
      const Eigen::VectorXd specific =
          Eigen::Map<Eigen::VectorXf>(points[j].data_ptr<float>(), 6).cast<double>();
      const bool holds = rapidity::entailment_residual(general, specific, c, min_radius, eta) <= 0;
      held += holds;
      differing += holds != inside[i][j].item<bool>();
    }
  }
  expect(held > 0 && differing == 0, "pairwise cones agree with rapidity::entailment_residual");
}

}  // namespace

int main() {
  const auto corpus = two_images();
  const auto points = on_two_rays(corpus);
  const auto space = meru::Space::hyperbolic(1.0, 0.1, 1.0);
  expect(corpus.implies(corpus.canonical(0), corpus.captions(0, 1)[0]), "big red implies red");
  expect(!corpus.implies(corpus.canonical(0), corpus.captions(1, 1)[0]),
         "big red does not imply blue");
  hierarchy_is_as_laid_out(space, corpus, points);
  retrieval_counts_ties_against(space, corpus, points);
  zero_shot_takes_the_nearest(space, corpus, points);
  walks_down_the_ray(space, corpus, points);
  cones_agree_with_the_library(0.3);
  cones_agree_with_the_library(2.0);
  const auto root = torch::tensor({{1.0, 1.0}});
  expect_below(meru::Space::spherical(root)
                   .root_distance(torch::tensor({{2.0, 2.0}}) / std::sqrt(8.0))
                   .item<double>(),
               1e-6, "a CLIP's root is at no distance from itself");
  return meru::test::failures();
}
