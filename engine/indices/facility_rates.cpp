#include "engine/indices/facility_rates.hpp"

#include <algorithm>

#include "engine/indices/calendar.hpp"
#include "engine/indices/intervals.hpp"
#include "engine/indices/parts.hpp"

namespace tieline::indices {
namespace {

using history::EventId;
using history::History;
using history::RecordId;
using network::NetworkModel;

using Marks = std::vector<std::uint8_t>;  ///< [event] 1: marked
using Named = std::array<bool, kFacilityCount>;

[[nodiscard]] constexpr std::size_t at(Facility facility) {
  return static_cast<std::size_t>(facility);
}

[[nodiscard]] bool is_breaker(network::SwitchKind kind) {
  return kind == network::SwitchKind::breaker || kind == network::SwitchKind::recloser;
}

/// Calendar years, and parts of them, that the window covers.
[[nodiscard]] double years_of(Query const& query, std::string_view zone) {
  auto const new_year = [&](std::chrono::year year) {
    return midnight(std::chrono::sys_days{year / std::chrono::January / 1}, zone);
  };
  auto year = std::chrono::year_month_day{local_day(query.from, zone)}.year();
  double years = 0;
  for (auto begin = new_year(year); begin < query.to;) {
    auto const end = new_year(++year);
    auto const covered = std::min(end, query.to) - std::max(begin, query.from);
    years += static_cast<double>(covered) / static_cast<double>(end - begin);
    begin = end;
  }
  return years;
}

void count_facilities(NetworkModel const& model, FacilityRates& rates) {
  auto const amount = [&](Facility facility) -> double& {
    return rates.rates[at(facility)].amount;
  };
  auto const& col = model.col();
  for (auto const line : all_ids<network::LineId>(model.n_line())) {
    double const length = is_known(col.line_length_km[line]) ? col.line_length_km[line] : 0.0;
    amount(Facility::line) += length;
    amount(col.line_kind[line] == network::LineKind::cable ? Facility::cable
                                                           : Facility::overhead) += length;
  }
  amount(Facility::transformer) = static_cast<double>(model.n_user());
  amount(Facility::switching) = static_cast<double>(model.n_switch());
  for (auto const kind : col.switch_kind) {
    amount(Facility::breaker) += is_breaker(kind) ? 1 : 0;
  }
}

/// Marks the facilities that the ids of a cell, parted by ';', name.
[[nodiscard]] Named facilities_in(NetworkModel const& model, std::string_view cell) {
  constexpr std::string_view kSpace = " \t";
  Named named{};
  while (!cell.empty()) {
    auto const end = std::min(cell.find(';'), cell.size());
    auto id = cell.substr(0, end);
    cell.remove_prefix(std::min(end + 1, cell.size()));
    id.remove_prefix(std::min(id.find_first_not_of(kSpace), id.size()));
    id = id.substr(0, id.find_last_not_of(kSpace) + 1);
    if (auto const line = model.find_line(id); line.is_some()) {
      auto const is_cable = model.col().line_kind[line] == network::LineKind::cable;
      named[at(Facility::line)] = true;
      named[at(is_cable ? Facility::cable : Facility::overhead)] = true;
    } else if (auto const device = model.find_switch(id); device.is_some()) {
      named[at(Facility::switching)] = true;
      named[at(Facility::breaker)] |= is_breaker(model.col().switch_kind[device]);
    } else if (model.find_user(id).is_some()) {
      named[at(Facility::transformer)] = true;
    }
  }
  return named;
}

[[nodiscard]] Marks faults_of_window(History const& history, Query const& query) {
  auto const& col = history.col();
  Marks faults(history.n_event());
  for (auto const event : all_ids<EventId>(history.n_event())) {
    Seconds const begin = col.event_begin[event];
    faults[event.index()] =
        nature_of(col.event_kind[event].outage_class()) == history::Nature::fault &&
                begin >= query.from && begin < query.to
            ? 1
            : 0;
  }
  return faults;
}

/// Keeps the marks of events with a record that takes part and is longer than momentary.
[[nodiscard]] Marks lasting(History const& history, Query const& query, Marks const& faults) {
  auto const takes_part = kinds_taking_part(query.rules);
  auto const& col = history.col();
  auto const parts = parts_of(history, query.threads);
  std::vector<Marks> found(parts.size(), Marks(faults.size()));
  run_parts(parts.size(), [&](std::size_t part) {
    for (auto const user : parts[part]) {
      for (auto const record : history.records_of(user)) {
        auto const event = col.record_event[record].index();
        auto const end = col.record_end[record];
        bool const lasts =
            end == history::kStillOut ||
            Seconds{end} - Seconds{col.record_start[record]} > query.rules.momentary_s;
        if (faults[event] != 0 && lasts && takes_part[col.record_kind[record].bits]) {
          found[part][event] = 1;
        }
      }
    }
  });
  for (auto const& marks : found) {
    for (std::size_t event = 0; event < marks.size(); ++event) {
      found[0][event] |= marks[event];
    }
  }
  return std::move(found[0]);
}

}  // namespace

std::optional<double> FacilityRates::per_100_a_year(Facility facility) const {
  auto const& rate = rates[at(facility)];
  auto const exposure = rate.amount / 100.0 * years;
  return exposure > 0 ? std::optional{static_cast<double>(rate.faults) / exposure} : std::nullopt;
}

FacilityRates facility_rates(History const& history, NetworkModel const& model,
                             Query const& query) {
  FacilityRates rates;
  rates.years = years_of(query, history.time_zone());
  count_facilities(model, rates);
  auto const faults = lasting(history, query, faults_of_window(history, query));
  for (auto const event : all_ids<EventId>(history.n_event())) {
    if (faults[event.index()] == 0) {
      continue;
    }
    auto const named = facilities_in(model, history.name_of(history.col().event_equipment[event]));
    for (std::size_t facility = 0; facility < kFacilityCount; ++facility) {
      rates.rates[facility].faults += named[facility] ? 1 : 0;
    }
    auto const names_any = std::find(named.begin(), named.end(), true) != named.end();
    rates.elsewhere_faults += names_any ? 0 : 1;
  }
  return rates;
}

}  // namespace tieline::indices
