#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace meru {

/// The bytes of a file. @throws DataError naming the file and the system's reason
std::string read_file(const std::filesystem::path& path);

/// Where a file is written before it gets its name: a crash leaves the old file or none, never
/// half.
std::filesystem::path temporary_name(const std::filesystem::path& path);

/// Writes under the temporary name, then renames. @throws DataError
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Makes the directory and its parents. @throws DataError where that is impossible
void make_directory(const std::filesystem::path& path);

/// Renames the finished temporary file. @throws DataError
void rename_into_place(const std::filesystem::path& path);

}  // namespace meru
