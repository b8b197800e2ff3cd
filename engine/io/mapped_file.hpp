#pragma once
// A file's bytes as memory, read-only.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

#include "engine/base/result.hpp"

namespace tieline::io {

/// A read-only private mapping of a whole file, page aligned; unmapped on destruction.
///
/// The file must not shrink while mapped: the system would then end the process. Files of ours are
/// replaced by rename, which leaves old mappings whole.
/// Threads: any number of readers.
class MappedFile {
 public:
  /// Errors: file_missing (not there, not readable, not a regular file).
  [[nodiscard]] static Result<std::shared_ptr<MappedFile const>> open(
      std::filesystem::path const& path);

  ~MappedFile();
  MappedFile(MappedFile const&) = delete;
  MappedFile& operator=(MappedFile const&) = delete;

  [[nodiscard]] std::string_view bytes() const { return {begin_, size_}; }

 private:
  MappedFile(char const* begin, std::size_t size) : begin_{begin}, size_{size} {}

  char const* begin_;
  std::size_t size_;
};

}  // namespace tieline::io
