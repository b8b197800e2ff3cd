#pragma once
// Dark intervals of one counted unit → its sums. Shared by sections and single users.

#include <cstdint>
#include <span>

#include "engine/base/quantity.hpp"
#include "engine/reliability/ledger.hpp"

namespace tieline::reliability {

/// What one unit went through: `out` is 1 if it had any interval.
///
/// Shapes: `intervals` ascending, disjoint, none empty; any type with `from` and `to`.
template <class Interval>
[[nodiscard]] BaseSums sums_of_unit(std::span<Interval const> intervals, Seconds momentary_s,
                                    Seconds merge_gap_s) {
  BaseSums sums;
  for (std::size_t i = 0; i < intervals.size();) {
    Seconds dark_s = 0;
    auto last = i;
    do {  // one interruption: intervals that supply gaps at most merge_gap_s long keep together
      dark_s += intervals[last].to - intervals[last].from;
      ++last;
    } while (last < intervals.size() &&
             intervals[last].from - intervals[last - 1].to <= merge_gap_s);
    sums.dark_s += dark_s;
    if (dark_s > momentary_s) {
      sums.sustained_s += dark_s;
      ++sums.interruptions;
    } else {
      ++sums.momentary;
    }
    i = last;
  }
  sums.out = intervals.empty() ? 0 : 1;
  return sums;
}

/// The sums of `count` such units.
[[nodiscard]] constexpr BaseSums times(BaseSums const& unit, std::int64_t count) {
  return {.dark_s = unit.dark_s * count,
          .sustained_s = unit.sustained_s * count,
          .interruptions = unit.interruptions * count,
          .momentary = unit.momentary * count,
          .out = unit.out * count};
}

/// Joins intervals of the same unit that touch and drops empty ones, in place.
///
/// Shapes: sorted by unit, then `from`. Returns how many are left at the front.
template <class Interval, class SameUnit>
[[nodiscard]] std::size_t coalesce(std::span<Interval> intervals, SameUnit same_unit) {
  std::size_t kept = 0;
  for (auto const& next : intervals) {
    if (next.from == next.to) {
      continue;
    }
    if (kept != 0 && same_unit(intervals[kept - 1], next) && next.from <= intervals[kept - 1].to) {
      intervals[kept - 1].to = next.to;
    } else {
      intervals[kept++] = next;
    }
  }
  return kept;
}

}  // namespace tieline::reliability
