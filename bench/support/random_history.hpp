#pragma once
// A year of a province in memory: a history of any size, the same on every machine.

#include <cstddef>
#include <cstdint>

#include "engine/history/history.hpp"

namespace tieline::bench {

/// What to make. 100 records a user and 400 users a feeder are a bad year of a large province.
struct HistorySize {
  std::size_t n_user = 2000;
  std::size_t records_per_user = 100;
  std::uint64_t seed = 1;
};

/// `TIELINE_BENCH_RECORDS` interruptions (200 000 if unset, for a look whether the benchmarks run),
/// 100 a user.
[[nodiscard]] HistorySize history_size();

/// The year all figures are asked for: 2021 in Asia/Shanghai, UTC seconds [from, to).
inline constexpr Seconds kYearFrom = 1'609'430'400;
inline constexpr Seconds kYearTo = kYearFrom + Seconds{365} * 24 * 3600;

/// Events of one feeder each, spread over the year and 16 days either side of it. Each darkens part
/// of a stretch of 24 to 400 neighbours from one instant on and gives supply back in up to three
/// steps; one in ten reaches the second half of its stretch later than the first. One in twenty
/// lasts at most about three minutes. Chance alone makes 2 to 3 % of the records begin while
/// another of the same user still lasts. All classes, external influence, partial limitation,
/// exclusions; 2 % of the users change zone within the year, some come or go. Cost: ~0.2 µs a
/// record on two cores, 13 bytes a record. Threads: its own, one a core.
[[nodiscard]] history::OwnedColumns random_history(HistorySize const& size);

/// The same, as a packed file of history_size() that is mapped and proved: made if absent, under
/// `TIELINE_BENCH_CASE` or build/bench-cases. Ends the process if that fails.
[[nodiscard]] history::HistoryPtr packed_history();

/// Share of records that begin while an earlier one of the same user lasts or as it ends.
[[nodiscard]] double overlapping_share(history::History const& history);

}  // namespace tieline::bench
