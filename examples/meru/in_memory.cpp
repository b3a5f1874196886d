// The whole model, trained on shapes drawn in memory: needs LibTorch and nothing else, for machines
// that have nothing else. Usage: meru_in_memory [STEPS [THREADS [clip]]]
#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "data/shapes.hpp"
#include "data/tokenizer.hpp"
#include "evaluate/metrics.hpp"
#include "train/parallel.hpp"
#include "train/trainer.hpp"

namespace {

meru::Corpus corpus_of(const std::vector<meru::Sample>& samples, const meru::Tokenizer& tokenizer) {
  meru::Corpus corpus(meru::shapes_info(), 32);
  for (const auto& sample : samples) corpus.add(sample);
  corpus.finish(tokenizer);
  return corpus;
}

meru::Tokenizer tokenizer_of(const std::vector<meru::Sample>& samples) {
  std::vector<std::string> captions;
  for (const auto& sample : samples) {
    for (const auto& level : sample.captions)
      captions.insert(captions.end(), level.begin(), level.end());
  }
  return meru::Tokenizer::words(captions);
}

}  // namespace

int main(int argc, char** argv) {
  meru::prepare_process();
  torch::manual_seed(0);
  const auto samples = meru::make_shapes("train", meru::shapes_count("train"), 1);
  const auto tokenizer = tokenizer_of(samples);
  const auto corpus = corpus_of(samples, tokenizer);

  meru::TrainOptions options;
  options.steps = argc > 1 ? std::atoi(argv[1]) : 200;
  options.threads = argc > 2 ? std::atoi(argv[2]) : 2;
  auto shape = meru::preset("tiny");
  shape.text.vocabulary = tokenizer.size();
  if (argc > 3 && std::string(argv[3]) == "clip") shape.geometry = meru::Geometry::spherical;
  meru::Model model(shape);
  meru::Trainer trainer(model, corpus, options);
  while (trainer.done() < options.steps) {
    const auto log = trainer.step(false);
    if (log.step % 20 == 0)
      std::printf("step %5lld  loss %.4f\n", static_cast<long long>(log.step), log.loss);
  }
  std::printf("%.1f ms a step\n", 1e3 * trainer.seconds() / static_cast<double>(options.steps));

  const auto validation = corpus_of(meru::make_shapes("val", meru::shapes_count("val"), 1), tokenizer);
  const auto points = meru::embed(model, validation, options.threads);
  const auto space = model->hyperbolic()
                         ? meru::Space::hyperbolic(model->curvature().item<double>(),
                                                   options.loss.min_radius, options.loss.eta)
                         : meru::Space::spherical(points.images.mean(0) + points.texts.mean(0));
  const auto result = meru::retrieval(space, validation, points);
  std::printf("validation R@1: image to text %.1f %%, text to image %.1f %%\n",
              result.image_to_text.r1, result.text_to_image.r1);
}
