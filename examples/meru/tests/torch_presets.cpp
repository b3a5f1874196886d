// The presets have the sizes that they are named for, and the largest takes a step.
#include <torch/torch.h>

#include "data/shapes.hpp"
#include "data/tokenizer.hpp"
#include "expect.hpp"
#include "model/device.hpp"
#include "train/parallel.hpp"
#include "train/trainer.hpp"

namespace {

using meru::test::expect;

std::int64_t size_of(const std::vector<torch::Tensor>& parameters) {
  std::int64_t total = 0;
  for (const auto& parameter : parameters) total += parameter.numel();
  return total;
}

/// Two norms, queries, keys and values, the output, and the two halves of the feed-forward part.
std::int64_t block_size(std::int64_t width) {
  return 2 * 2 * width + (3 * width * width + 3 * width) + (width * width + width) +
         (4 * width * width + 4 * width) + (4 * width * width + width);
}

void expect_size(std::int64_t actual, std::int64_t expected, const std::string& what) {
  expect(actual == expected,
         what + ": " + std::to_string(actual) + ", expected " + std::to_string(expected));
}

/// 21.7 million parameters are ViT-S/16's without a head, its 197 x 384 positions included: which
/// here are fixed, and no parameters.
void vit_s16_has_its_size(const meru::Model& model) {
  const std::int64_t patches = 3 * 16 * 16 * 384 + 384, class_token = 384, norm = 2 * 384;
  const std::int64_t trunk = patches + class_token + 12 * block_size(384) + norm;
  expect_size(trunk + 197 * 384, 21665664, "ViT-S/16 as published");
  expect_size(size_of(model->image_encoder->parameters()), trunk + 384 * 512, "image encoder");
  const auto words = model->options().text.vocabulary;
  expect_size(size_of(model->text_encoder->parameters()),
              (words + 77) * 512 + 12 * block_size(512) + 2 * 512 + 512 * 512, "text encoder");
  expect_size(size_of(model->scalars()), 4, "scalars");
}

void vit_s16_takes_a_step() {
  const auto samples = meru::make_shapes("train", 2, 1);
  std::vector<std::string> captions;
  for (const auto& sample : samples) {
    for (const auto& level : sample.captions)
      captions.insert(captions.end(), level.begin(), level.end());
  }
  auto shape = meru::preset("vit_s16");
  const auto tokenizer = meru::Tokenizer::words(captions);
  meru::Corpus corpus(meru::shapes_info(), shape.image.image_size);
  for (const auto& sample : samples) corpus.add(sample);
  corpus.finish(tokenizer);

  shape.text.vocabulary = tokenizer.size();
  meru::Model model(shape);
  vit_s16_has_its_size(model);
  meru::TrainOptions options;
  options.steps = 1;
  options.warm_up = 0;
  options.batch.size = 2;
  options.ramp_begin = 0;
  meru::Trainer trainer(model, corpus, options);
  std::vector<torch::Tensor> before;
  for (const auto& parameter : model->parameters()) before.push_back(parameter.detach().clone());
  const auto log = trainer.step(true);
  expect(std::isfinite(log.loss) && log.gradient_norm > 0, "a step has a loss and a gradient");
  std::size_t i = 0;
  for (const auto& item : model->named_parameters()) {
    if (torch::equal(item.value(), before[i++])) expect(false, item.key() + " stayed as it was");
  }
  expect(i == before.size() && trainer.done() == 1, "every parameter was looked at");
}

}  // namespace

int main() {
  meru::prepare_process();
  torch::manual_seed(2);
  vit_s16_takes_a_step();
  meru::test::expect_throws<std::invalid_argument>([] { meru::preset("vit_b16"); }, "vit_b16",
                                                   "a preset that is not there");
  expect(meru::device_by_name("cpu").is_cpu(), "the CPU is a device");
  meru::test::expect_throws<std::runtime_error>([] { meru::device_by_name("tpu"); },
                                                "expected cpu or cuda", "a device of no name");
  if (!torch::cuda::is_available()) {
    meru::test::expect_throws<std::runtime_error>([] { meru::device_by_name("cuda"); },
                                                  "--device cuda: ", "a device that is not there");
  }
  return meru::test::failures();
}
