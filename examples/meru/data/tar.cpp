#include "tar.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <fstream>
#include <utility>

#include "error.hpp"
#include "files.hpp"

namespace meru {
namespace {

struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeReader>;

std::string message(archive* of) {
  const char* text = archive_error_string(of);
  return text != nullptr ? text : "unknown error";
}

Reader open(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path) || !std::ifstream(path))
    throw DataError(path.string() + ": cannot be opened");
  Reader reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_tar(reader.get());
  archive_read_support_format_empty(reader.get());
  return reader;
}

/// The name as bytes; libarchive gives it one way or the other, depending on the locale.
std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr) name = archive_entry_pathname_utf8(entry);
  return name != nullptr ? name : "";
}

/// The member's content; false where it is damaged or too long.
bool read_content(archive* reader, archive_entry* entry, std::string& content) {
  if (archive_entry_size(entry) > max_member_bytes) return false;
  for (;;) {
    char block[1 << 16];
    const la_ssize_t count = archive_read_data(reader, block, sizeof block);
    if (count == 0) return true;
    if (count < 0 || content.size() > static_cast<std::size_t>(max_member_bytes)) return false;
    content.append(block, static_cast<std::size_t>(count));
  }
}

}  // namespace

TarWriter::TarWriter(std::filesystem::path path)
    : path_(std::move(path)), archive_(archive_write_new()) {
  try {
    check(archive_write_set_format_ustar(archive_));
    check(archive_write_open_filename(archive_, temporary_name(path_).c_str()));
  } catch (...) {
    archive_write_free(archive_);
    throw;
  }
}

TarWriter::~TarWriter() {
  if (archive_ == nullptr) return;
  archive_write_free(archive_);
  std::error_code ignored;
  std::filesystem::remove(temporary_name(path_), ignored);
}

void TarWriter::check(int status) const {
  if (status != ARCHIVE_OK)
    throw DataError(path_.string() + ": cannot be written: " + message(archive_));
}

void TarWriter::add(const std::string& name, std::string_view content) {
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 0, 0);
  check(archive_write_header(archive_, entry.get()));
  if (archive_write_data(archive_, content.data(), content.size()) !=
      static_cast<la_ssize_t>(content.size()))
    check(ARCHIVE_FATAL);
}

void TarWriter::commit() {
  check(archive_write_close(archive_));
  archive_write_free(std::exchange(archive_, nullptr));
  rename_into_place(path_);
}

void read_tar(const std::filesystem::path& path, const std::function<void(TarMember&&)>& member,
              const std::function<void(const TarDamage&)>& damaged) {
  const Reader reader = open(path);
  if (archive_read_open_filename(reader.get(), path.c_str(), 1 << 16) != ARCHIVE_OK)
    return damaged({"", message(reader.get())});
  bool lost = false;  // looking for the next member after damage, already reported
  for (;;) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) return;
    if (status == ARCHIVE_FATAL) return lost ? void() : damaged({"", message(reader.get())});
    if (status == ARCHIVE_RETRY) {
      if (!lost) damaged({"", message(reader.get())});
      lost = true;
      continue;
    }
    lost = false;
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    TarMember found{name_of(entry), ""};
    lost = !read_content(reader.get(), entry, found.content);
    if (lost)
      damaged({found.name, found.name + " is cut off or too long"});
    else
      member(std::move(found));
  }
}

}  // namespace meru
