#include "read_report.hpp"

namespace meru {

void ReadReport::skip(const SampleError& error, const std::string& where) {
  constexpr std::size_t most_examples = 5;
  ++skipped[error.reason()];
  if (examples.size() < most_examples) examples.push_back(where + ": " + error.what());
}

std::int64_t ReadReport::skipped_count() const {
  std::int64_t count = 0;
  for (const auto& entry : skipped) count += entry.second;
  return count;
}

std::string ReadReport::summary() const {
  const std::int64_t count = skipped_count();
  if (count == 0) return "";
  std::string text =
      std::to_string(count) + (count == 1 ? " sample skipped:" : " samples skipped:");
  const char* separator = " ";
  for (const auto& [reason, times] : skipped) {
    text += separator + std::to_string(times) + " " + reason;
    separator = ", ";
  }
  return text;
}

std::string ReadReport::reasons() const {
  return examples.empty() ? summary() : summary() + "; the first: " + examples.front();
}

}  // namespace meru
