#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <type_traits>

#include "engine/io/mapped_file.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/snapshot_check.hpp"
#include "engine/io/snapshot_layout.hpp"

namespace tieline::io {
namespace {

auto corrupt(std::string const& en, std::string const& zh) {
  return fail(ErrorCode::file_corrupt,
              "the snapshot is damaged: " + en + "; pack the case again with `tieline net pack`",
              "快照已损坏：" + zh + "；请用 `tieline net pack` 重新打包");
}

/// Header and directory, as read; nothing of the content has been looked at.
struct Directory {
  layout::Header header;
  std::vector<layout::Entry> entries;
};

Result<layout::Header> read_header(std::string_view bytes) {
  layout::Header header;
  auto const n_magic = std::min(bytes.size(), header.magic.size());
  if (!std::equal(layout::kMagic.begin(), layout::kMagic.begin() + n_magic, bytes.begin()) ||
      bytes.empty()) {
    return fail(ErrorCode::file_corrupt,
                "not a tieline snapshot; give a case folder, or a file made by `tieline net pack`",
                "不是 tieline 快照文件；请给出算例文件夹，或由 `tieline net pack` 生成的文件");
  }
  if (bytes.size() < sizeof header) {
    return corrupt("it ends within its header", "文件在文件头内结束");
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.byte_order == layout::kBigEndian || std::endian::native != std::endian::little) {
    return corrupt("its byte order is not little-endian", "字节序不是小端");
  }
  if (network::hash_bytes(bytes.substr(0, layout::kHeaderChecked)) != header.checksum) {
    return corrupt("its header does not match its checksum", "文件头校验和不符");
  }
  if (header.version > kSnapshotVersion) {
    auto const found = std::to_string(header.version);
    auto const known = std::to_string(kSnapshotVersion);
    return fail(ErrorCode::file_too_new,
                "the snapshot has format version " + found + ", this tieline reads up to " + known +
                    "; use a newer tieline or pack the case again",
                "快照格式版本为 " + found + ",本版 tieline 最高支持 " + known +
                    "；请升级 tieline 或重新打包");
  }
  if (header.version != kSnapshotVersion || header.byte_order != layout::kLittleEndian ||
      header.reserved != layout::Header{}.reserved) {
    return corrupt("its header states what no version wrote", "文件头内容不属于任何版本");
  }
  if (header.file_size != bytes.size()) {
    auto const found = std::to_string(bytes.size());
    auto const said = std::to_string(header.file_size);
    return corrupt("it has " + found + " bytes instead of " + said,
                   "文件为 " + found + " 字节，应为 " + said + " 字节");
  }
  return header;
}

Result<Directory> read_directory(std::string_view bytes) {
  TIELINE_TRY(header, read_header(bytes));
  auto const n_entry = std::uint64_t{header.n_column} + header.n_attachment;
  if (n_entry > bytes.size() / sizeof(layout::Entry) ||
      layout::first_content(n_entry) > bytes.size()) {
    return corrupt("its directory does not fit", "目录超出文件");
  }
  auto const directory =
      bytes.substr(sizeof header, layout::first_content(n_entry) - sizeof header);
  if (network::hash_bytes(directory) != header.directory_checksum) {
    return corrupt("its directory does not match its checksum", "目录校验和不符");
  }
  Directory read{header, std::vector<layout::Entry>(n_entry)};
  if (n_entry != 0) {  // an empty vector has no memory to copy to
    std::memcpy(read.entries.data(), directory.data(), sizeof(layout::Entry) * n_entry);
  }
  auto end = layout::first_content(n_entry);
  for (std::size_t i = 0; i < n_entry; ++i) {
    auto const& entry = read.entries[i];
    auto const room = bytes.size() - end;
    if (entry.name.back() != '\0' || entry.is_attachment != (i >= header.n_column ? 1U : 0U) ||
        entry.element_size == 0 || (entry.is_attachment != 0 && entry.element_size != 1) ||
        entry.offset != end || entry.rows > room / entry.element_size) {
      return corrupt("entry " + std::to_string(i) + " of its directory is wrong",
                     "目录第 " + std::to_string(i) + " 项有误");
    }
    end = layout::aligned(end + entry.rows * entry.element_size);
    if (end > bytes.size()) {
      return corrupt("its last entry does not fit", "末项超出文件");
    }
  }
  if (end != bytes.size()) {
    return corrupt("bytes after its last entry", "末项之后还有内容");
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
  if (network::hash_bytes(content) != entry.checksum ||
      padding.find_first_not_of('\0') != std::string_view::npos) {
    auto const name = std::string{entry.name_text()};
    return Flaw{name + " does not match its checksum", name + " 校验和不符"};
  }
  return {};
}

/// Points every column at its bytes, if the directory lists exactly the columns of this version.
Finding point_columns(std::string_view bytes, Directory const& directory,
                      network::ColumnViews& views) {
  std::size_t at = 0;
  Finding finding;
  network::for_each_column(
      views, [&]<class Key, class T>(char const* name, network::ConstColumn<Key, T>& column) {
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
        column = network::ConstColumn<Key, T>{std::span<T const>{
            reinterpret_cast<T const*>(first), directory.entries[i].rows}};  // NOLINT: mapped rows
      });
  if (!finding && at != directory.header.n_column) {
    finding = Flaw{"it has more columns than this version knows", "列数多于本版本所知"};
  }
  return finding;
}

/// Small files are proved sooner than a thread starts.
unsigned threads_for(std::size_t n_byte, unsigned most_threads) {
  constexpr std::size_t kWorthAThread = std::size_t{1} << 20;
  constexpr unsigned kMost = 8;
  if (n_byte < kWorthAThread) {
    return 1;
  }
  return std::clamp(most_threads == 0 ? std::thread::hardware_concurrency() : most_threads, 1U,
                    kMost);
}

}  // namespace

Result<OpenedSnapshot> open_snapshot(std::string_view bytes, std::shared_ptr<void const> owner,
                                     unsigned most_threads) {
  TIELINE_TRY(directory, read_directory(bytes));
  network::ColumnViews views;
  if (auto const finding = point_columns(bytes, directory, views)) {
    return corrupt(finding->en, finding->zh);
  }
  auto const n_thread = threads_for(bytes.size(), most_threads);
  std::vector<Proof> proofs;
  proofs.reserve(directory.entries.size());
  for (auto const& entry : directory.entries) {
    proofs.emplace_back([bytes, &entry] { return prove_content(bytes, entry); });
  }
  std::ranges::move(column_proofs(views), std::back_inserter(proofs));
  if (auto const finding = first_finding(proofs, n_thread)) {
    return corrupt(finding->en, finding->zh);
  }
  if (auto const finding = first_finding(relation_proofs(views), n_thread)) {
    return corrupt(finding->en, finding->zh);
  }
  OpenedSnapshot opened;
  for (auto const& entry : directory.entries) {
    if (entry.is_attachment != 0) {
      opened.attachments.push_back(
          {std::string{entry.name_text()}, std::string{content_of(bytes, entry)}});
    }
  }
  opened.model = std::make_shared<network::NetworkModel const>(views, std::move(owner));
  // Header and directory hold the checksums of everything else.
  opened.content_hash =
      network::hash_bytes(bytes.substr(0, layout::first_content(directory.entries.size())));
  return opened;
}

Result<OpenedSnapshot> open_snapshot(std::filesystem::path const& path, unsigned most_threads) {
  TIELINE_TRY(file, MappedFile::open(path));
  auto const bytes = file->bytes();
  auto opened = open_snapshot(bytes, std::move(file), most_threads);
  if (!opened) {
    opened.error().en = path.string() + ": " + opened.error().en;
    opened.error().zh = path.string() + ":" + opened.error().zh;
  }
  return opened;
}

bool looks_like_snapshot(std::filesystem::path const& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {  // opening a pipe might wait for ever
    return false;
  }
  std::ifstream file{path, std::ios::binary};
  auto start = decltype(layout::kMagic){};
  return file.read(start.data(), start.size()) && start == layout::kMagic;
}

}  // namespace tieline::io
