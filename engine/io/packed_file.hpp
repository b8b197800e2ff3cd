#pragma once
// Files of columns (snapshots, packed histories): their directory, read with suspicion, and their
// bytes, written. Format: docs/methods/snapshot.md.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/base/result.hpp"
#include "engine/io/snapshot_check.hpp"
#include "engine/io/snapshot_layout.hpp"
#include "engine/network/settings.hpp"

namespace tieline::io {

/// What tells one kind of file from another, and how messages speak of it.
struct PackedKind {
  std::array<char, 8> magic;
  std::uint32_t version;  ///< written
  std::uint32_t oldest;   ///< that is read
  std::string_view en, zh;
};

inline constexpr PackedKind kSnapshotKind{layout::kMagic, 3, 3, "snapshot", "快照"};
inline constexpr PackedKind kHistoryKind{
    {'\x89', 'T', 'L', 'H', '\r', '\n', '\x1a', '\n'}, 1, 1, "packed history", "打包的停电历史"};

/// Header and directory, as read; nothing of the content has been looked at.
struct PackedDirectory {
  layout::Header header;
  std::vector<layout::Entry> entries;
};

/// "the snapshot is damaged: …; pack the case again with `tieline net pack`"
[[nodiscard]] tl::unexpected<Error> damaged(PackedKind const& kind, std::string const& en,
                                            std::string const& zh);

/// Errors: file_corrupt, file_too_new, file_too_old. Cost: O(entries).
[[nodiscard]] Result<PackedDirectory> read_directory(std::string_view bytes,
                                                     PackedKind const& kind);

[[nodiscard]] std::string_view content_of(std::string_view bytes, layout::Entry const& entry);

/// Checksum and padding of one entry. Of a nested file only the head is looked at; it holds the
/// checksums of the rest.
[[nodiscard]] Finding prove_content(std::string_view bytes, layout::Entry const& entry);

/// Points every column of `views` at its bytes, if the directory lists exactly those columns.
template <class Views>
[[nodiscard]] Finding point_columns(std::string_view bytes, PackedDirectory const& directory,
                                    Views& views) {
  std::size_t at = 0;
  Finding finding;
  for_each_column(views, [&]<class Key, class T>(char const* name, IdSpan<Key, T const>& column) {
    auto const i = at++;
    if (i >= directory.header.n_column || directory.entries[i].name_text() != name ||
        directory.entries[i].element_size != sizeof(T)) {
      if (!finding) {
        finding = Flaw{std::string{name} + " is not where it belongs",
                       std::string{name} + " 不在应有的位置"};
      }
      return;
    }
    auto const* const first = bytes.data() + directory.entries[i].offset;
    column = IdSpan<Key, T const>{std::span<T const>{
        reinterpret_cast<T const*>(first), directory.entries[i].rows}};  // NOLINT: mapped rows
  });
  if (!finding && at != directory.header.n_column) {
    finding = Flaw{"it has more columns than this version knows", "列数多于本版本所知"};
  }
  return finding;
}

/// Are all bytes of a T determined by its value? Floating point counts: its bits are the value.
template <class T>
inline constexpr bool kHasNoPadding = std::has_unique_object_representations_v<T>;
template <>
inline constexpr bool kHasNoPadding<float> = true;
template <>
inline constexpr bool kHasNoPadding<double> = true;
template <class T, std::size_t n>
inline constexpr bool kHasNoPadding<std::array<T, n>> = kHasNoPadding<T>;
/// Twenty-three members of eight bytes each.
template <>
inline constexpr bool kHasNoPadding<network::Settings> =
    sizeof(network::Settings) == std::size_t{23} * 8;

/// One piece of a file still to be written; the bytes are the caller's.
struct PackedContent {
  layout::Entry entry;
  std::string_view bytes;
};

/// `name` must fit (at most 63 bytes). Cost: one pass over the bytes, unless nested.
[[nodiscard]] PackedContent packed_content(std::string_view name, std::string_view bytes,
                                           std::uint32_t element_size, layout::EntryKind kind);

/// One piece a column, in the order of the list of columns.
template <class Columns>
[[nodiscard]] std::vector<PackedContent> packed_columns(Columns const& columns) {
  std::vector<PackedContent> all;
  for_each_column(columns, [&](char const* name, auto const& column) {
    using T = std::remove_cvref_t<decltype(*column.begin())>;
    static_assert(kHasNoPadding<T> && std::is_trivially_copyable_v<T>,
                  "the same columns must give the same bytes");
    auto const rows = column.raw();
    all.push_back(packed_content(
        name,
        {reinterpret_cast<char const*>(rows.data()), rows.size_bytes()},  // NOLINT: file is bytes
        sizeof(T), layout::EntryKind::column));
  });
  return all;
}

/// Writes to a temporary file beside `path`, syncs and renames. Returns the number of bytes.
/// Errors: write_failed.
[[nodiscard]] Result<std::uint64_t> write_packed(PackedKind const& kind,
                                                 std::vector<PackedContent> all,
                                                 std::filesystem::path const& path);

/// The same bytes in memory.
[[nodiscard]] std::string to_packed_bytes(PackedKind const& kind, std::vector<PackedContent> all);

/// How many threads a proof of so many bytes is worth; `most` 0: one a core.
[[nodiscard]] unsigned proof_threads(std::size_t n_byte, unsigned most);

}  // namespace tieline::io
