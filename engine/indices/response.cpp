#include "engine/indices/response.hpp"

#include <algorithm>
#include <tuple>

#include "engine/indices/repeat_outages.hpp"

namespace tieline::indices {
namespace {

using history::EventId;
using history::History;
using history::Instant;
using network::kZoneCount;
using network::Zone;

/// The stamps of an event on the clock of its phases; kNoInstant where not known.
struct Clock {
  Instant off, reported, dispatched, arrived, located, isolated, repaired, restored;

  Clock(History const& history, EventId event) {
    auto const& col = history.col();
    auto const& stamps = col.event_stamps[event];
    off = col.event_begin[event];
    reported = stamps.reported;
    dispatched = stamps.dispatched;
    arrived = stamps.arrived;
    located = stamps.located;
    isolated = stamps.isolated;
    repaired = stamps.repaired;
    restored =
        col.event_end[event] == history::kStillOut ? history::kNoInstant : col.event_end[event];
  }

  [[nodiscard]] std::array<std::pair<Instant, Instant>, kPhaseCount> phases() const {
    return {{{reported, dispatched},
             {dispatched, arrived},
             {arrived, located},
             {located, isolated},
             {isolated, repaired},
             {repaired, restored},
             {reported, arrived},
             {reported, restored},
             {off, restored}}};
  }
};

constexpr auto kRepairRestored = 1U << static_cast<unsigned>(Phase::repair_restored);
constexpr auto kReportArrive = static_cast<std::size_t>(Phase::report_arrive);

/// The zone of most users of each event.
std::vector<Zone> zones_of_events(History const& history) {
  auto const& col = history.col();
  std::vector<std::array<std::uint32_t, kZoneCount>> users(history.n_event());
  std::vector<UserId> last_user(history.n_event(), UserId::none());
  for (auto const user : col.user_ref.ids()) {
    for (auto const record : history.records_of(user)) {
      auto const event = col.record_event[record].index();
      if (last_user[event] == user) {
        continue;
      }
      last_user[event] = user;
      auto const slice = slice_at(history, user, col.record_start[record]);
      auto const zone = slice.is_some() ? col.slice_zone[slice] : Zone::unknown;
      ++users[event][static_cast<std::size_t>(zone)];
    }
  }
  std::vector<Zone> zones;
  zones.reserve(users.size());
  for (auto const& counts : users) {
    auto const most = std::max_element(counts.begin(), counts.end());  // the first of equals
    zones.push_back(*most == 0 ? Zone::unknown : static_cast<Zone>(most - counts.begin()));
  }
  return zones;
}

Arrival judge(Clock const& clock, std::optional<Seconds> limit) {
  if (!limit) {
    return Arrival::not_judged;
  }
  if (clock.reported == history::kNoInstant || clock.arrived == history::kNoInstant) {
    return Arrival::unknown;
  }
  if (clock.arrived < clock.reported) {
    return Arrival::contradictory;
  }
  return Seconds{clock.arrived} - Seconds{clock.reported} <= *limit ? Arrival::in_time
                                                                    : Arrival::late;
}

/// The events of one row, before medians are taken.
struct Collected {
  ResponseRow row;
  std::array<std::vector<Seconds>, kPhaseCount> durations;

  /// Bits of the phases that end before they begin.
  std::uint16_t add(Clock const& clock, Arrival arrival) {
    ++row.events;
    row.in_time += arrival == Arrival::in_time ? 1 : 0;
    row.late += arrival == Arrival::late ? 1 : 0;
    row.unknown += arrival == Arrival::unknown ? 1 : 0;
    row.contradictory += arrival == Arrival::contradictory ? 1 : 0;
    row.not_judged += arrival == Arrival::not_judged ? 1 : 0;
    std::uint16_t bad = 0;
    auto const phases = clock.phases();
    for (std::size_t p = 0; p < kPhaseCount; ++p) {
      auto& sums = row.phases[p];
      auto const [from, to] = phases[p];
      if (from == history::kNoInstant || to == history::kNoInstant) {
        ++sums.unknown;
      } else if (to < from) {
        ++sums.negative;
        bad = static_cast<std::uint16_t>(bad | (1U << p));
      } else {
        ++sums.known;
        sums.total_s += Seconds{to} - Seconds{from};
        durations[p].push_back(Seconds{to} - Seconds{from});
      }
    }
    return bad;
  }

