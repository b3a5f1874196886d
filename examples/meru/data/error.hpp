#pragma once

#include <stdexcept>
#include <string>

namespace meru {

/// Data that cannot be used: a missing directory, a broken dataset.json, no usable sample left.
/// what() is one line that names the file or directory.
class DataError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One sample that cannot be used. Readers skip and count it under reason().
class SampleError : public DataError {
 public:
  /// @param reason  one of a few fixed phrases, e.g. "corrupt image"
  /// @param detail  what exactly, for people
  SampleError(std::string reason, const std::string& detail)
      : DataError(reason + ": " + detail), reason_(std::move(reason)) {}

  const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
};

}  // namespace meru
