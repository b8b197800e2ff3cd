#include "engine/io/civil_time.hpp"
#include "services/adapters/frequency_to_proto.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using history::History;

std::optional<std::int32_t> limit_min(indices::ArrivalLimits const& limits, network::Zone zone) {
  auto const limit = limits.zone[static_cast<std::size_t>(zone)];
  return limit ? std::optional{count32(*limit / kSecondsPerMinute)} : std::nullopt;
}

std::optional<double> share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::nullopt
                    : std::optional{static_cast<double>(part) / static_cast<double>(whole)};
}

v1::PhaseDuration to_proto(indices::Phase phase, indices::PhaseSums const& sums) {
  v1::PhaseDuration message;
  message.set_phase(std::string{name_of(phase)});
  message.set_known(count32(sums.known));
  message.set_unknown(count32(sums.unknown));
  message.set_negative(count32(sums.negative));
  message.set_total_s(sums.total_s);
  if (auto const mean = share(sums.total_s, sums.known)) {
    message.set_mean_s(*mean);
  }
  if (sums.median_s) {
    message.set_median_s(*sums.median_s);
  }
  return message;
}

v1::ResponseRow to_proto(indices::ResponseRow const& row, indices::ArrivalLimits const& limits) {
  v1::ResponseRow message;
  message.set_zone(row.zone ? std::string{name_of(*row.zone)} : "all");
  if (row.zone) {
    if (auto const limit = limit_min(limits, *row.zone)) {
      message.set_limit_min(*limit);
    }
  }
  message.set_events(count32(row.events));
  message.set_in_time(count32(row.in_time));
  message.set_late(count32(row.late));
  message.set_unknown(count32(row.unknown));
  message.set_contradictory(count32(row.contradictory));
  message.set_not_judged(count32(row.not_judged));
  if (auto const of_all = share(row.in_time, row.events - row.not_judged)) {
    message.set_share_of_all(*of_all);
  }
  if (auto const of_known = share(row.in_time, row.in_time + row.late)) {
    message.set_share_of_known(*of_known);
  }
  for (std::size_t p = 0; p < indices::kPhaseCount; ++p) {
    *message.add_phases() = to_proto(static_cast<indices::Phase>(p), row.phases[p]);
  }
  return message;
}

v1::ResponseEvent to_proto(History const& history, indices::ResponseEvent const& event,
                           indices::ArrivalLimits const& limits) {
  auto const& col = history.col();
  v1::ResponseEvent message;
  message.set_event(utf8(history.id_of(event.event)));
  message.set_begin(io::format_time(col.event_begin[event.event], history.time_zone()));
  message.set_zone(std::string{name_of(event.zone)});
  message.set_feeder(utf8(history.name_of(col.event_feeder[event.event])));
  if (event.took_s) {
    message.set_took_s(*event.took_s);
  }
  if (auto const limit = limit_min(limits, event.zone)) {
    message.set_limit_min(*limit);
  }
  for (std::size_t p = 0; p < indices::kPhaseCount; ++p) {
    if ((event.negative_phases >> p & 1U) != 0) {
      message.add_negative_phases(std::string{name_of(static_cast<indices::Phase>(p))});
    }
  }
  return message;
}

}  // namespace

v1::JudgeResponseResponse to_proto(History const& history, indices::ResponseQuery const& query,
                                   indices::ResponseAnswer const& answer) {
  v1::JudgeResponseResponse message;
  message.set_network(utf8(history.case_name()));
  message.set_from(io::format_time(query.from, history.time_zone()));
  message.set_to(io::format_time(query.to, history.time_zone()));
  message.set_limits(utf8(query.limits.id));
  message.set_source(utf8(query.limits.source));
  for (auto const& row : answer.rows) {
    *message.add_rows() = to_proto(row, query.limits);
  }
  for (auto const& event : answer.late) {
    *message.add_late() = to_proto(history, event, query.limits);
  }
  for (auto const& event : answer.contradictory) {
    *message.add_contradictory() = to_proto(history, event, query.limits);
  }
  message.set_planned_events(count32(answer.planned));
  message.set_momentary_events(count32(answer.momentary));
  message.set_excluded_events(count32(answer.excluded));
  return message;
}

}  // namespace tieline::services
