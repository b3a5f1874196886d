#include "train/trainer.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "train/augment.hpp"
#include "train/parallel.hpp"
#include "train/sharded.hpp"

namespace meru {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr std::int64_t kWholeBatch = std::int64_t(1) << 40;  ///< more than any has rows

ShardedEncoding encode_images(Model& model, const Corpus& corpus, const Batch& batch,
                              const TrainOptions& options, std::int64_t step) {
  const auto rows = torch::tensor(batch.images, torch::kLong);
  const auto pictures = corpus.images().index_select(0, rows).to(model->device());
  const auto transform =
      Augmentation::draw(options.augment, pictures.size(0), options.batch.seed, step);
  const auto bounds = shard_bounds(pictures.size(0), options.shard);
  std::vector<ShardedEncoding::Encode> shards;
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    const auto begin = bounds[i], count = bounds[i + 1] - bounds[i];
    shards.emplace_back([&model, transform, part = pictures.narrow(0, begin, count), begin] {
      return model->image_encoder(transform.apply(part, begin));
    });
  }
  return {std::move(shards), model->image_encoder->parameters(), options.microbatch > 0};
}

ShardedEncoding encode_texts(Model& model, const Corpus& corpus, const Batch& batch,
                             const TrainOptions& options) {
  const auto bounds = shard_bounds(static_cast<std::int64_t>(batch.texts.size()), options.shard);
  const auto context = model->options().text.context;
  std::vector<ShardedEncoding::Encode> shards;
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    std::vector<std::vector<int>> texts;
    for (auto row = bounds[i]; row < bounds[i + 1]; ++row) {
      const auto text = batch.texts[static_cast<std::size_t>(row)];
      texts.push_back(corpus.tokens()[static_cast<std::size_t>(text)]);
    }
    shards.emplace_back([&model, packed = PackedTexts::pack(texts, context)] {
      return model->text_encoder(packed);
    });
  }
  return {std::move(shards), model->text_encoder->parameters(), options.microbatch > 0};
}

std::vector<std::optional<double>> root_distances(const Model& model, const Batch& batch,
                                                  int levels, const torch::Tensor& images,
                                                  const torch::Tensor& texts) {
  if (!model->hyperbolic()) return {};
  torch::NoGradGuard no_grad;
  const auto rc = model->curvature().sqrt();
  const auto radius = [&](const torch::Tensor& points) {
    return (torch::asinh(rc * points.norm(2, 1)) / rc).cpu().contiguous();
  };
  const auto of_texts = radius(
      texts.index_select(0, torch::tensor(batch.captions, texts.options().dtype(torch::kLong))));
  std::vector<double> sum(static_cast<std::size_t>(levels)), count(sum.size());
  for (std::size_t i = 0; i < batch.levels.size(); ++i) {
    const auto level = static_cast<std::size_t>(batch.levels[i]);
    sum[level] += of_texts.data_ptr<float>()[i];
    count[level] += 1;
  }
  std::vector<std::optional<double>> result;
  for (std::size_t level = 0; level < sum.size(); ++level) {
    result.push_back(count[level] > 0 ? std::optional<double>(sum[level] / count[level])
                                      : std::nullopt);
  }
  result.push_back(radius(images).mean().item<double>());
  return result;
}

std::optional<double> value(const torch::Tensor& scalar) {
  return scalar.defined() ? std::optional<double>(scalar.item<double>()) : std::nullopt;
}

torch::optim::AdamW make_optimizer(const FlatParameters& parameters, const TrainOptions& options) {
  const auto group = [&](const torch::Tensor& values, double decay) {
    auto settings = std::make_unique<torch::optim::AdamWOptions>(options.learning_rate);
    settings->betas({0.9, 0.98}).eps(1e-8).weight_decay(decay);
    return torch::optim::OptimizerParamGroup({values}, std::move(settings));
  };
  return torch::optim::AdamW(
      {group(parameters.decayed(), options.weight_decay), group(parameters.plain(), 0.0)});
}

}  // namespace

Trainer::Trainer(Model model, const Corpus& corpus, const TrainOptions& options)
    : model_(std::move(model)),
      corpus_(corpus),
      options_(options),
      batches_(corpus, options.batch),
      parameters_(*model_),
      optimizer_(make_optimizer(parameters_, options)) {
  if (!model_->device().is_cpu()) {
    options_.shard = kWholeBatch;  // its operations are parallel themselves
    options_.threads = 1;
  }
  if (options_.microbatch > 0) options_.shard = std::min(options_.shard, options_.microbatch);
}

