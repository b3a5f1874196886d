#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace meru {

/// Writes a tar file member by member. It appears under its name, whole, at commit().
class TarWriter {
 public:
  /// @throws DataError where the file cannot be written, here and below
  explicit TarWriter(std::filesystem::path path);
  ~TarWriter();
  TarWriter(const TarWriter&) = delete;
  TarWriter& operator=(const TarWriter&) = delete;

  void add(const std::string& name, std::string_view content);
  void commit();

 private:
  void check(int status) const;

  std::filesystem::path path_;
  archive* archive_;
};

struct TarMember {
  std::string name;
  std::string content;
};

struct TarDamage {
  std::string name;  ///< the member's; empty where that is not known
  std::string what;
};

/// Members larger than this are damage, or no sample.
constexpr std::int64_t max_member_bytes = std::int64_t{1} << 28;

/// Calls `member` for every regular file of a tar archive (plain or gzip) in order, and `damaged`
/// for what cannot be read. After damage reading goes on where a member begins again, if that can
/// be found.
/// @throws DataError where the file cannot be opened
void read_tar(const std::filesystem::path& path, const std::function<void(TarMember&&)>& member,
              const std::function<void(const TarDamage&)>& damaged);

}  // namespace meru
