#pragma once
// Rows of history/ → History, with every fault found (needs B59–B79).

#include <array>
#include <cstdint>
#include <functional>
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

/// The files of history/.
enum class FileKind : std::uint8_t { users, events, interruptions, med };
inline constexpr std::size_t kFileKindCount = 4;
inline constexpr std::array<std::string_view, kFileKindCount> kFileNames{
    "history/users.csv", "history/events.csv", "history/interruptions.csv", "history/med.csv"};

/// What became of the rows of one file: rows = kept + warned + no_op + set_aside.
struct RowCounts {
  std::uint64_t rows = 0;
  std::uint64_t kept = 0;
  std::uint64_t warned = 0;     ///< kept, with a finding about this row
  std::uint64_t no_op = 0;      ///< says what another row says, or that nothing happened
  std::uint64_t set_aside = 0;  ///< quarantined
};

/// How findings spell an instant (UTC if empty) and a row's number (as it is if empty).
struct Printing {
  std::function<std::string(Seconds)> time;
  std::function<std::string(std::uint32_t)> row;
};

/// Collects rows, resolves their ids and sorts them into a History.
///
/// Order of calls: users, then events, then interruptions, then official days, then finish().
/// What each row may bring about is written in docs/methods/history.md: every row ends in exactly
/// one of: kept, kept with a warning, equal to an earlier row (a no-op), set aside. A row set aside
/// is named in the log, whose faults bear file, row and column; the caller keeps its words.
/// finish() may set aside rows that add() took, when they contradict each other. Cost: O(1) a row,
/// plus one sort by user. Threads: one.
class Builder {
 public:
  /// `model` gives the users with zone, households, organisation, feeder, grid cell, kVA and load.
  /// `now`: an instant later than it is in the future (B63).
  Builder(network::NetworkModel const& model, network::FaultLog& log, Seconds now);
  ~Builder();
  Builder(Builder const&) = delete;
  Builder& operator=(Builder const&) = delete;

  void print_with(Printing words);
  /// The plans there are: events of other plans are told (B78). Views must live until finish().
  void expect_plans(std::vector<std::string_view> plans);

  // False: the row was set aside (quarantine) and is in the log.
  bool add(UserSliceRow const& row);
  bool add(EventRow const& row);
  bool add(InterruptionRow const& row);
  bool add(MedRow const& row);
  void add_input(std::string_view name, std::span<std::uint8_t const, 32> sha256,
                 std::uint64_t size);

  /// Null if the rows are more than a history can hold; the log then says so (reject).
  [[nodiscard]] HistoryPtr finish();
  /// After finish(): what became of every row added.
  [[nodiscard]] RowCounts const& counts(FileKind file) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tieline::history
