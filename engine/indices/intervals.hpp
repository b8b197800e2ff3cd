#pragma once
// Records of one user → the maximal dark intervals and who owns each second of them.
// The one place where overlaps, gaps, partial limitation and the momentary threshold are decided;
// everything that counts goes through it. Rules: docs/methods/indices.md §2.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/history/history.hpp"
#include "engine/indices/rules.hpp"

namespace tieline::indices {

using history::History;
using history::Instant;
using history::RecordId;
using history::UserId;

/// [from, to) owned by one record.
struct Piece {
  Instant from = 0, to = 0;  ///< to may be kStillOut for the last piece of an open interval
  RecordId record;
};

/// One maximal dark interval: at most one interruption.
struct DarkInterval {
  Instant begin = 0, end = 0;     ///< end = kStillOut: still dark
  RecordId owner;                 ///< owns the first second, hence the count
  bool is_momentary = false;      ///< end − begin ≤ momentary_s (never, while still dark)
  std::span<Piece const> pieces;  ///< ascending, disjoint; gaps between them had supply
};

/// Room for the records of one user; owned by the caller's thread, grows to the longest list.
struct IntervalScratch {
  std::vector<Piece> pieces;
  std::vector<DarkInterval> intervals;
  std::vector<RecordId> open;  ///< records that cover the sweep's instant
};

/// All dark intervals of `user` over all time, ascending, after the variant's filter. The result
/// lives until the next call with the same scratch.
/// Cost: O(n) where records do not overlap, O(n log n + n k) with k overlapping at a time.
[[nodiscard]] std::span<DarkInterval const> dark_intervals(History const& history, UserId user,
                                                           Rules const& rules,
                                                           IntervalScratch& scratch);

/// Seconds of [from, to) that count for `record`: all of them, or the equivalent part of a partial
/// limitation. Additive: parts of an interval sum to the whole (cumulative rounding from the
/// record's start).
[[nodiscard]] Seconds counted_seconds(History const& history, RecordId record, Instant from,
                                      Instant to);

}  // namespace tieline::indices
