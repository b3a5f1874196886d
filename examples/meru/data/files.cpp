#include "files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "error.hpp"

namespace meru {
namespace {

std::string system_reason() { return errno != 0 ? std::strerror(errno) : "input or output error"; }

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) throw DataError(path.string() + ": is a directory");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw DataError(path.string() + ": cannot be opened: " + system_reason());
  std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) throw DataError(path.string() + ": cannot be read: " + system_reason());
  return content;
}

std::filesystem::path temporary_name(const std::filesystem::path& path) {
  return path.string() + ".partial";
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  errno = 0;
  std::ofstream file(temporary_name(path), std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) throw DataError(path.string() + ": cannot be written: " + system_reason());
  rename_into_place(path);
}

void make_directory(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) throw DataError(path.string() + ": cannot be made: " + failure.message());
}

void rename_into_place(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::rename(temporary_name(path), path, failure);
  if (failure) throw DataError(path.string() + ": cannot be written: " + failure.message());
}

}  // namespace meru
