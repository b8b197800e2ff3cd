#pragma once
// Records of one user → the maximal dark intervals and who owns each second of them.
// The one place where overlaps, gaps, partial limitation and the momentary threshold are decided;
// everything that counts goes through it. Rules: docs/methods/indices.md §2.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/history/history.hpp"
#include "engine/indices/facts.hpp"
#include "engine/indices/rules.hpp"

namespace tieline::indices {

/// [from, to) owned by one record.
struct Piece {
  Instant from = 0, to = 0;  ///< to may be kStillOut for the last piece of an open interval
  RecordId record;
};

/// One maximal dark interval: at most one interruption.
struct DarkInterval {
  Instant begin = 0, end = 0;       ///< end = kStillOut: still dark
  RecordId owner;                   ///< owns the first second, hence the count
  bool is_momentary = false;        ///< end − begin ≤ momentary_s (never, while still dark)
  bool is_momentary_event = false;  ///< opens a momentary event that is not struck out (MAIFI_E)
  std::span<Piece const> pieces;    ///< ascending, disjoint; gaps between them had supply
};

/// Room for the records of one user; owned by the caller's thread, grows to the longest list.
struct IntervalScratch {
  std::vector<RecordRow> rows;
  std::vector<Piece> pieces;
  std::vector<std::uint32_t> first_piece;  ///< of each interval
  std::vector<DarkInterval> intervals;
  std::vector<std::uint32_t> open;  ///< heap of rows that may cover the sweep's instant
};

/// Which records take part, by the byte that says what they are: not excluded, and not left out by
/// the variant.
[[nodiscard]] std::array<bool, 256> kinds_taking_part(Rules const& rules);

/// All dark intervals of `user` over all time, ascending, after the variant's filter. The result
/// lives until the next call with the same scratch.
/// Cost: O(n) where records do not overlap, else O(n log n).
[[nodiscard]] std::span<DarkInterval const> dark_intervals(History const& history, UserId user,
                                                           Rules const& rules,
                                                           IntervalScratch& scratch);
[[nodiscard]] std::span<DarkInterval const> dark_intervals(Facts const& facts, UserId user,
                                                           Rules const& rules,
                                                           IntervalScratch& scratch);

/// The same of any records of one user that take part: `scratch.rows`, by start. They must be all
/// the records within merge_gap_s and momentary_event_s of each other.
[[nodiscard]] std::span<DarkInterval const> join_rows(Facts const& facts, Rules const& rules,
                                                      IntervalScratch& scratch);

/// Seconds of [from, to) that count for `record`: all of them, or the equivalent part of a partial
/// limitation. Additive: parts of an interval sum to the whole (cumulative rounding from the
/// record's start).
[[nodiscard]] Seconds counted_seconds(History const& history, RecordId record, Instant from,
                                      Instant to);
[[nodiscard]] Seconds counted_seconds(Facts const& facts, RecordRow const& record, Instant from,
                                      Instant to);

}  // namespace tieline::indices
