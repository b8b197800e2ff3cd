#include <bit>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>

#include "engine/io/atomic_file.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/snapshot_layout.hpp"

namespace tieline::io {
namespace {

/// Are all bytes of a T determined by its value? Floating point counts: its bits are the value.
template <class T>
constexpr bool kHasNoPadding = std::has_unique_object_representations_v<T>;
template <>
constexpr bool kHasNoPadding<float> = true;
template <>
constexpr bool kHasNoPadding<double> = true;
template <class T, std::size_t n>
constexpr bool kHasNoPadding<std::array<T, n>> = kHasNoPadding<T>;
/// Nineteen members of eight bytes each.
template <>
constexpr bool kHasNoPadding<network::Settings> = sizeof(network::Settings) == std::size_t{19} * 8;

/// One piece of the file still to be written.
struct Content {
  layout::Entry entry;
  std::string_view bytes;
};

std::string_view as_bytes(auto const& whole) {
  return {reinterpret_cast<char const*>(&whole), sizeof whole};  // NOLINT: the file is bytes
}

Content content(std::string_view name, std::string_view bytes, std::uint32_t element_size) {
  Content made;
  std::memcpy(made.entry.name.data(), name.data(), name.size());
  made.entry.element_size = element_size;
  made.entry.rows = bytes.size() / element_size;
  made.entry.checksum = network::hash_bytes(bytes);
  made.bytes = bytes;
  return made;
}

std::vector<Content> contents(network::NetworkModel const& model,
                              std::vector<Attachment> const& attachments) {
  std::vector<Content> all;
  network::for_each_column(model.col(), [&](char const* name, auto const& column) {
    using T = std::remove_cvref_t<decltype(*column.begin())>;
    static_assert(kHasNoPadding<T> && std::is_trivially_copyable_v<T>,
                  "the same model must give the same bytes");
    auto const rows = column.raw();
    all.push_back(content(name,
                          {reinterpret_cast<char const*>(rows.data()),  // NOLINT: as above
                           rows.size_bytes()},
                          sizeof(T)));
  });
  for (auto const& attachment : attachments) {
    all.push_back(content(attachment.name, attachment.bytes, 1));
    all.back().entry.is_attachment = 1;
  }
  return all;
}

Result<void> check_names(std::vector<Attachment> const& attachments) {
  constexpr auto kLongest = std::tuple_size_v<decltype(layout::Entry::name)> - 1;
  for (auto const& attachment : attachments) {
    if (attachment.name.empty() || attachment.name.size() > kLongest ||
        attachment.name.find('\0') != std::string::npos) {
      return fail(ErrorCode::invalid_argument,
                  "attachment name \"" + attachment.name + "\" must be 1 to 63 bytes, none zero",
                  "附件名“" + attachment.name + "”须为 1 至 63 字节且不含零字节");
    }
  }
  return {};
}

layout::Header header_of(std::vector<Content> const& all, std::string_view directory,
                         std::uint64_t file_size) {
  layout::Header header{.version = kSnapshotVersion, .file_size = file_size};
  for (auto const& piece : all) {
    ++(piece.entry.is_attachment != 0 ? header.n_attachment : header.n_column);
  }
  header.directory_checksum = network::hash_bytes(directory);
  header.checksum = network::hash_bytes(as_bytes(header).substr(0, layout::kHeaderChecked));
  return header;
}

}  // namespace

Result<std::uint64_t> write_snapshot(network::NetworkModel const& model,
                                     std::vector<Attachment> const& attachments,
                                     std::filesystem::path const& path) {
  if constexpr (std::endian::native != std::endian::little) {
    return fail(ErrorCode::write_failed, "snapshots are written on little-endian machines only",
                "快照只能在小端机器上写出");
  }
  if (auto named = check_names(attachments); !named) {
    return tl::unexpected{std::move(named.error())};
  }
  auto all = contents(model, attachments);
  auto const first = layout::first_content(all.size());
  auto end = first;
  std::string directory;
  for (auto& piece : all) {
    piece.entry.offset = end;
    directory += as_bytes(piece.entry);
    end = layout::aligned(end + piece.bytes.size());
  }
  directory.resize(first - sizeof(layout::Header), '\0');

  TIELINE_TRY(file, AtomicFile::create(path));
  auto const header = header_of(all, directory, end);
  auto written = file.write(as_bytes(header)).and_then([&] { return file.write(directory); });
  for (auto const& piece : all) {
    auto const padding = layout::aligned(piece.bytes.size()) - piece.bytes.size();
    written = written.and_then([&] { return file.write(piece.bytes); }).and_then([&] {
      return file.write(std::string(padding, '\0'));
    });
  }
  written = written.and_then([&] { return file.commit(); });
  if (!written) {
    return tl::unexpected{std::move(written.error())};
  }
  return end;
}

}  // namespace tieline::io
