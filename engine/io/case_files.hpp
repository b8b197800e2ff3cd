#pragma once
// Finding and opening the files of a case folder, safely, with every finding about a file as such.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/io/sha256.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/table_reader.hpp"

namespace tieline::io {

/// Bytes and hash of what was read so far; progress to whoever listens.
class ReadMeter {
 public:
  /// `wants_inputs`: keep the SHA-256 of every file, too.
  ReadMeter(Progress progress, std::uint64_t all, bool wants_inputs = false)
      : progress_{std::move(progress)}, all_{all}, wants_inputs_{wants_inputs} {}
  void add(std::string_view file, std::string_view bytes);
  [[nodiscard]] std::uint64_t bytes() const { return done_; }
  [[nodiscard]] std::uint64_t hash() const { return hash_; }

  struct Input {
    std::string file;
    Sha256 hash{};
    std::uint64_t size = 0;
  };
  /// In reading order; empty unless wanted.
  [[nodiscard]] std::vector<Input> const& inputs() const { return inputs_; }

 private:
  Progress progress_;
  std::uint64_t all_;
  std::uint64_t done_ = 0;
  std::uint64_t hash_ = 0;
  bool wants_inputs_;
  std::vector<Input> inputs_;
};

/// One file as it lies on disk.
struct RawFile {
  std::string label;  ///< "network/lines.csv", "mended/network/lines.csv"
  SharedText bytes;
};

/// Opens `folder / file`; nothing if it is not there or must not be read (a link, a device), which
/// is then in the log. A missing required file is a finding, too.
[[nodiscard]] std::optional<RawFile> open_case_file(std::filesystem::path const& folder,
                                                    std::string_view file, std::string label,
                                                    bool is_required, ReadContext& context);

/// Bytes → text by BOM, UTF-8 or GB18030; nothing if that cannot be told, or if it is no text.
[[nodiscard]] std::optional<TableText> to_text(RawFile const& raw, ReadContext& context);

/// Names the tables in network/, plan/ and history/ of `folder` that no case has: a slip in a
/// file's name would lose its rows without a word. `prefix` stands before their names in the log.
void report_unknown_files(std::filesystem::path const& folder, std::string const& prefix,
                          ReadContext& context);

/// Bytes in all files of the case that load_case() would read.
[[nodiscard]] std::uint64_t case_size(std::filesystem::path const& folder, bool with_history);

/// The files of plan/ as they are, to be packed into a snapshot beside history_attachments(); all
/// that a snapshot carries if `path` is one. Errors: file_missing, file_corrupt, file_too_new,
/// file_too_old.
[[nodiscard]] Result<std::vector<Attachment>> case_attachments(std::filesystem::path const& path);

}  // namespace tieline::io
