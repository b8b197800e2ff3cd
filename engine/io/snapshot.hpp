#pragma once
// One binary file: every column of a network, checksummed, memory-mapped on load.
// Format: docs/methods/snapshot.md.

#include <filesystem>

#include "engine/base/result.hpp"
#include "engine/network/model.hpp"

namespace tieline::io {

inline constexpr std::uint32_t kSnapshotVersion = 1;

/// Extra bytes packed beside the columns, by name ("plan/works.csv").
struct Attachment {
  std::string name;
  std::string bytes;
};

struct OpenedSnapshot {
  network::NetworkPtr model;
  std::vector<Attachment> attachments;
  std::uint64_t content_hash = 0;
};

/// Writes to a temporary file beside `path`, syncs and renames: never a half-written file.
/// The same model and attachments give the same bytes.
[[nodiscard]] Result<std::uint64_t> write_snapshot(network::NetworkModel const& model,
                                                   std::vector<Attachment> const& attachments,
                                                   std::filesystem::path const& path);

/// Maps the file and proves it: magic, version, checksum, column bounds, every invariant of
/// NetworkModel. A hostile file is an Error, never a crash.
///
/// Errors: file_missing, file_corrupt (truncated, bit-flipped), file_too_new.
[[nodiscard]] Result<OpenedSnapshot> open_snapshot(std::filesystem::path const& path);

/// Is this the start of a snapshot file?
[[nodiscard]] bool looks_like_snapshot(std::filesystem::path const& path);

}  // namespace tieline::io
