#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "error.hpp"

namespace meru {

/// What was read, and what was skipped and why.
struct ReadReport {
  std::int64_t read = 0;
  std::map<std::string, std::int64_t> skipped;  ///< reason -> count
  std::vector<std::string> examples;            ///< the first few, "where: reason: detail"

  void skip(const SampleError& error, const std::string& where);
  std::int64_t skipped_count() const;
  /// "12 samples skipped: 10 corrupt image, 2 missing caption"; empty where none was.
  std::string summary() const;
  /// The same with the first example: for an error that nothing is told after.
  std::string reasons() const;
};

}  // namespace meru
