#pragma once
// Rows of history/ → History, with every fault found (needs B59–B79).

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/history.hpp"
#include "engine/history/rows.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/model.hpp"

namespace tieline::history {

/// Collects rows, resolves their ids and sorts them into a History.
///
/// Order of calls: users, then events, then interruptions, then official days, then finish().
/// What each row may bring about is written in docs/methods/history.md: every row ends in exactly
/// one of: kept, kept with a warning, equal to an earlier row (a no-op), set aside. A row set aside
/// is named in the log, whose faults bear file, row and column; the caller keeps its words.
/// Cost: O(1) a row, plus one sort by user. Threads: one.
class Builder {
 public:
  /// `model` gives the users with zone, households, organisation, feeder, grid cell, kVA and load.
  /// `now`: an instant later than it is in the future (B63).
  Builder(network::NetworkModel const& model, network::FaultLog& log, Seconds now);
  ~Builder();

  // False: the row was set aside (quarantine) and is in the log.
  bool add(UserSliceRow const& row);
  bool add(EventRow const& row);
  bool add(InterruptionRow const& row);
  bool add(MedRow const& row);
  void add_input(std::string_view name, std::span<std::uint8_t const, 32> sha256,
                 std::uint64_t size);

  [[nodiscard]] HistoryPtr finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tieline::history
