#pragma once
// One binary file: every column of a network, checksummed, memory-mapped on load.
// Format: docs/methods/snapshot.md.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/network/model.hpp"

namespace tieline::io {

inline constexpr std::uint32_t kSnapshotVersion = 3;  ///< the only one read

/// Extra bytes packed beside the columns, by name ("plan/works.csv"; at most 63 bytes).
struct Attachment {
  std::string name;
  std::string_view bytes;
  std::shared_ptr<void const> owner;  ///< keeps the bytes alive; may be null for literals
  bool is_nested = false;             ///< a file of columns itself, which proves itself when opened

  /// Takes over the bytes.
  [[nodiscard]] static Attachment of(std::string name, std::string bytes) {
    auto const kept = std::make_shared<std::string const>(std::move(bytes));
    return {.name = std::move(name), .bytes = *kept, .owner = kept};
  }
};

struct OpenedSnapshot {
  network::NetworkPtr model;
  std::vector<Attachment> attachments;
  std::uint64_t content_hash = 0;
};

/// Writes to a temporary file beside `path`, syncs and renames: never a half-written file.
/// The same model and attachments give the same bytes. Returns the number of bytes.
///
/// Errors: write_failed, invalid_argument (an attachment's name).
[[nodiscard]] Result<std::uint64_t> write_snapshot(network::NetworkModel const& model,
                                                   std::vector<Attachment> const& attachments,
                                                   std::filesystem::path const& path);

/// Maps the file and proves it: magic, version, checksum, column bounds, every invariant of
/// NetworkModel. A hostile file is an Error, never a crash.
///
/// Errors: file_missing, file_corrupt (truncated, bit-flipped), file_too_new,
/// file_too_old.
/// Cost:   one pass over the file and one over the relations, on `most_threads` threads (0: one a
///         core); the answer does not depend on their number. Columns and attachments are not
///         copied: what is handed out keeps the mapping alive. Of nested attachments only the head
///         is proved.
[[nodiscard]] Result<OpenedSnapshot> open_snapshot(std::filesystem::path const& path,
                                                   unsigned most_threads = 0);

/// The same for bytes in memory, aligned to 64, that `owner` keeps alive.
[[nodiscard]] Result<OpenedSnapshot> open_snapshot(std::string_view bytes,
                                                   std::shared_ptr<void const> owner,
                                                   unsigned most_threads = 0);

/// Is this the start of a snapshot file?
[[nodiscard]] bool looks_like_snapshot(std::filesystem::path const& path);

}  // namespace tieline::io
