#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace meru {

/// A file of a run that is missing or holds something else than it should.
/// what() is one line: "FILE: WHERE: expected EXPECTED, got GOT".
class ReportError : public std::runtime_error {
 public:
  /// `where` names the place inside the file ("points[3].label", "line 12"); empty for the whole
  /// file.
  ReportError(std::filesystem::path file, const std::string& where, std::string expected,
              std::string got);

  const std::filesystem::path& file() const noexcept { return file_; }
  const std::string& expected() const noexcept { return expected_; }
  const std::string& got() const noexcept { return got_; }

 private:
  std::filesystem::path file_;
  std::string expected_;
  std::string got_;
};

/// The run to report on and, optionally, the run to set beside it. Each directory holds
/// metrics.json and details.json (written by `meru evaluate`) and log.jsonl (by `meru train`).
struct ReportInputs {
  std::filesystem::path run;
  std::optional<std::filesystem::path> baseline;
};

/// Writes one self-contained HTML page: style, drawings and pictures are inside it and it asks
/// nothing of the network. The file appears whole or not at all: it is written beside `out` and
/// then renamed over it.
/// Throws ReportError for a missing or malformed input, std::filesystem::filesystem_error where
/// the page cannot be written.
void write_report(const ReportInputs& inputs, const std::filesystem::path& out);

}  // namespace meru
