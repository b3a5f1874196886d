#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace meru::report {

/// Opens a file; throws ReportError, saying what was expected, where it cannot be read.
std::ifstream open_input(const std::filesystem::path& file, const std::string& expected);

/// A value of a JSON file that knows where it stands, so that a wrong type is reported as
/// "FILE: points[3].label: expected a string, got 7". Keys keep the order of the file.
/// Every reading function throws ReportError where the value is of another type.
class Field {
 public:
  using Json = nlohmann::ordered_json;

  /// The whole of `file`; throws ReportError where it is missing or not JSON.
  static Field read(const std::filesystem::path& file);
  /// One document given as text; `where` is the place in `file` it came from.
  static Field parse(const std::filesystem::path& file, const std::string& where,
                     const std::string& text);

  /// A member that must be there.
  Field at(const std::string& key) const;
  /// A member that may be absent or null.
  std::optional<Field> find(const std::string& key) const;
  /// Names of the members, in the order of the file.
  std::vector<std::string> keys() const;
  std::vector<Field> elements() const;

  std::string text() const;
  double number() const;
  bool truth() const;
  /// A whole number in [low, high].
  int integer(int low, int high) const;
  /// An array of numbers; null stands for a value that was not finite and is read as NaN.
  std::vector<double> numbers() const;

  std::optional<double> find_number(const std::string& key) const;
  std::vector<Field> find_elements(const std::string& key) const;

  [[noreturn]] void fail(const std::string& expected) const;

 private:
  Field(std::shared_ptr<const Json> document, const Json* value,
        std::shared_ptr<const std::filesystem::path> file, std::string where);
  Field child(const Json& value, const std::string& where) const;
  const Json& object() const;
  const Json& array() const;

  std::shared_ptr<const Json> document_;
  const Json* value_;
  std::shared_ptr<const std::filesystem::path> file_;
  std::string where_;
};

}  // namespace meru::report
