#include <fmt/format.h>
#include <torch/torch.h>

#include <memory>

#include "commands/commands.hpp"
#include "commands/numbers.hpp"
#include "commands/run.hpp"
#include "data/files.hpp"
#include "evaluate/embedding.hpp"
#include "model/device.hpp"

namespace meru {
namespace {

struct EmbedArguments {
  std::filesystem::path run, data, out;
  std::string split = "iid";
  int threads = default_threads();
  std::string device = "cpu";
};

/// NumPy's format, version 1: a header padded to 64 bytes, then the values.
void write_npy(const std::filesystem::path& file, const torch::Tensor& values) {
  const auto rows = values.to(torch::kFloat).contiguous();
  auto header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}",
                            rows.size(0), rows.size(1));
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 0xff);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(rows.data_ptr<float>()),
               static_cast<std::size_t>(rows.numel()) * sizeof(float));
  write_file_atomically(file, bytes);
}

void embed_split(const EmbedArguments& arguments) {
  const auto device = device_by_name(arguments.device);
  make_directory(arguments.out);
  const auto run = load_run(arguments.run, device);
  const auto dataset = open_dataset(data_of(run, arguments.data));
  const auto corpus = load_corpus(run, dataset, arguments.split);
  const auto points = embed(run.model, corpus, arguments.threads);
  write_npy(arguments.out / "images.npy", points.images);
  write_npy(arguments.out / "texts.npy", points.texts);
  nlohmann::ordered_json index;
  index["texts"] = corpus.texts();
  for (std::int64_t image = 0; image < corpus.size(); ++image) {
    index["canonical"].push_back(corpus.canonical(image));
  }
  if (run.model->hyperbolic()) index["curvature"] = run.model->curvature().item<double>();
  write_file_atomically(arguments.out / "index.json", index.dump(1) + "\n");
  fmt::print("{}: images.npy {} x {}, texts.npy {} x {}, index.json\n", arguments.out.string(),
             points.images.size(0), points.images.size(1), points.texts.size(0),
             points.texts.size(1));
}

}  // namespace

void add_embed(CLI::App& app) {
  auto* command = app.add_subcommand("embed", "Write a split's embeddings as .npy files");
  command->footer(
      "images.npy and texts.npy hold the points' space parts (CLIP: unit vectors), float32;\n"
      "index.json names the texts' rows, each image's full caption, and the curvature.");
  auto arguments = std::make_shared<EmbedArguments>();
  command->add_option("--run", arguments->run, "Directory of the run")->required();
  command->add_option("--data", arguments->data, "Data set; default: the one it was trained on");
  command->add_option("--split", arguments->split, "Split to embed")->capture_default_str();
  command->add_option("--out", arguments->out, "Directory of the files")->required();
  command->add_option("--threads", arguments->threads, "Threads")
      ->check(positive())
      ->capture_default_str();
  add_device_option(*command, arguments->device);
  command->callback([=] { embed_split(*arguments); });
}

}  // namespace meru
