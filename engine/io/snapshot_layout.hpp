#pragma once
// The bytes of a snapshot file, as docs/methods/snapshot.md describes them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace tieline::io::layout {

/// A byte over 127, both line ends and a stop sign: a transfer that "mends" text breaks it.
inline constexpr std::array<char, 8> kMagic{'\x89', 'T', 'L', 'N', '\r', '\n', '\x1a', '\n'};
inline constexpr std::uint32_t kLittleEndian = 0x0A0B0C0DU;
inline constexpr std::uint32_t kBigEndian = 0x0D0C0B0AU;
inline constexpr std::uint64_t kAlignment = 64;

/// The first 64 bytes, the same in every version to come.
struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = 0;
  std::uint32_t byte_order = kLittleEndian;
  std::uint64_t file_size = 0;
  std::uint64_t directory_checksum = 0;  ///< of all bytes from 64 to the first content
  std::uint32_t n_column = 0;
  std::uint32_t n_attachment = 0;
  std::array<std::uint64_t, 2> reserved{};  ///< zero
  std::uint64_t checksum = 0;               ///< of the 56 bytes before it
};
static_assert(sizeof(Header) == 64 && std::has_unique_object_representations_v<Header>);
inline constexpr std::size_t kHeaderChecked = offsetof(Header, checksum);

enum class EntryKind : std::uint32_t {
  column = 0,
  bytes = 1,   ///< an attachment
  nested = 2,  ///< an attachment that is such a file itself: its own checksums cover its content
};

/// One column or attachment. Content lies where the one before it ends, rounded up to 64; the
/// bytes in between are zero.
struct Entry {
  std::array<char, 64> name{};  ///< zero padded, at least one zero
  std::uint32_t element_size = 0;
  EntryKind kind = EntryKind::column;
  std::uint64_t rows = 0;
  std::uint64_t offset = 0;
  std::uint64_t checksum = 0;  ///< of the content without its padding; of nested: of its head

  [[nodiscard]] std::string_view name_text() const {
    std::string_view const all{name.data(), name.size()};
    return all.substr(0, all.find('\0'));
  }
};
static_assert(sizeof(Entry) == 96 && std::has_unique_object_representations_v<Entry>);

[[nodiscard]] constexpr std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}
[[nodiscard]] constexpr std::uint64_t first_content(std::uint64_t n_entry) {
  return aligned(sizeof(Header) + sizeof(Entry) * n_entry);
}

}  // namespace tieline::io::layout