  ResponseRow finish() {
    for (std::size_t p = 0; p < kPhaseCount; ++p) {
      auto& all = durations[p];
      if (!all.empty()) {
        auto const middle = all.begin() + static_cast<std::ptrdiff_t>((all.size() - 1) / 2);
        std::nth_element(all.begin(), middle, all.end());
        row.phases[p].median_s = *middle;
      }
    }
    return row;
  }
};

void list(History const& history, EventId event, Zone zone, Arrival arrival, std::uint16_t bad,
          ResponseAnswer& answer) {
  auto const [reported, arrived] = Clock{history, event}.phases()[kReportArrive];
  ResponseEvent listed{.event = event,
                       .zone = zone,
                       .arrival = arrival,
                       .took_s = std::nullopt,
                       .negative_phases = bad};
  if (reported != history::kNoInstant && arrived != history::kNoInstant) {
    listed.took_s = Seconds{arrived} - Seconds{reported};
  }
  if (arrival == Arrival::late) {
    answer.late.push_back(listed);
  }
  if ((bad & ~kRepairRestored) != 0) {
    answer.contradictory.push_back(listed);
  }
}

}  // namespace

std::string_view name_of(Phase phase) {
  constexpr std::array<std::string_view, kPhaseCount> kNames{
      "report_dispatch", "dispatch_arrive", "arrive_locate",   "locate_isolate", "isolate_repair",
      "repair_restored", "report_arrive",   "report_restored", "out_restored"};
  return kNames[static_cast<std::size_t>(phase)];
}

Result<ResponseAnswer> judge_response(History const& history, ResponseQuery const& query) {
  if (query.from >= query.to) {
    return fail(ErrorCode::invalid_argument, "the window is empty: --from must be before --to",
                "时间窗口为空：--from 须早于 --to");
  }
  auto const& col = history.col();
  auto const zones = zones_of_events(history);
  ResponseAnswer answer;
  Collected all;
  std::array<Collected, kZoneCount> by_zone;
  for (auto const event : col.event_ref.ids()) {
    auto const begin = Seconds{col.event_begin[event]};
    if (begin < query.from || begin >= query.to) {
      continue;
    }
    auto const kind = col.event_kind[event];
    auto const end = col.event_end[event];
    if (kind.is_excluded()) {
      ++answer.excluded;
    } else if (history::nature_of(kind.outage_class()) == history::Nature::prearranged) {
      ++answer.planned;
    } else if (end != history::kStillOut && Seconds{end} - begin <= query.momentary_s) {
      ++answer.momentary;
    } else {
      auto const zone = zones[event.index()];
      auto const z = static_cast<std::size_t>(zone);
      Clock const clock{history, event};
      auto const arrival = judge(clock, query.limits.zone[z]);
      auto const bad = all.add(clock, arrival);
      by_zone[z].add(clock, arrival);
      list(history, event, zone, arrival, bad, answer);
    }
  }
  answer.rows.push_back(all.finish());
  for (auto const zone : network::kZones) {
    auto& collected = by_zone[static_cast<std::size_t>(zone)];
    if (collected.row.events != 0) {
      collected.row.zone = zone;
      answer.rows.push_back(collected.finish());
    }
  }
  std::stable_sort(
      answer.late.begin(), answer.late.end(),
      [](ResponseEvent const& a, ResponseEvent const& b) { return *a.took_s > *b.took_s; });
  std::stable_sort(answer.contradictory.begin(), answer.contradictory.end(),
                   [&](ResponseEvent const& a, ResponseEvent const& b) {
                     return col.event_begin[a.event] < col.event_begin[b.event];
                   });
  return answer;
}

}  // namespace tieline::indices
