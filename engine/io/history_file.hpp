#pragma once
// A history as one binary file, or as bytes inside a snapshot: every column, checksummed, mapped
// and proved on opening. Format: docs/methods/history.md.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"

namespace tieline::io {

/// Writes to a temporary file beside `path`, syncs and renames: never a half-written file. The same
/// history gives the same bytes. Returns the number of bytes. Errors: write_failed.
[[nodiscard]] Result<std::uint64_t> write_history(history::History const& history,
                                                  std::filesystem::path const& path);

/// The same bytes in memory.
[[nodiscard]] std::string to_packed_bytes(history::History const& history);

/// Maps the file and proves it: magic, version, checksums, and every invariant of History. A
/// hostile file is an Error, never a crash.
///
/// Errors: file_missing, file_corrupt (truncated, bit-flipped), file_too_new.
/// Cost:   two passes over the file (checksums; proof of order), on `most_threads` threads (0: one
/// a
///         core); the answer does not depend on their number. Columns are not copied.
[[nodiscard]] Result<history::HistoryPtr> open_history(std::filesystem::path const& path,
                                                       unsigned most_threads = 0);

/// The same for bytes in memory, aligned to 64, that `owner` keeps alive.
[[nodiscard]] Result<history::HistoryPtr> open_history(std::string_view bytes,
                                                       std::shared_ptr<void const> owner,
                                                       unsigned most_threads = 0);

}  // namespace tieline::io
