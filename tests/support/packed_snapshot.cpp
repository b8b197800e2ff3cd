#include "tests/support/packed_snapshot.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "engine/base/check.hpp"

namespace tieline::test {

using io::layout::Entry;
using io::layout::Header;

PackedSnapshot::PackedSnapshot(std::string_view bytes)
    : blocks_{new Block[bytes.size() / sizeof(Block) + 1]{}}, size_{bytes.size()} {
  std::memcpy(begin(), bytes.data(), bytes.size());
}

PackedSnapshot PackedSnapshot::of(network::NetworkModel const& model,
                                  std::vector<io::Attachment> const& attachments) {
  ScratchFolder const folder;
  auto const written = io::write_snapshot(model, attachments, folder.path() / "packed.tieline");
  TIELINE_CHECK(written);
  return PackedSnapshot{read_bytes(folder.path() / "packed.tieline")};
}

Header& PackedSnapshot::header() const {
  TIELINE_CHECK(size_ >= sizeof(Header));
  return *reinterpret_cast<Header*>(begin());  // NOLINT: the file is bytes
}

std::span<Entry> PackedSnapshot::entries() const {
  auto const room = (size_ - sizeof(Header)) / sizeof(Entry);
  auto const said = std::uint64_t{header().n_column} + header().n_attachment;
  return {reinterpret_cast<Entry*>(begin() + sizeof(Header)),  // NOLINT: the file is bytes
          std::min<std::uint64_t>(room, said)};
}

std::span<char> PackedSnapshot::column_bytes(std::string_view name,
                                             std::size_t element_size) const {
  auto const all = entries();
  auto const entry =
      std::ranges::find_if(all, [&](Entry const& e) { return e.name_text() == name; });
  TIELINE_CHECK(entry != all.end() && entry->element_size == element_size);
  return {begin() + entry->offset, entry->rows * element_size};
}

PackedSnapshot const& PackedSnapshot::seal() const {
  auto const all = bytes();
  for (auto& entry : entries()) {
    auto const is_inside =
        entry.offset <= all.size() && entry.element_size != 0 &&
        entry.rows <= (all.size() - entry.offset) / std::max(entry.element_size, 1U);
    if (is_inside) {
      entry.checksum =
          network::hash_bytes(all.substr(entry.offset, entry.rows * entry.element_size));
    }
  }
  auto const first =
      io::layout::first_content(std::uint64_t{header().n_column} + header().n_attachment);
  if (first <= all.size()) {
    header().directory_checksum =
        network::hash_bytes(all.substr(sizeof(Header), first - sizeof(Header)));
  }
  header().checksum = network::hash_bytes(all.substr(0, io::layout::kHeaderChecked));
  return *this;
}

Result<io::OpenedSnapshot> PackedSnapshot::open() const {
  PackedSnapshot const copy{bytes()};
  return io::open_snapshot(copy.bytes(), copy.blocks_);
}

ScratchFolder::ScratchFolder() {
  auto name = (std::filesystem::temp_directory_path() / "tieline-test-XXXXXX").string();
  TIELINE_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_bytes(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  TIELINE_CHECK(file.is_open());
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace tieline::test
