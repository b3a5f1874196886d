#include "evaluate/embedding.hpp"

#include <torch/torch.h>

#include "train/parallel.hpp"
#include "train/sharded.hpp"

namespace meru {
namespace {

constexpr std::int64_t kShard = 128;

template <class EncodeRows>
torch::Tensor encode_in_shards(std::int64_t rows, std::int64_t embedding, torch::Device device,
                               int threads, const EncodeRows& encode) {
  if (rows == 0) return torch::empty({0, embedding}, device);
  if (!device.is_cpu()) threads = 1;
  const auto bounds = shard_bounds(rows, kShard);
  std::vector<torch::Tensor> parts(bounds.size() - 1);
  std::vector<std::function<void()>> tasks;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    tasks.emplace_back([&, i] {
      torch::NoGradGuard no_grad;
      parts[i] = encode(bounds[i], bounds[i + 1]);
    });
  }
  run_tasks(tasks, threads);
  return torch::cat(parts);
}

}  // namespace

torch::Tensor embed_images(const Model& model, const torch::Tensor& images, int threads) {
  auto encoder = model->image_encoder;
  const auto embedding = model->options().image.embedding;
  const auto features = encode_in_shards(
      images.size(0), embedding, model->device(), threads,
      [&](auto begin, auto end) { return encoder(images.narrow(0, begin, end - begin)); });
  torch::NoGradGuard no_grad;
  return model->place_images(features).cpu();
}

torch::Tensor embed_texts(const Model& model, const std::vector<std::vector<int>>& tokens,
                          int threads) {
  auto encoder = model->text_encoder;
  const auto context = model->options().text.context;
  const auto rows = static_cast<std::int64_t>(tokens.size());
  const auto features = encode_in_shards(
      rows, model->options().text.embedding, model->device(), threads, [&](auto begin, auto end) {
        return encoder(PackedTexts::pack({tokens.begin() + begin, tokens.begin() + end}, context));
      });
  torch::NoGradGuard no_grad;
  return model->place_texts(features).cpu();
}

EmbeddedCorpus embed(const Model& model, const Corpus& corpus, int threads) {
  return {embed_images(model, corpus.images(), threads),
          embed_texts(model, corpus.tokens(), threads)};
}

}  // namespace meru
