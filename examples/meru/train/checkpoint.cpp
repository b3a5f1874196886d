#include <fcntl.h>
#include <torch/serialize.h>
#include <unistd.h>

#include <sstream>

#include "train/trainer.hpp"

namespace meru {
namespace {

/// Of the training state: 2 since flat parameters have gaps (train/flat_parameters.hpp).
constexpr std::int64_t kLayout = 2;

/// An archive's names are identifiers, so that dots would not do.
std::string archive_name(std::string parameter) {
  for (auto dot = parameter.find('.'); dot != std::string::npos; dot = parameter.find('.', dot)) {
    parameter.replace(dot, 1, "__");
  }
  return "model__" + parameter;
}

void flush_to_disk(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

/// Its tensors come to the device, wherever they were when it was saved.
torch::serialize::InputArchive open_checkpoint(const std::filesystem::path& file,
                                               torch::Device device = torch::kCPU) {
  if (!std::filesystem::is_regular_file(file)) {
    throw CheckpointError("no checkpoint at " + file.string());
  }
  torch::serialize::InputArchive archive;
  try {
    archive.load_from(file.string(), device);
  } catch (const c10::Error& error) {
    throw CheckpointError(file.string() +
                          " is not a readable checkpoint: " + error.what_without_backtrace());
  }
  return archive;
}

void read_parameters(Model& model, torch::serialize::InputArchive& archive,
                     const std::filesystem::path& file) {
  torch::NoGradGuard no_grad;
  const auto read = [&](const std::string& key, torch::Tensor target) {
    const auto name = archive_name(key);
    torch::Tensor saved;
    if (!archive.try_read(name, saved)) {
      throw CheckpointError(file.string() + ": expected a tensor '" + name + "', found none");
    }
    if (saved.sizes() != target.sizes()) {
      std::ostringstream message;
      message << file.string() << ": '" << name << "' has shape " << saved.sizes()
              << ", the model wants " << target.sizes();
      throw CheckpointError(message.str());
    }
    target.copy_(saved);
  };
  for (const auto& item : model->named_parameters()) read(item.key(), item.value());
  for (const auto& item : model->named_buffers()) read(item.key(), item.value());
}

}  // namespace

void Trainer::save(const std::filesystem::path& file, const std::string& config) const {
  torch::serialize::OutputArchive archive, optimizer;
  for (const auto& item : model_->named_parameters())
    archive.write(archive_name(item.key()), item.value());
  for (const auto& item : model_->named_buffers())
    archive.write(archive_name(item.key()), item.value(), true);
  optimizer_.save(optimizer);
  archive.write("optimizer", optimizer);
  archive.write("layout", c10::IValue(kLayout));
  archive.write("done", c10::IValue(done_));
  archive.write("seconds", c10::IValue(seconds_));
  archive.write("config", c10::IValue(config));
  archive.write("clamp_hits", c10::IValue(std::vector<std::int64_t>{
                                  clamp_hits_.curvature, clamp_hits_.alpha, clamp_hits_.scale}));

  auto partial = file;
  partial += ".partial";
  archive.save_to(partial.string());
  flush_to_disk(partial);
  std::filesystem::rename(partial, file);
  flush_to_disk(file.parent_path());
}

void Trainer::resume(const std::filesystem::path& file) {
  auto archive = open_checkpoint(file, model_->device());
  read_parameters(model_, archive, file);
  c10::IValue done, hits, seconds;
  torch::serialize::InputArchive optimizer;
  if (!archive.try_read("done", done) || !archive.try_read("clamp_hits", hits) ||
      !archive.try_read("seconds", seconds) || !archive.try_read("optimizer", optimizer)) {
    throw CheckpointError(file.string() + " holds weights but no training state to resume");
  }
  c10::IValue layout;
  if (!archive.try_read("layout", layout) || layout.toInt() != kLayout) {
    throw CheckpointError(file.string() +
                          " was written by another version of this program: its weights are good, "
                          "but training cannot go on from there");
  }
  optimizer_.load(optimizer);
  done_ = done.toInt();
  seconds_ = seconds.toDouble();
  const auto counts = hits.toIntVector();
  clamp_hits_ = {counts.at(0), counts.at(1), counts.at(2)};
}

std::string read_checkpoint_config(const std::filesystem::path& file) {
  auto archive = open_checkpoint(file);
  c10::IValue config;
  if (!archive.try_read("config", config))
    throw CheckpointError(file.string() + " holds no configuration");
  return config.toStringRef();
}

double read_training_seconds(const std::filesystem::path& file) {
  auto archive = open_checkpoint(file);
  c10::IValue seconds;
  if (!archive.try_read("seconds", seconds))
    throw CheckpointError(file.string() + " holds no training time");
  return seconds.toDouble();
}

void load_weights(Model& model, const std::filesystem::path& file) {
  auto archive = open_checkpoint(file);
  read_parameters(model, archive, file);
}

}  // namespace meru
