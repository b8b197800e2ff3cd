#pragma once
// The files of history/, of one case and of the folders added to it → History.

#include <array>
#include <functional>
#include <span>
#include <vector>

#include "engine/history/build.hpp"
#include "engine/io/load_network.hpp"
#include "engine/network/plan_tables.hpp"

namespace tieline::io {

/// What a history is read with.
struct HistorySources {
  /// The same file out of every folder that has it (open_texts()).
  std::function<std::vector<FolderText>(TableSchema const&)> texts_of;
  std::span<CaseFolder const> folders;
  network::NetworkModel const* model = nullptr;  ///< null: rejected; rows are checked one by one
  network::PlanTables const* plan = nullptr;
  Seconds now = 0;
  ReadMeter const* meter = nullptr;  ///< knows the hashes of all files read
};

/// Reads users.csv, events.csv, interruptions.csv and med.csv, which may all be absent. Rows are
/// resolved as they are read; none is kept as text. `counts` receives what became of them, those
/// included that could not be read.
/// Null if there is no model, or if the rows are more than a history can hold.
[[nodiscard]] history::HistoryPtr load_history(
    HistorySources const& sources, ReadContext& context,
    std::array<history::RowCounts, history::kFileKindCount>& counts);

}  // namespace tieline::io
