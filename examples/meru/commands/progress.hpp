#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>

#include "train/trainer.hpp"

namespace meru {

/// Shows a training live on stdout and logs it to a file of JSON lines.
class Progress {
 public:
  /// Opens the log; on a resumed run, lines of steps that will be done again are dropped first.
  Progress(std::filesystem::path log, std::size_t levels, const Trainer& trainer);

  void add(const StepLog& step, const Trainer& trainer);
  void finish(const Trainer& trainer);

 private:
  void show(const StepLog& step, const Trainer& trainer);

  std::filesystem::path path_;
  std::ofstream log_;
  std::size_t levels_;
  bool terminal_;
  std::int64_t first_step_;
  double first_seconds_;
  std::chrono::steady_clock::time_point last_shown_;
};

}  // namespace meru