double Trainer::learning_rate() const {
  const double progress = static_cast<double>(done_) / static_cast<double>(options_.steps);
  if (progress < options_.warm_up) {
    return options_.learning_rate * static_cast<double>(done_ + 1) /
           (options_.warm_up * static_cast<double>(options_.steps) + 1);
  }
  const double angle = 0.5 * kPi * (progress - options_.warm_up) / (1 - options_.warm_up);
  return options_.learning_rate * std::cos(angle) * std::cos(angle);
}

double Trainer::ramp() const {
  const double progress = static_cast<double>(done_) / static_cast<double>(options_.steps);
  if (options_.ramp_end <= options_.ramp_begin) return progress >= options_.ramp_begin ? 1.0 : 0.0;
  const double rise = (progress - options_.ramp_begin) / (options_.ramp_end - options_.ramp_begin);
  return std::min(1.0, std::max(0.0, rise));
}

void Trainer::check_finite(const Losses& parts, double gradient_norm) const {
  const auto check = [&](const char* name, double number) {
    if (std::isfinite(number)) return;
    throw NonFiniteError("step " + std::to_string(done_) + ": " + name + " is " +
                         std::to_string(number));
  };
  const auto check_part = [&](const char* name, const torch::Tensor& part) {
    if (part.defined()) check(name, part.item<double>());
  };
  check_part("contrastive loss", parts.contrastive);
  check_part("entailment loss", parts.entailment);
  check_part("text entailment loss", parts.text_entailment);
  check_part("contradiction loss", parts.contradiction);
  check("gradient norm", gradient_norm);
}

/// A shard's gradients are as large as the encoder: with microbatches, they are added up before the
/// next shards begin.
void Trainer::encode_backward(ShardedEncoding& images, ShardedEncoding& texts) {
  ShardedEncoding::Tasks tasks, additions;
  images.add_backward(tasks, additions, parameters_);
  texts.add_backward(tasks, additions, parameters_);
  const auto count = static_cast<std::ptrdiff_t>(tasks.size());
  const auto at_once = options_.microbatch > 0 ? std::max(options_.threads, 1) : count;
  for (std::ptrdiff_t begin = 0; begin < count; begin += at_once) {
    const auto end = std::min(begin + at_once, count);
    run_tasks({tasks.begin() + begin, tasks.begin() + end}, options_.threads);
    std::for_each(additions.begin() + begin, additions.begin() + end, [](auto& add) { add(); });
  }
}

StepLog Trainer::step(bool describe) {
  const auto start = std::chrono::steady_clock::now();
  const auto batch = batches_.draw(done_);
  auto images = encode_images(model_, corpus_, batch, options_, done_);
  auto texts = encode_texts(model_, corpus_, batch, options_);
  ShardedEncoding::Tasks tasks;
  images.add_forward(tasks);
  texts.add_forward(tasks);
  run_tasks(tasks, options_.threads);

  const auto image_points = model_->place_images(images.features());
  const auto text_points = model_->place_texts(texts.features());
  const auto parts = losses(model_, batch, image_points, text_points, options_.loss, ramp());
  parameters_.zero_grad();
  model_->zero_scalar_gradients();
  parts.total.backward();

  encode_backward(images, texts);
  for (const auto& scalar : model_->scalars()) parameters_.add_gradients({scalar}, {scalar.grad()});
  const double norm = parameters_.clip_gradients(options_.clip);
  check_finite(parts, norm);

  StepLog log;
  log.step = done_;
  log.loss = parts.total.item<double>();
  log.contrastive = parts.contrastive.item<double>();
  log.entailment = value(parts.entailment);
  log.text_entailment = value(parts.text_entailment);
  log.contradiction = value(parts.contradiction);
  if (model_->hyperbolic()) log.curvature = value(model_->curvature());
  log.scale = model_->scale().item<double>();
  log.learning_rate = learning_rate();
  log.gradient_norm = norm;
  if (describe) {
    log.root_distance = root_distances(model_, batch, corpus_.levels(), image_points, text_points);
  }

  for (auto& group : optimizer_.param_groups()) group.options().set_lr(log.learning_rate);
  optimizer_.step();
  model_->clamp_scalars(clamp_hits_);
  ++done_;
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return log;
}

}  // namespace meru
