#include <fmt/format.h>
#include <torch/torch.h>

#include <memory>

#include "commands/commands.hpp"
#include "commands/numbers.hpp"
#include "commands/run.hpp"
#include "data/files.hpp"
#include "data/image.hpp"
#include "evaluate/traversal.hpp"
#include "model/device.hpp"

namespace meru {
namespace {

struct TraverseArguments {
  std::filesystem::path run, data, image;
  std::string split = "iid";
  std::int64_t index = -1;
  TraversalOptions traversal;
  int threads = default_threads();
  std::string device = "cpu";
};

void traverse(const TraverseArguments& arguments) {
  const auto run = load_run(arguments.run, device_by_name(arguments.device));
  const auto dataset = open_dataset(data_of(run, arguments.data));
  const auto corpus = load_corpus(run, dataset, arguments.split);
  const bool own = !arguments.image.empty();
  if (!own && arguments.index >= corpus.size()) {
    throw std::runtime_error(
        fmt::format("--index: expected 0 to {}, got {}", corpus.size() - 1, arguments.index));
  }
  const auto size = run.config.model.image.image_size;
  const auto picture = own ? to_tensor(decode_image(read_file(arguments.image)), size).unsqueeze(0)
                           : corpus.images().narrow(0, arguments.index, 1);
  const auto space = space_of(run, dataset, arguments.threads);
  const auto texts = embed_texts(run.model, corpus.tokens(), arguments.threads);
  const auto image = embed_images(run.model, picture, arguments.threads);
  if (own) {
    fmt::print("{}\n", arguments.image.string());
  } else {
    fmt::print("image {}: {}\n", arguments.index,
               corpus.texts()[static_cast<std::size_t>(corpus.canonical(arguments.index))]);
  }
  fmt::print("{:8.3f}  [the image]\n", space.root_distance(image).item<double>());
  const char* not_true = dataset.info.lists_all_truths ? "   (untrue)" : "   (not listed)";
  const Traversal traversal(space, corpus, texts, arguments.traversal);
  for (const auto& step : traversal.from(image[0])) {
    const bool root = step.text < 0;
    const bool unlisted = !own && !root && !corpus.is_true(step.text, arguments.index);
    fmt::print("{:8.3f}  {}{}\n", step.root_distance,
               root ? "[ROOT]" : corpus.texts()[static_cast<std::size_t>(step.text)],
               unlisted ? not_true : "");
  }
}

}  // namespace

void add_traverse(CLI::App& app) {
  auto* command =
      app.add_subcommand("traverse", "Walk from an image to [ROOT] and name the texts on the way");
  auto arguments = std::make_shared<TraverseArguments>();
  command->add_option("--run", arguments->run, "Directory of the run")->required();
  command->add_option("--data", arguments->data, "Data set; default: the one it was trained on");
  command->add_option("--split", arguments->split, "Split whose captions are the texts")
      ->capture_default_str();
  auto* choice = command->add_option_group("image", "The image to start from");
  choice->add_option("--image", arguments->image, "A PNG or JPEG file");
  choice->add_option("--index", arguments->index, "Number of an image of the split")
      ->check(non_negative());
  choice->require_option(1);
  command->add_option("--points", arguments->traversal.steps, "Points on the way")
      ->check(CLI::Range(2, 100000))
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads")
      ->check(positive())
      ->capture_default_str();
  add_device_option(*command, arguments->device);
  command->callback([=] { traverse(*arguments); });
}

}  // namespace meru
