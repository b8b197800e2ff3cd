#include "engine/io/packed_file.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <thread>

#include "engine/io/atomic_file.hpp"
#include "engine/network/model.hpp"

namespace tieline::io {
namespace {

std::string_view bytes_of(auto const& whole) {
  return {reinterpret_cast<char const*>(&whole), sizeof whole};  // NOLINT: the file is bytes
}

Result<layout::Header> read_header(std::string_view bytes, PackedKind const& kind) {
  layout::Header header;
  auto const n_magic = std::min(bytes.size(), header.magic.size());
  if (!std::equal(kind.magic.begin(), kind.magic.begin() + n_magic, bytes.begin()) ||
      bytes.empty()) {
    return fail(ErrorCode::file_corrupt,
                "not a tieline " + std::string{kind.en} +
                    "; give a case folder, or a file made by `tieline net pack`",
                "不是 tieline " + std::string{kind.zh} +
                    "文件；请给出算例文件夹，或由 `tieline net pack` 生成的文件");
  }
  if (bytes.size() < sizeof header) {
    return damaged(kind, "it ends within its header", "文件在文件头内结束");
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.byte_order == layout::kBigEndian || std::endian::native != std::endian::little) {
    return damaged(kind, "its byte order is not little-endian", "字节序不是小端");
  }
  if (network::hash_bytes(bytes.substr(0, layout::kHeaderChecked)) != header.checksum) {
    return damaged(kind, "its header does not match its checksum", "文件头校验和不符");
  }
  if (header.version > kind.version) {
    auto const found = std::to_string(header.version);
    auto const known = std::to_string(kind.version);
    return fail(ErrorCode::file_too_new,
                "the " + std::string{kind.en} + " has format version " + found +
                    ", this tieline reads up to " + known +
                    "; use a newer tieline or pack the case again",
                std::string{kind.zh} + "格式版本为 " + found + ",本版 tieline 最高支持 " + known +
                    "；请升级 tieline 或重新打包");
  }
  if (header.version != 0 && header.version < kind.oldest) {
    auto const found = std::to_string(header.version);
    auto const needed = std::to_string(kind.oldest);
    return fail(ErrorCode::file_too_old,
                "the " + std::string{kind.en} + " has format version " + found +
                    ", this tieline reads from " + needed +
                    " on; pack the case again with `tieline net pack`",
                std::string{kind.zh} + "格式版本为 " + found + "，本版 tieline 仅支持 " + needed +
                    " 及以上；请用 `tieline net pack` 重新打包");
  }
  if (header.version == 0 || header.byte_order != layout::kLittleEndian ||
      header.reserved != layout::Header{}.reserved) {
    return damaged(kind, "its header states what no version wrote", "文件头内容不属于任何版本");
  }
  if (header.file_size != bytes.size()) {
    auto const found = std::to_string(bytes.size());
    auto const said = std::to_string(header.file_size);
    return damaged(kind, "it has " + found + " bytes instead of " + said,
                   "文件为 " + found + " 字节，应为 " + said + " 字节");
  }
  return header;
}

bool is_sound(layout::Entry const& entry, bool is_column, std::uint64_t begin, std::uint64_t room) {
  bool const fits_kind =
      is_column ? entry.kind == layout::EntryKind::column
                : entry.kind == layout::EntryKind::bytes || entry.kind == layout::EntryKind::nested;
  return entry.name.back() == '\0' && fits_kind && entry.element_size != 0 &&
         (is_column || entry.element_size == 1) && entry.offset == begin &&
         entry.rows <= room / entry.element_size;
}

/// Header and directory of a file of these pieces, whose offsets are set.
struct Head {
  layout::Header header;
  std::string directory;
};
Head head_of(PackedKind const& kind, std::vector<PackedContent>& all) {
  auto const first = layout::first_content(all.size());
  auto end = first;
  Head head{.header = {.magic = kind.magic, .version = kind.version}, .directory = {}};
  for (auto& piece : all) {
    piece.entry.offset = end;
    head.directory += bytes_of(piece.entry);
    end = layout::aligned(end + piece.bytes.size());
    ++(piece.entry.kind == layout::EntryKind::column ? head.header.n_column
                                                     : head.header.n_attachment);
  }
  head.directory.resize(first - sizeof(layout::Header), '\0');
  head.header.file_size = end;
  head.header.directory_checksum = network::hash_bytes(head.directory);
  head.header.checksum =
      network::hash_bytes(bytes_of(head.header).substr(0, layout::kHeaderChecked));
  return head;
}

std::size_t padding_after(PackedContent const& piece) {
  return layout::aligned(piece.bytes.size()) - piece.bytes.size();
}

/// What the checksum of an entry covers: all, or of a nested file what precedes its content.
std::string_view checked_part(std::string_view content, layout::EntryKind kind) {
  if (kind != layout::EntryKind::nested || content.size() < sizeof(layout::Header)) {
    return content;
  }
  layout::Header header;
  std::memcpy(&header, content.data(), sizeof header);
  return content.substr(
      0, layout::first_content(std::uint64_t{header.n_column} + header.n_attachment));
}

}  // namespace

tl::unexpected<Error> damaged(PackedKind const& kind, std::string const& en,
                              std::string const& zh) {
  return fail(ErrorCode::file_corrupt,
              "the " + std::string{kind.en} + " is damaged: " + en +
                  "; pack the case again with `tieline net pack`",
              std::string{kind.zh} + "已损坏：" + zh + "；请用 `tieline net pack` 重新打包");
}

Result<PackedDirectory> read_directory(std::string_view bytes, PackedKind const& kind) {
  TIELINE_TRY(header, read_header(bytes, kind));
  auto const n_entry = std::uint64_t{header.n_column} + header.n_attachment;
  if (n_entry > bytes.size() / sizeof(layout::Entry) ||
      layout::first_content(n_entry) > bytes.size()) {
    return damaged(kind, "its directory does not fit", "目录超出文件");
  }
  auto const directory =
      bytes.substr(sizeof header, layout::first_content(n_entry) - sizeof header);
  if (network::hash_bytes(directory) != header.directory_checksum) {
    return damaged(kind, "its directory does not match its checksum", "目录校验和不符");
  }
  PackedDirectory read{header, std::vector<layout::Entry>(n_entry)};
  if (n_entry != 0) {  // an empty vector has no memory to copy to
    std::memcpy(read.entries.data(), directory.data(), sizeof(layout::Entry) * n_entry);
  }
  auto end = layout::first_content(n_entry);
  for (std::size_t i = 0; i < n_entry; ++i) {
    auto const& entry = read.entries[i];
    if (!is_sound(entry, i < header.n_column, end, bytes.size() - end)) {
      return damaged(kind, "entry " + std::to_string(i) + " of its directory is wrong",
                     "目录第 " + std::to_string(i) + " 项有误");
    }
    end = layout::aligned(end + entry.rows * entry.element_size);
    if (end > bytes.size()) {
      return damaged(kind, "its last entry does not fit", "末项超出文件");
    }
  }
  if (end != bytes.size()) {
    return damaged(kind, "bytes after its last entry", "末项之后还有内容");
  }
  return read;
}

std::string_view content_of(std::string_view bytes, layout::Entry const& entry) {
  return bytes.substr(entry.offset, entry.rows * entry.element_size);
}

Finding prove_content(std::string_view bytes, layout::Entry const& entry) {
  auto const content = content_of(bytes, entry);
  auto const end = entry.offset + content.size();
  auto const padding = bytes.substr(end, layout::aligned(end) - end);
  if (network::hash_bytes(checked_part(content, entry.kind)) != entry.checksum ||
      padding.find_first_not_of('\0') != std::string_view::npos) {
    auto const name = std::string{entry.name_text()};
    return Flaw{name + " does not match its checksum", name + " 校验和不符"};
  }
  return {};
}

PackedContent packed_content(std::string_view name, std::string_view bytes,
                             std::uint32_t element_size, layout::EntryKind kind) {
  PackedContent made;
  std::memcpy(made.entry.name.data(), name.data(), name.size());
  made.entry.element_size = element_size;
  made.entry.kind = kind;
  made.entry.rows = bytes.size() / element_size;
  made.entry.checksum = network::hash_bytes(checked_part(bytes, kind));
  made.bytes = bytes;
  return made;
}

Result<std::uint64_t> write_packed(PackedKind const& kind, std::vector<PackedContent> all,
                                   std::filesystem::path const& path) {
  if constexpr (std::endian::native != std::endian::little) {
    return fail(ErrorCode::write_failed, "snapshots are written on little-endian machines only",
                "快照只能在小端机器上写出");
  }
  auto const head = head_of(kind, all);
  TIELINE_TRY(file, AtomicFile::create(path));
  auto written =
      file.write(bytes_of(head.header)).and_then([&] { return file.write(head.directory); });
  for (auto const& piece : all) {
    written = written.and_then([&] { return file.write(piece.bytes); }).and_then([&] {
      return file.write(std::string(padding_after(piece), '\0'));
    });
  }
  written = written.and_then([&] { return file.commit(); });
  if (!written) {
    return tl::unexpected{std::move(written.error())};
  }
  return head.header.file_size;
}

std::string to_packed_bytes(PackedKind const& kind, std::vector<PackedContent> all) {
  auto const head = head_of(kind, all);
  std::string bytes;
  bytes.reserve(head.header.file_size);
  bytes += bytes_of(head.header);
  bytes += head.directory;
  for (auto const& piece : all) {
    bytes += piece.bytes;
    bytes.append(padding_after(piece), '\0');
  }
  return bytes;
}

unsigned proof_threads(std::size_t n_byte, unsigned most) {
  constexpr std::size_t kWorthAThread = std::size_t{1} << 20;
  constexpr unsigned kMost = 8;
  if (n_byte < kWorthAThread) {  // small files are proved sooner than a thread starts
    return 1;
  }
  return std::clamp(most == 0 ? std::thread::hardware_concurrency() : most, 1U, kMost);
}

}  // namespace tieline::io
