// Training: independent of the number of threads, resumable to the bit, and safe when it goes
// wrong.
#include <torch/torch.h>

#include <filesystem>

#include "data/shapes.hpp"
#include "data/tokenizer.hpp"
#include "expect.hpp"
#include "train/losses.hpp"
#include "train/parallel.hpp"
#include "train/sharded.hpp"
#include "train/trainer.hpp"

namespace {

namespace fs = std::filesystem;
using meru::test::expect;

struct Setting {
  meru::Tokenizer tokenizer;
  meru::Corpus corpus;
};

Setting shapes(int count) {
  const auto samples = meru::make_shapes("train", count, 1);
  std::vector<std::string> captions;
  for (const auto& sample : samples) {
    for (const auto& level : sample.captions)
      captions.insert(captions.end(), level.begin(), level.end());
  }
  auto tokenizer = meru::Tokenizer::words(captions);
  meru::Corpus corpus(meru::shapes_info(), 32);
  for (const auto& sample : samples) corpus.add(sample);
  corpus.finish(tokenizer);
  return {std::move(tokenizer), std::move(corpus)};
}

meru::TrainOptions options(std::int64_t steps) {
  meru::TrainOptions result;
  result.steps = steps;
  result.batch.size = 48;
  result.ramp_begin = 0;
  result.ramp_end = 0.5;
  return result;
}

meru::Model model_of(const Setting& setting, meru::Geometry geometry) {
  torch::manual_seed(3);
  auto shape = meru::preset("tiny");
  shape.geometry = geometry;
  shape.text.vocabulary = setting.tokenizer.size();
  return meru::Model(shape);
}

std::vector<double> losses(meru::Trainer& trainer, std::int64_t until) {
  std::vector<double> result;
  while (trainer.done() < until) result.push_back(trainer.step(true).loss);
  return result;
}

void pictures_are_kept_as_they_came() {
  meru::PictureStore store;
  expect(store.take({0, 3, 2, 2}).sizes() == std::vector<std::int64_t>{0, 3, 2, 2},
         "a store without pictures is empty");
  std::vector<torch::Tensor> pictures;
  for (int i = 0; i < 40; ++i) {
    pictures.push_back(torch::full({3, 65, 65}, i, torch::kByte));
    pictures.back()[2][64][i] = 255;
    store.add(pictures.back());
  }
  meru::test::expect_throws<c10::Error>(
      [&] {
        store.add(torch::zeros({3, 65, 64}, torch::kByte));
      },
      "PictureStore", "a picture of another size is refused");
  const auto all = store.take({0});
  expect(all.equal(torch::stack(pictures)), "pictures in one block are those of the stack");
  expect(store.take({0}).numel() == 0, "a store gives its pictures once");
}

void same_run_whatever_the_threads(const Setting& setting) {
  auto one = options(4);
  one.threads = 1;
  auto three = one;
  three.threads = 3;
  auto first = model_of(setting, meru::Geometry::hyperbolic),
       second = model_of(setting, meru::Geometry::hyperbolic);
  meru::Trainer a(first, setting.corpus, one), b(second, setting.corpus, three);
  expect(losses(a, 4) == losses(b, 4), "one and three threads give the same losses to the bit");
}

void microbatches_change_no_bit(const Setting& setting) {
  const auto losses_with = [&](std::int64_t shard, std::int64_t microbatch, int threads) {
    auto chosen = options(4);
    chosen.shard = shard;
    chosen.microbatch = microbatch;
    chosen.threads = threads;
    auto model = model_of(setting, meru::Geometry::hyperbolic);
    meru::Trainer trainer(model, setting.corpus, chosen);
    return losses(trainer, 4);
  };
  expect(losses_with(32, 1000, 2) == losses_with(32, 0, 1), "microbatches above a shard's size");
  expect(losses_with(32, 10, 3) == losses_with(10, 0, 1), "microbatches below it are shards");
}

/// Gradients of microbatches are those of the whole, but for rounding.
void recomputed_gradients_are_right(const Setting& setting) {
  auto model = model_of(setting, meru::Geometry::hyperbolic);
  auto& encoder = *model->image_encoder;
  const auto images = setting.corpus.images().narrow(0, 0, 25);
  const auto weights = torch::randn({25, model->options().image.embedding});
  meru::FlatParameters whole(encoder);
  const auto parameters = encoder.parameters();
  const auto gradients =
      torch::autograd::grad({(encoder.forward(images) * weights).sum()}, parameters);
  whole.add_gradients(parameters, gradients);
  const auto expected = torch::cat({whole.decayed().grad(), whole.plain().grad()}).clone();

  meru::FlatParameters sum(encoder);
  std::vector<meru::ShardedEncoding::Encode> shards;
  for (std::int64_t begin = 0; begin < 25; begin += 5)
    shards.emplace_back([&, begin] { return encoder.forward(images.narrow(0, begin, 5)); });
  meru::ShardedEncoding encoding(shards, parameters, true);
  meru::ShardedEncoding::Tasks forward, backward, additions;
  encoding.add_forward(forward);
  meru::run_tasks(forward, 2);
  expect(!encoding.features().grad_fn(), "no graph is kept");
  (encoding.features() * weights).sum().backward();
  encoding.add_backward(backward, additions, sum);
  meru::run_tasks(backward, 2);
  for (const auto& add : additions) add();
  const auto error = torch::cat({sum.decayed().grad(), sum.plain().grad()}) - expected;
  meru::test::expect_below(error.norm().item<double>() / expected.norm().item<double>(), 1e-6,
                           "gradients of microbatches");
}

void resumes_to_the_bit(const Setting& setting, meru::Geometry geometry,
                        const fs::path& directory) {
  const auto file = directory / "checkpoint.pt";
  auto model = model_of(setting, geometry);
  meru::Trainer whole(model, setting.corpus, options(6));
  losses(whole, 3);
  whole.save(file, "some text");
  const auto expected = losses(whole, 6);

  torch::manual_seed(99);  // the new model starts from other weights
  auto shape = model->options();
  meru::Model again(shape);
  meru::Trainer resumed(again, setting.corpus, options(6));
  resumed.resume(file);
  expect(resumed.done() == 3, "a resumed run knows how far it was");
  expect(losses(resumed, 6) == expected, "a resumed run goes on to the bit");
  expect(meru::read_checkpoint_config(file) == "some text", "the configuration comes back");
}

void parameters_are_aligned(const Setting& setting, meru::Geometry geometry) {
  auto model = model_of(setting, geometry);
  meru::FlatParameters flat(*model);
  bool aligned = true;
  std::int64_t count = 0;
  std::vector<torch::Tensor> ones;
  for (const auto& parameter : model->parameters()) {
    aligned = aligned && reinterpret_cast<std::uintptr_t>(parameter.data_ptr()) % 64 == 0;
    count += parameter.numel();
    ones.push_back(torch::ones_like(parameter));
  }
  expect(aligned, "every parameter begins at a multiple of 64 bytes");
  flat.add_gradients(model->parameters(), ones);
  meru::test::expect_below(std::abs(flat.clip_gradients(1e9) / std::sqrt(double(count)) - 1), 1e-6,
                           "the gradient's norm is that of the parameters' gradients");
  torch::optim::AdamW({flat.decayed(), flat.plain()}).step();
  double of_flat = 0, of_parameters = 0;
  for (const auto& values : {flat.decayed(), flat.plain()})
    of_flat += values.abs().sum(torch::kDouble).item<double>();
  for (const auto& parameter : model->parameters())
    of_parameters += parameter.abs().sum(torch::kDouble).item<double>();
  meru::test::expect_below(std::abs(of_flat / of_parameters - 1), 1e-12,
                           "between them is 0 after a step, too");
}

/// As the versions before layout 2 wrote it, as far as anything is read.
void old_training_state_is_refused(const Setting& setting, const fs::path& directory) {
  auto model = model_of(setting, meru::Geometry::spherical);
  const auto file = (directory / "old.pt").string();
  torch::serialize::OutputArchive archive, optimizer;
  auto tensors = model->named_parameters();
  for (const auto& item : model->named_buffers()) tensors.insert(item.key(), item.value());
  for (const auto& item : tensors) {
    auto name = "model__" + item.key();
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.'))
      name.replace(dot, 1, "__");
    archive.write(name, item.value());
  }
  optimizer.write("nothing", torch::zeros({1}));
  archive.write("optimizer", optimizer);
  archive.write("done", c10::IValue(1));
  archive.write("seconds", c10::IValue(1.0));
  archive.write("clamp_hits", c10::IValue(std::vector<std::int64_t>{0, 0, 0}));
  archive.save_to(file);
  meru::Trainer trainer(model, setting.corpus, options(2));
  meru::test::expect_throws<meru::CheckpointError>([&] { trainer.resume(file); }, "another version",
                                                   "training state of an older version");
  meru::load_weights(model, file);
}

void bad_checkpoints_are_named(const Setting& setting, const fs::path& directory) {
  auto model = model_of(setting, meru::Geometry::hyperbolic);
  meru::Trainer trainer(model, setting.corpus, options(2));
  const auto file = directory / "good.pt";
  trainer.save(file, "");
  using meru::CheckpointError;
  using meru::test::expect_throws;
  expect_throws<CheckpointError>([&] { trainer.resume(directory / "none.pt"); }, "none.pt",
                                 "no checkpoint");
  fs::copy_file(file, directory / "cut.pt");
  fs::resize_file(directory / "cut.pt", fs::file_size(file) / 2);
  expect_throws<CheckpointError>([&] { trainer.resume(directory / "cut.pt"); }, "cut.pt",
                                 "half a checkpoint");
  auto shape = meru::preset("tiny");
  shape.text.vocabulary = setting.tokenizer.size() + 1;
  meru::Model other(shape);
  expect_throws<CheckpointError>([&] { meru::load_weights(other, file); }, "has shape",
                                 "another shape");
}

void stops_at_a_loss_that_is_not_finite(const Setting& setting) {
  auto model = model_of(setting, meru::Geometry::hyperbolic);
  {
    torch::NoGradGuard no_grad;
    model->image_encoder->parameters()[0].fill_(std::numeric_limits<float>::quiet_NaN());
  }
  meru::Trainer trainer(model, setting.corpus, options(2));
  meru::test::expect_throws<meru::NonFiniteError>(
      [&] { trainer.step(false); }, "step 0: contrastive loss", "a loss that is not finite");
  expect(trainer.done() == 0, "nothing was updated");
}

void scalars_stay_in_their_bounds(const Setting& setting) {
  auto model = model_of(setting, meru::Geometry::hyperbolic);
  {
    torch::NoGradGuard no_grad;
    for (auto& scalar : model->scalars()) scalar.fill_(9.0);
  }
  meru::ClampHits hits;
  model->clamp_scalars(hits);
  expect(hits.curvature == 1 && hits.alpha == 2 && hits.scale == 1,
         "every bound that was met is counted");
  expect(std::abs(model->curvature().item<double>() - 10) < 1e-4,
         "curvature at most ten times the initial");
  expect(std::abs(model->scale().item<double>() - 100) < 1e-3, "logit scale at most 100");
}

void batches_are_pure_and_their_pairs_implied(const Setting& setting) {
  meru::BatchOptions batch;
  batch.size = 48;
  batch.seed = 5;
  meru::Batches first(setting.corpus, batch), second(setting.corpus, batch);
  first.draw(0);
  first.draw(9);
  const auto a = first.draw(7), b = second.draw(7);
  expect(a.images == b.images && a.texts == b.texts && a.captions == b.captions,
         "a batch depends on its step alone");
  bool implied = !a.implications.empty(), own = true;
  for (const auto& pair : a.implications) {
    implied = implied && setting.corpus.implies(a.texts[static_cast<std::size_t>(pair.specific)],
                                                a.texts[static_cast<std::size_t>(pair.general)]);
  }
  for (std::size_t i = 0; i < a.images.size(); ++i) {
    own = own &&
          setting.corpus.is_true(a.texts[static_cast<std::size_t>(a.captions[i])], a.images[i]);
  }
  expect(implied, "a text pair's specific text implies the general one");
  expect(own, "a caption is true of its image");
}

void contradictions_are_untrue(const Setting& setting) {
  meru::BatchOptions batch;
  batch.size = 48;
  batch.contradictions = 7;
  const auto drawn = meru::Batches(setting.corpus, batch).draw(3);
  bool untrue = true;
  for (const auto& pair : drawn.contradictions) {
    untrue = untrue && !setting.corpus.is_true(drawn.texts[static_cast<std::size_t>(pair.text)],
                                               drawn.images[static_cast<std::size_t>(pair.image)]);
  }
  const auto count = drawn.contradictions.size();
  expect(untrue, "a contradiction's text is untrue of its image");
  expect(count > 3 * 48 && count <= 7 * 48, "every caption is held against up to 7 images");
  batch.contradictions = 0;
  expect(meru::Batches(setting.corpus, batch).draw(3).contradictions.empty(), "or against none");
}

/// One caption at 1 on the first axis, true of an image beyond it and untrue of the one asked.
torch::Tensor contradiction(const Setting& setting, const torch::Tensor& untrue_image) {
  const auto model = model_of(setting, meru::Geometry::hyperbolic);
  const auto text = torch::tensor({{1.0F, 0.0F}});
  const auto images = torch::stack({torch::tensor({2.0F, 0.0F}), untrue_image});
  meru::Batch batch;
  batch.images = {0, 1};
  batch.captions = {0, 0};
  batch.contradictions = {{0, 1}};
  return meru::losses(model, batch, images, text, {}, 1.0).contradiction;
}

void contradictions_push_images_out(const Setting& setting) {
  auto inside = torch::tensor({2.0F, 0.01F}).requires_grad_();
  const auto depth = contradiction(setting, inside);
  depth.backward();
  expect(depth.item<double>() > 0 && inside.grad()[1].item<double>() < 0,
         "an image inside the cone of an untrue text costs, and less nearer the edge");
  expect(contradiction(setting, torch::tensor({-2.0F, 0.0F})).item<double>() == 0,
         "an image outside costs nothing");
}

void tasks_report_their_exceptions() {
  meru::test::expect_throws<std::runtime_error>(
      [] {
        meru::run_tasks({[] {}, [] { throw std::runtime_error("second"); }}, 2);
      },
      "second", "a task that throws");
  expect(meru::shard_bounds(10, 4) == std::vector<std::int64_t>({0, 3, 6, 10}), "shards are even");
}

}  // namespace

int main() {
  meru::prepare_process();
  const auto directory =
      fs::temp_directory_path() / ("meru-training-" + std::to_string(::getpid()));
  fs::create_directories(directory);
  pictures_are_kept_as_they_came();
  const auto setting = shapes(200);
  same_run_whatever_the_threads(setting);
  microbatches_change_no_bit(setting);
  recomputed_gradients_are_right(setting);
  resumes_to_the_bit(setting, meru::Geometry::hyperbolic, directory);
  resumes_to_the_bit(setting, meru::Geometry::spherical, directory);
  parameters_are_aligned(setting, meru::Geometry::hyperbolic);
  parameters_are_aligned(setting, meru::Geometry::spherical);
  bad_checkpoints_are_named(setting, directory);
  old_training_state_is_refused(setting, directory);
  stops_at_a_loss_that_is_not_finite(setting);
  scalars_stay_in_their_bounds(setting);
  batches_are_pure_and_their_pairs_implied(setting);
  contradictions_are_untrue(setting);
  contradictions_push_images_out(setting);
  tasks_report_their_exceptions();
  fs::remove_all(directory);
  return meru::test::failures();
}
