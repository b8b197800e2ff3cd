#pragma once
// How fast crews were there and how long each phase of a repair took.
// Source: docs/methods/response-times.md; domain §5.1 (stamps and limits).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/network/ids.hpp"

namespace tieline::indices {

/// Seconds from report to arrival that still are in time, by zone; unset: the zone is not judged.
struct ArrivalLimits {
  std::string id, source;
  std::array<std::optional<Seconds>, network::kZoneCount> zone{};
};

/// "jiangsu_2020", or "urban=45,rural=90" (minutes; zones not named are not judged).
/// Errors: unknown_id, naming what there is; invalid_argument (no zone, no minutes).
[[nodiscard]] Result<ArrivalLimits> read_arrival_limits(std::string_view text);

/// Phases of a repair, each from one stamp to another.
enum class Phase : std::uint8_t {
  report_dispatch,
  dispatch_arrive,
  arrive_locate,
  locate_isolate,
  isolate_repair,
  repair_restored,
  report_arrive,    ///< what the limits are about
  report_restored,  ///< from the report to the last user on
  out_restored,     ///< from the first user off to the last user on
};
inline constexpr std::size_t kPhaseCount = 9;
[[nodiscard]] std::string_view name_of(Phase phase);

enum class Arrival : std::uint8_t {
  in_time,
  late,
  unknown,        ///< no report or no arrival is recorded
  contradictory,  ///< arrived before it was reported; counted as unknown
  not_judged,     ///< the zone has no limit
};

/// Durations of one phase over the events of a row.
///
/// The last user may be on before the repair is done, through a tie: then repair_restored is
/// negative without anything being wrong.
struct PhaseSums {
  std::int64_t known = 0;
  std::int64_t unknown = 0;         ///< a stamp is missing, or the outage was not over
  std::int64_t negative = 0;        ///< ends before it begins; part of neither
  std::int64_t total_s = 0;         ///< Σ of the known ones
  std::optional<Seconds> median_s;  ///< the lower of the two in the middle
};

struct ResponseRow {
  std::optional<network::Zone> zone;  ///< unset: all
  std::int64_t events = 0;
  std::int64_t in_time = 0, late = 0, unknown = 0, contradictory = 0, not_judged = 0;
  std::array<PhaseSums, kPhaseCount> phases{};
};

/// One event that was late, or whose stamps contradict each other (a phase other than
/// repair_restored ends before it begins).
struct ResponseEvent {
  history::EventId event;
  network::Zone zone = network::Zone::unknown;
  Arrival arrival = Arrival::unknown;
  std::optional<Seconds> took_s;      ///< report → arrival; below 0 where contradictory
  std::uint16_t negative_phases = 0;  ///< bit p: Phase p ends before it begins
};

struct ResponseQuery {
  Seconds from = 0, to = 0;  ///< events that began in [from, to)
  ArrivalLimits limits;
  Seconds momentary_s = 180;  ///< events no longer than this call nobody out
};

struct ResponseAnswer {
  std::vector<ResponseRow> rows;                          ///< all, then by zone in reporting order
  std::vector<ResponseEvent> late;                        ///< longest first
  std::vector<ResponseEvent> contradictory;               ///< by begin
  std::int64_t planned = 0, momentary = 0, excluded = 0;  ///< of the window, not part of it
};

/// Faults and unclassified events of the window. An event's zone is that of most of its users at
/// their interruption; ties go to the first in reporting order.
/// Errors: invalid_argument (empty window). Cost: O(records + events log events).
[[nodiscard]] Result<ResponseAnswer> judge_response(history::History const& history,
                                                    ResponseQuery const& query);

}  // namespace tieline::indices
