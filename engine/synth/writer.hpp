#pragma once
// CSV files written row by row into a folder that appears whole or not at all.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace tieline::synth {

/// One CSV file, buffered by the megabyte. Cells are written in column order; a row ends with
/// end(). The first failure (disk full) is kept and told by close().
class CsvWriter {
 public:
  CsvWriter(std::filesystem::path const& path, std::string_view header);
  CsvWriter& text(std::string_view cell);  ///< quoted where RFC 4180 asks for it
  CsvWriter& whole(std::int64_t figure);
  CsvWriter& fixed(double figure, int decimals);  ///< same digits on every machine
  CsvWriter& blank() { return text({}); }
  void end();
  /// Bytes written, or write_failed.
  [[nodiscard]] Result<std::uint64_t> close();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  void separate();
  void flush();
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
  bool row_begun_ = false, failed_ = false;
};

/// A folder built beside its final place as `<folder>.partial` and renamed when complete, so that
/// an interrupted run leaves no half-written case; the next run clears what it left.
class FolderDraft {
 public:
  /// Errors: write_failed; invalid_argument if `folder` holds something this program did not make.
  [[nodiscard]] static Result<FolderDraft> begin(std::filesystem::path const& folder);
  FolderDraft(FolderDraft&& other) noexcept;
  FolderDraft& operator=(FolderDraft&&) = delete;
  ~FolderDraft();  ///< removes the draft unless published
  [[nodiscard]] std::filesystem::path const& path() const { return draft_; }
  [[nodiscard]] Result<void> publish();

 private:
  FolderDraft(std::filesystem::path folder, std::filesystem::path draft)
      : folder_{std::move(folder)}, draft_{std::move(draft)} {}
  std::filesystem::path folder_, draft_;
};

/// Names the program that made a folder, so that it may be replaced; input of no other kind.
inline constexpr std::string_view kMarkerFile = "generated.txt";

}  // namespace tieline::synth
