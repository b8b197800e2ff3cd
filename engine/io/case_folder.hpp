#pragma once
// The one door to input: a case folder or a snapshot → model, plan and every fault found.

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/build.hpp"
#include "engine/network/build.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/model.hpp"
#include "engine/network/plan_tables.hpp"

namespace tieline::io {

/// Bytes done of bytes in all (0: not known); called at most a few hundred times, by one thread.
using Progress = std::function<void(std::string_view phase, std::uint64_t done, std::uint64_t all)>;

struct LoadOptions {
  bool strict = false;                     ///< quarantine becomes reject
  std::vector<std::filesystem::path> add;  ///< folders whose rows are appended (mended quarantine)
  std::vector<std::pair<std::string, std::string>> settings;  ///< --set key=value, over meta.csv
  Progress progress;
  unsigned threads = 0;        ///< proving a snapshot uses at most so many; 0: one a core
  bool want_history = false;   ///< read history/ into LoadedCase::history
  std::optional<Seconds> now;  ///< later is in the future (B63); the system clock unless given
};

/// One row set aside: its bytes as read (UTF-8) and why.
struct QuarantinedText {
  std::string file;  ///< "network/lines.csv"
  std::string header, text;
  std::uint32_t row = 0;
  std::string codes;  ///< "B22;B28"
};

struct LoadedCase {
  network::NetworkPtr model;  ///< null if rejected
  network::PlanTables plan;
  history::HistoryPtr history;  ///< null unless wanted; without history/ it holds users only
  /// What became of the rows of history/, by file; zeros unless history was wanted.
  std::array<history::RowCounts, history::kFileKindCount> history_rows{};
  network::FaultLog faults;
  std::vector<QuarantinedText> quarantined;
  std::uint64_t content_hash = 0;  ///< of the bytes read
  std::uint64_t bytes_read = 0;
  bool from_snapshot = false;
};

/// Reads a case folder, or a snapshot file made by write_snapshot().
///
/// Errors: file_missing, file_corrupt, file_too_new, file_too_old, invalid_argument (unknown
/// setting). Faults of the content are in `faults`, never an Error.
[[nodiscard]] Result<LoadedCase> load_case(std::filesystem::path const& path,
                                           LoadOptions const& options = {});

/// Writes the rows set aside as network/*.csv (and plan/, history/) with their original headers
/// plus the columns `tieline_row` and `tieline_codes`, which import ignores: mend the cells, then
/// load the case with `LoadOptions::add`.
[[nodiscard]] Result<void> write_quarantine(LoadedCase const& loaded,
                                            std::filesystem::path const& folder);

}  // namespace tieline::io
