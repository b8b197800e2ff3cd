#pragma once
// A file that appears whole or not at all.

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace tieline::io {

/// Bytes on their way to `path`: written to a nameless file in the same folder where the system
/// allows (nothing is left even if the process is killed), else to a hidden one beside it.
/// commit() gives it its name; destruction without commit() leaves what stood at `path` untouched.
class AtomicFile {
 public:
  /// Errors: write_failed.
  [[nodiscard]] static Result<AtomicFile> create(std::filesystem::path const& path);

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile(AtomicFile const&) = delete;
  AtomicFile& operator=(AtomicFile const&) = delete;
  ~AtomicFile();

  /// Errors: write_failed.
  [[nodiscard]] Result<void> write(std::string_view bytes);
  /// Syncs, renames and syncs the folder. Errors: write_failed.
  [[nodiscard]] Result<void> commit();

 private:
  AtomicFile(int fd, std::filesystem::path path, std::filesystem::path temporary, bool is_named)
      : fd_{fd}, path_{std::move(path)}, temporary_{std::move(temporary)}, is_named_{is_named} {}
  [[nodiscard]] tl::unexpected<Error> cannot_write(int error) const;

  int fd_;
  std::filesystem::path path_, temporary_;
  bool is_named_;
};

}  // namespace tieline::io
