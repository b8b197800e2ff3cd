#pragma once
// A snapshot in memory that can be tampered with and sealed again: what a hostile writer would do.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/snapshot_layout.hpp"

namespace tieline::test {

/// The bytes of a snapshot, 64-byte aligned.
class PackedSnapshot {
 public:
  explicit PackedSnapshot(std::string_view bytes);
  static PackedSnapshot of(network::NetworkModel const& model,
                           std::vector<io::Attachment> const& attachments = {});

  [[nodiscard]] std::string_view bytes() const { return {begin(), size_}; }
  [[nodiscard]] char* begin() const { return blocks_.get()->bytes; }
  [[nodiscard]] io::layout::Header& header() const;
  /// As many entries as header and size allow.
  [[nodiscard]] std::span<io::layout::Entry> entries() const;
  /// Rows of a column, to be changed; BrokenInvariant if there is none of that name and size.
  template <class T>
  [[nodiscard]] std::span<T> column(std::string_view name) const {
    auto const content = column_bytes(name, sizeof(T));
    return {reinterpret_cast<T*>(content.data()), content.size() / sizeof(T)};  // NOLINT: rows
  }

  /// Makes every checksum right again, as far as offsets and sizes lie inside the file.
  PackedSnapshot const& seal() const;
  /// Opens a copy, so that what is opened does not change under the model.
  [[nodiscard]] Result<io::OpenedSnapshot> open() const;

 private:
  struct alignas(64) Block {
    char bytes[64];  // NOLINT: raw storage
  };
  [[nodiscard]] std::span<char> column_bytes(std::string_view name, std::size_t element_size) const;

  std::shared_ptr<Block[]> blocks_;  // NOLINT: raw storage
  std::size_t size_;
};

/// A folder of its own for one test, removed with it.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(ScratchFolder const&) = delete;
  ScratchFolder& operator=(ScratchFolder const&) = delete;
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The bytes of a file; BrokenInvariant if it cannot be read.
[[nodiscard]] std::string read_bytes(std::filesystem::path const& path);

}  // namespace tieline::test
