#pragma once
// Every column of a history, listed once: the builder owns them as vectors, History reads them as
// spans (of those vectors, or of a mapped file).
//
// Self-contained: what the indices ask of a user (zone, households, organisation, …) is copied from
// the network when the history is built, so a packed history needs no network beside it.

#include <array>
#include <cstdint>
#include <limits>

#include "engine/base/id.hpp"
#include "engine/base/quantity.hpp"
#include "engine/history/outage_class.hpp"
#include "engine/network/columns.hpp"
#include "engine/network/ids.hpp"

namespace tieline::history {

using network::OneRow;
using network::TextRef;
using network::Whole;

using UserId = Id<struct HistoryUserTag>;  ///< users of the network first, in its order
using SliceId = Id<struct SliceTag>;       ///< a time slice of one user's registration
using EventId = Id<struct EventTag>;
using RecordId = Id<struct RecordTag>;     ///< one row of interruptions.csv
using TermId = Id<struct HistoryTermTag>;  ///< interned word: cause, organisation, feeder, …

/// Instants of the hot columns: UTC seconds since 1970 as 32 bits, to the year 2106.
using Instant = std::uint32_t;
inline constexpr Instant kStillOut = std::numeric_limits<Instant>::max();  ///< end is blank
inline constexpr Instant kForever = std::numeric_limits<Instant>::max();   ///< until is blank
inline constexpr Instant kNoInstant = 0;                                   ///< not recorded

/// No record tells of more: watts × seconds of one record stay within 63 bits.
inline constexpr std::int64_t kMostWatts = 1'000'000'000;

/// Reduced supply (不拉闸限电, §1.5): `allowed_w` of `before_w` stayed allowed; allowed < before,
/// and before ≤ kMostWatts.
struct Limitation {
  RecordId record;
  std::uint32_t reserved = 0;
  std::int64_t allowed_w = 0, before_w = 0;
};

/// Stamps of a repair, in their order; kNoInstant where not recorded.
struct Stamps {
  Instant reported = kNoInstant, dispatched = kNoInstant, arrived = kNoInstant,
          located = kNoInstant, isolated = kNoInstant, repaired = kNoInstant;
};

struct Exclusion {
  RecordId record;
  TermId reason;
};

/// A day of the official list (med.csv).
struct OfficialMed {
  Instant day = kNoInstant;  ///< its first second, local midnight
  TermId authority;
};

/// The bytes of one input file, for the proof of a report.
struct InputFile {
  TextRef name;  ///< "history/events.csv"
  std::array<std::uint8_t, 32> sha256{};
  std::uint64_t size = 0;
};

template <template <class, class> class Column>
struct HistoryColumns {
  Column<Whole, char> text;
  Column<TermId, TextRef> term;
  Column<OneRow, std::array<TextRef, 2>> meta;  ///< case name, time zone
  Column<Whole, InputFile> inputs;              ///< by name

  // users
  Column<UserId, TextRef> user_ref;
  Column<UserId, std::uint32_t> user_first_slice;   ///< [n_user + 1]
  Column<UserId, std::uint32_t> user_first_record;  ///< [n_user + 1]
  Column<UserId, std::uint32_t> user_capacity_va;   ///< 0: unknown
  Column<UserId, std::uint32_t> user_load_w;        ///< average load; 0: unknown
  Column<UserId, float> user_supply_kv;             ///< NaN: unknown
  Column<UserId, network::Nature> user_nature;
  Column<UserId, TermId> user_organisation, user_feeder, user_grid_cell;  ///< none(): unknown

  // slices of registration, by user then since; of one user disjoint
  Column<SliceId, Instant> slice_since, slice_until;  ///< [since, until); 0 and kForever: always
  Column<SliceId, network::Zone> slice_zone;
  Column<SliceId, std::uint32_t> slice_households;

  // events, in the order of events.csv (then those that only interruptions name)
  Column<EventId, TextRef> event_ref;
  Column<EventId, Kind> event_kind;
  Column<EventId, Instant> event_begin;  ///< earliest start of its records, excluded ones too
  Column<EventId, Instant> event_end;    ///< latest end; kStillOut if one is still out
  Column<EventId, TermId> event_cause, event_technical_cause, event_equipment, event_feeder;
  Column<EventId, TermId> event_plan, event_excluded_reason;
  Column<EventId, Stamps> event_stamps;

  // interruptions, by user, then start, then end, then event
  Column<RecordId, Instant> record_start, record_end;  ///< [start, end); kStillOut: no end yet
  Column<RecordId, EventId> record_event;
  Column<RecordId, Kind> record_kind;
  Column<Whole, Limitation> limitations;  ///< by record, of those whose kind is partial
  Column<Whole, Exclusion> exclusions;    ///< by record, of those whose kind is excluded

  Column<Whole, OfficialMed> official_meds;  ///< by day
};

/// Calls `f(name, column)` for every column, in file order. The one list of columns.
template <class Columns, class F>
// NOLINTNEXTLINE(readability-function-size): it is the list
void for_each_column(Columns&& c, F&& f) {
#define TIELINE_COLUMN(name) f(#name, c.name)
  TIELINE_COLUMN(text);
  TIELINE_COLUMN(term);
  TIELINE_COLUMN(meta);
  TIELINE_COLUMN(inputs);
  TIELINE_COLUMN(user_ref);
  TIELINE_COLUMN(user_first_slice);
  TIELINE_COLUMN(user_first_record);
  TIELINE_COLUMN(user_capacity_va);
  TIELINE_COLUMN(user_load_w);
  TIELINE_COLUMN(user_supply_kv);
  TIELINE_COLUMN(user_nature);
  TIELINE_COLUMN(user_organisation);
  TIELINE_COLUMN(user_feeder);
  TIELINE_COLUMN(user_grid_cell);
  TIELINE_COLUMN(slice_since);
  TIELINE_COLUMN(slice_until);
  TIELINE_COLUMN(slice_zone);
  TIELINE_COLUMN(slice_households);
  TIELINE_COLUMN(event_ref);
  TIELINE_COLUMN(event_kind);
  TIELINE_COLUMN(event_begin);
  TIELINE_COLUMN(event_end);
  TIELINE_COLUMN(event_cause);
  TIELINE_COLUMN(event_technical_cause);
  TIELINE_COLUMN(event_equipment);
  TIELINE_COLUMN(event_feeder);
  TIELINE_COLUMN(event_plan);
  TIELINE_COLUMN(event_excluded_reason);
  TIELINE_COLUMN(event_stamps);
  TIELINE_COLUMN(record_start);
  TIELINE_COLUMN(record_end);
  TIELINE_COLUMN(record_event);
  TIELINE_COLUMN(record_kind);
  TIELINE_COLUMN(limitations);
  TIELINE_COLUMN(exclusions);
  TIELINE_COLUMN(official_meds);
#undef TIELINE_COLUMN
}

}  // namespace tieline::history
