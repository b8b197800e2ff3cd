// Rows set aside → files that are a valid import once mended.

#include <algorithm>
#include <map>
#include <system_error>

#include "engine/io/atomic_file.hpp"
#include "engine/io/case_folder.hpp"
#include "engine/io/csv.hpp"

namespace tieline::io {
namespace {

namespace fs = std::filesystem;

/// The rows of one file under their own header, with the line each stood at and why it was set
/// aside.
[[nodiscard]] std::string to_csv(std::vector<QuarantinedText const*> const& rows) {
  auto const& header = rows.front()->header;
  std::string const delimiter(1, detect_delimiter(header));
  std::string text = header + delimiter + "tieline_row" + delimiter + "tieline_codes\n";
  for (auto const* row : rows) {
    text +=
        row->text + delimiter + std::to_string(row->row) + delimiter + "\"" + row->codes + "\"\n";
  }
  return text;
}

[[nodiscard]] Result<void> write_whole(fs::path const& path, std::string const& text) {
  TIELINE_TRY(file, AtomicFile::create(path));
  if (auto written = file.write(text); !written) {
    return written;
  }
  return file.commit();
}

}  // namespace

Result<void> write_quarantine(LoadedCase const& loaded, fs::path const& folder) {
  std::map<std::string, std::vector<QuarantinedText const*>> files;
  for (auto const& row : loaded.quarantined) {
    bool const is_own = row.file.starts_with("network/") || row.file.starts_with("plan/") ||
                        row.file.starts_with("history/");
    if (is_own) {  // rows of an added folder are mended there
      files[row.file].push_back(&row);
    }
  }
  for (auto& [file, rows] : files) {
    std::sort(rows.begin(), rows.end(),
              [](auto const* a, auto const* b) { return a->row < b->row; });
    auto const path = folder / file;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    if (failed) {
      return fail(ErrorCode::write_failed, "cannot make " + path.parent_path().string(),
                  "无法创建 " + path.parent_path().string());
    }
    if (auto written = write_whole(path, to_csv(rows)); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace tieline::io
