#include "report/field.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "report/report.hpp"

namespace meru {
namespace {

std::string message(const std::filesystem::path& file, const std::string& where,
                    const std::string& expected, const std::string& got) {
  const std::string place = where.empty() ? file.string() : file.string() + ": " + where;
  return fmt::format("{}: expected {}, got {}", place, expected, got);
}

}  // namespace

ReportError::ReportError(std::filesystem::path file, const std::string& where, std::string expected,
                         std::string got)
    : std::runtime_error(message(file, where, expected, got)),
      file_(std::move(file)),
      expected_(std::move(expected)),
      got_(std::move(got)) {}

}  // namespace meru

namespace meru::report {
namespace {

constexpr std::size_t kShown = 60;  // characters of a wrong value worth showing in an error

std::string describe(const Field::Json& value) {
  std::string text = value.dump(-1, ' ', true, Field::Json::error_handler_t::replace);
  if (text.size() > kShown) text = text.substr(0, kShown) + "...";
  return value.is_structured() ? fmt::format("{} {}", value.type_name(), text) : text;
}

}  // namespace

Field::Field(std::shared_ptr<const Json> document, const Json* value,
             std::shared_ptr<const std::filesystem::path> file, std::string where)
    : document_(std::move(document)),
      value_(value),
      file_(std::move(file)),
      where_(std::move(where)) {}

std::ifstream open_input(const std::filesystem::path& file, const std::string& expected) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (!fs::exists(status)) throw ReportError(file, "", expected, "no such file");
  if (fs::is_directory(status)) throw ReportError(file, "", expected, "a directory");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw ReportError(file, "", expected, "a file that cannot be read");
  return stream;
}

Field Field::read(const std::filesystem::path& file) {
  std::ifstream stream = open_input(file, "a JSON file");
  return parse(file, "", std::string(std::istreambuf_iterator<char>(stream), {}));
}

Field Field::parse(const std::filesystem::path& file, const std::string& where,
                   const std::string& text) {
  try {
    auto document = std::make_shared<const Json>(Json::parse(text));
    const Json* root = document.get();
    return Field(std::move(document), root, std::make_shared<const std::filesystem::path>(file),
                 where);
  } catch (const Json::exception& error) {
    const std::string got =
        text.empty() ? "an empty text" : fmt::format("text that is not ({})", error.what());
    throw ReportError(file, where, "JSON", got);
  }
}

Field Field::child(const Json& value, const std::string& where) const {
  return Field(document_, &value, file_, where);
}

void Field::fail(const std::string& expected) const {
  throw ReportError(*file_, where_, expected, describe(*value_));
}

const Field::Json& Field::object() const {
  if (!value_->is_object()) fail("an object");
  return *value_;
}

const Field::Json& Field::array() const {
  if (!value_->is_array()) fail("an array");
  return *value_;
}

Field Field::at(const std::string& key) const {
  if (const auto found = find(key)) return *found;
  const std::string where = where_.empty() ? key : where_ + "." + key;
  throw ReportError(*file_, where, "a value", object().contains(key) ? "null" : "nothing");
}

std::optional<Field> Field::find(const std::string& key) const {
  const auto found = object().find(key);
  if (found == object().end() || found->is_null()) return std::nullopt;
  return child(*found, where_.empty() ? key : where_ + "." + key);
}

std::vector<std::string> Field::keys() const {
  std::vector<std::string> names;
  for (const auto& item : object().items()) names.push_back(item.key());
  return names;
}

std::vector<Field> Field::elements() const {
  std::vector<Field> fields;
  fields.reserve(array().size());
  for (const Json& value : array()) {
    fields.push_back(child(value, fmt::format("{}[{}]", where_, fields.size())));
  }
  return fields;
}

std::string Field::text() const {
  if (!value_->is_string()) fail("a string");
  return value_->get<std::string>();
}

double Field::number() const {
  if (!value_->is_number()) fail("a number");
  return value_->get<double>();
}

bool Field::truth() const {
  if (!value_->is_boolean()) fail("true or false");
  return value_->get<bool>();
}

int Field::integer(int low, int high) const {
  const double value = value_->is_number() ? value_->get<double>() : std::nan("");
  const bool whole = value >= low && value <= high && value == std::floor(value);
  if (!whole) fail(fmt::format("a whole number from {} to {}", low, high));
  return static_cast<int>(value);
}

std::vector<double> Field::numbers() const {
  std::vector<double> values;
  values.reserve(array().size());
  for (const Json& value : array()) {
    if (!value.is_number() && !value.is_null()) fail("an array of numbers");
    values.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                     : value.get<double>());
  }
  return values;
}

std::optional<double> Field::find_number(const std::string& key) const {
  const auto field = find(key);
  return field ? std::optional<double>(field->number()) : std::nullopt;
}

std::vector<Field> Field::find_elements(const std::string& key) const {
  const auto field = find(key);
  return field ? field->elements() : std::vector<Field>();
}

}  // namespace meru::report
