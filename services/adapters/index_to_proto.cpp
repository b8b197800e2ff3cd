#include "services/adapters/index_to_proto.hpp"

#include <array>

#include "engine/indices/ratios.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/network/ids.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using indices::Answer;
using indices::Key;
using indices::Row;
using indices::Sums;
using indices::Weight;
using indices::Weighted;

constexpr double kVaPerKva = 1000.0;
constexpr double kJoulePerKwh = 3.6e6;
constexpr std::array kBases{Weight::user, Weight::household, Weight::capacity_va};

/// Counted in VA, printed in kVA.
double unit_of(Weight base) {
  return base == Weight::capacity_va ? kVaPerKva : 1.0;
}

std::int64_t exact(Weighted const& sums, Weight base) {
  return sums[static_cast<std::size_t>(base)];
}

double counted(Weighted const& sums, Weight base) {
  return static_cast<double>(exact(sums, base)) / unit_of(base);
}

/// Divided by seconds an hour only: one rounding for the bases counted in ones.
double hours(Weighted const& sums, Weight base) {
  return base == Weight::capacity_va ? static_cast<double>(exact(sums, base)) /
                                           (kVaPerKva * static_cast<double>(kSecondsPerHour))
                                     : to_hours(exact(sums, base));
}

double ens_kwh(Sums const& sums) {
  return static_cast<double>(exact(sums.seconds, Weight::load_w)) / kJoulePerKwh;
}

/// Calls `set(x)` unless the figure does not exist.
template <class Set>
void put(std::optional<double> const& figure, Set&& set) {
  if (figure) {
    set(*figure);
  }
}

template <class T>
std::optional<double> divided(std::optional<T> const& figure, double by) {
  return figure ? std::optional<double>{*figure / by} : std::nullopt;
}

std::string* place_of(v1::IndexRow& row, Key key) {
  switch (key) {
    case Key::zone:
      return row.mutable_zone();
    case Key::zone_group:
      return row.mutable_zone_group();
    case Key::outage_class:
      return row.mutable_class_();
    case Key::cause:
      return row.mutable_cause();
    case Key::month:
      return row.mutable_month();
    case Key::day:
      return row.mutable_day();
    case Key::organisation:
      return row.mutable_organisation();
    case Key::feeder:
      return row.mutable_feeder();
    case Key::grid_cell:
      return row.mutable_grid_cell();
  }
  return row.mutable_zone();
}

void set_keys(v1::IndexRow& message, Answer const& answer, Row const& row) {
  message.set_zone("all");
  for (std::size_t k = 0; k < answer.query.by.size(); ++k) {
    *place_of(message, answer.query.by[k]) =
        row.key[k] == indices::kAll ? "all" : utf8(answer.labels[k][row.key[k]].name);
  }
}

void set_shares(v1::IndexRow& message, Answer const& answer, Row const& row, Weight base) {
  auto const registered = exact(row.people.registered_at_end, base);
  auto const fill = [&](auto& share, Weighted const& people) {
    put(indices::share(exact(people, base), registered), [&](double x) { share.set_share(x); });
    share.set_users(counted(people, base));
  };
  for (std::size_t i = 0; i < row.people.cemi.size(); ++i) {
    auto& share = *message.add_cemi();
    share.set_n(count32(std::int64_t{answer.query.cemi_n[i]}));
    fill(share, row.people.cemi[i]);
  }
  for (std::size_t i = 0; i < row.people.cemsmi.size(); ++i) {
    auto& share = *message.add_cemsmi();
    share.set_n(count32(std::int64_t{answer.query.cemi_n[i]}));
    fill(share, row.people.cemsmi[i]);
  }
  for (std::size_t i = 0; i < row.people.celid_single.size(); ++i) {
    auto& share = *message.add_celid_single();
    share.set_at_least_h(to_hours(answer.query.celid_s[i]));
    fill(share, row.people.celid_single[i]);
  }
  for (std::size_t i = 0; i < row.people.celid_total.size(); ++i) {
    auto& share = *message.add_celid_total();
    share.set_at_least_h(to_hours(answer.query.celid_s[i]));
    fill(share, row.people.celid_total[i]);
  }
}

void set_ratios(v1::IndexRow& row, indices::Ratios const& r, double unit) {
  put(divided(r.users, unit), [&](double x) { row.set_users(x); });
  put(r.saidi_h, [&](double x) { row.set_saidi_h(x); });
  put(r.saifi, [&](double x) { row.set_saifi(x); });
  put(r.maifi, [&](double x) { row.set_maifi(x); });
  put(r.caidi_h, [&](double x) { row.set_caidi_h(x); });
  put(r.asai, [&](double x) { row.set_asai(x); });
  put(r.saidi_fault_h, [&](double x) { row.set_saidi_fault_h(x); });
  put(r.saidi_prearranged_h, [&](double x) { row.set_saidi_prearranged_h(x); });
  put(r.saifi_fault, [&](double x) { row.set_saifi_fault(x); });
  put(r.saifi_prearranged, [&](double x) { row.set_saifi_prearranged(x); });
  put(r.ens_kwh, [&](double x) { row.set_ens_kwh(x); });
  put(r.mid_fault_h, [&](double x) { row.set_mid_fault_h(x); });
  put(r.mid_prearranged_h, [&](double x) { row.set_mid_prearranged_h(x); });
  put(divided(r.mic_fault, unit), [&](double x) { row.set_mic_fault(x); });
  put(divided(r.mic_prearranged, unit), [&](double x) { row.set_mic_prearranged(x); });
  put(r.maifi_e, [&](double x) { row.set_maifi_e(x); });
  put(r.ctaidi_h, [&](double x) { row.set_ctaidi_h(x); });
  put(r.caifi, [&](double x) { row.set_caifi(x); });
  put(divided(r.aens_kwh, 1.0 / unit), [&](double x) { row.set_aens_kwh(x); });
  put(r.aent_fault_kwh, [&](double x) { row.set_aent_fault_kwh(x); });
  put(r.aent_prearranged_kwh, [&](double x) { row.set_aent_prearranged_kwh(x); });
  put(divided(r.mic, unit), [&](double x) { row.set_mic(x); });
  put(r.ire, [&](double x) { row.set_ire(x); });
  put(r.saidi_without_med_h, [&](double x) { row.set_saidi_without_med_h(x); });
  put(r.saifi_without_med, [&](double x) { row.set_saifi_without_med(x); });
  put(r.asai_without_med, [&](double x) { row.set_asai_without_med(x); });
}

void set_natures(v1::IndexRow& message, Row const& row, Weight base) {
  constexpr std::array<std::string_view, history::kNatureCount> kNames{"fault", "prearranged",
                                                                       "unclassified"};
  for (std::size_t i = 0; i < history::kNatureCount; ++i) {
    auto const& sums = row.by_nature[i];
    auto& nature = *message.add_by_nature();
    nature.set_nature(std::string{kNames[i]});
    nature.set_user_hours(hours(sums.seconds, base));
    nature.set_user_interruptions(counted(sums.interruptions, base));
    nature.set_momentary_user_interruptions(counted(sums.momentary, base));
    nature.set_events(count32(row.events_by_nature[i].count));
    nature.set_event_hours(to_hours(row.events_by_nature[i].seconds));
    nature.set_ens_kwh(ens_kwh(sums));
    nature.set_user_seconds(exact(sums.seconds, Weight::user));
  }
}

v1::UnitFigures units_of(Row const& row, Weight base) {
  auto const ratios = indices::ratios(row, base);
  auto const& total = row.total;
  v1::UnitFigures units;
  units.set_base(std::string{base_name(base)});
  put(divided(ratios.users, unit_of(base)), [&](double x) { units.set_users(x); });
  units.set_hours(hours(total.seconds, base));
  units.set_interruptions(counted(total.interruptions, base));
  units.set_momentary_interruptions(counted(total.momentary, base));
  units.set_momentary_events(counted(total.momentary_events, base));
  put(ratios.saidi_h, [&](double x) { units.set_saidi_h(x); });
  put(ratios.saifi, [&](double x) { units.set_saifi(x); });
  put(ratios.maifi, [&](double x) { units.set_maifi(x); });
  units.set_interrupted(counted(row.people.interrupted, base));
  units.set_registered_at_end(counted(row.people.registered_at_end, base));
  units.set_exact_seconds(exact(total.seconds, base));
  units.set_exact_momentary_seconds(exact(total.momentary_seconds, base));
  units.set_exact_interruptions(exact(total.interruptions, base));
  units.set_exact_momentary_interruptions(exact(total.momentary, base));
  units.set_exact_registered_seconds(
      digits(row.registered_seconds[static_cast<std::size_t>(base)]));
  units.set_exact_med_seconds(exact(total.med_seconds, base));
  units.set_exact_med_interruptions(exact(total.med_interruptions, base));
  return units;
}

v1::MedJudgement to_proto(indices::MedOutcome const& med, indices::MedSource source,
                          std::string_view time_zone) {
  v1::MedJudgement message;
  message.set_source(std::string{name_of(source)});
  put(med.t_med_min, [&](double x) { message.set_t_med_min(x); });
  message.set_alpha(med.alpha);
  message.set_beta(med.beta);
  message.set_history_days(count32(std::uint64_t{med.n_day}));
  if (med.first_year) {
    message.set_first_year(*med.first_year);
  }
  if (med.last_year) {
    message.set_last_year(*med.last_year);
  }
  for (auto const& day : med.days) {
    auto& item = *message.add_days();
    item.set_day(io::format_time(day.day, time_zone).substr(0, 10));
    if (day.users > 0) {
      item.set_saidi_min(static_cast<double>(day.user_seconds) /
                         static_cast<double>(kSecondsPerMinute) / day.users);
    }
    item.set_users(day.users);
    item.set_user_seconds(day.user_seconds);
    item.set_by_beta(day.is_med_by_beta);
    item.set_official(day.is_official);
    item.set_dropped(day.is_dropped);
  }
  return message;
}

void set_grouping(v1::ComputeIndicesResponse& message, indices::ZoneGrouping const& grouping) {
  message.set_grouping(utf8(grouping.name));
  for (auto const& group : grouping.groups) {
    auto& member = *message.add_groups();
    member.set_name(utf8(group.name));
    member.set_name_zh(utf8(group.name_zh));
    for (auto const zone : network::kZones) {
      if ((group.zones >> static_cast<unsigned>(zone) & 1U) != 0) {
        member.add_zones(std::string{network::name_of(zone)});
      }
    }
  }
}

}  // namespace

std::string_view base_name(Weight base) {
  constexpr std::array<std::string_view, indices::kWeightCount> kNames{"mv_user", "household",
                                                                       "capacity", "load"};
  return kNames[static_cast<std::size_t>(base)];
}

std::string_view name_of(indices::Profile profile) {
  return profile == indices::Profile::cn_dlt836 ? "cn-dlt836" : "ieee1366";
}

std::string_view name_of(indices::MedSource source) {
  constexpr std::array<std::string_view, 4> kNames{"none", "beta", "official", "both"};
  return kNames[static_cast<std::size_t>(source)];
}

v1::TimeWindow to_window(Seconds from, Seconds to, std::string_view time_zone) {
  v1::TimeWindow window;
  window.set_from(io::format_time(from, time_zone));
  window.set_to(io::format_time(to, time_zone));
  window.set_hours(to_hours(to - from));
  return window;
}

v1::RuleSet to_proto(indices::Rules const& rules) {
  v1::RuleSet message;
  message.set_id(rules.id());
  message.set_profile(std::string{name_of(rules.profile)});
  message.set_variant(static_cast<std::int32_t>(rules.variant));
  message.set_momentary_s(count32(rules.momentary_s));
  message.set_merge_gap_s(count32(rules.merge_gap_s));
  message.set_momentary_in_time(rules.counts_momentary_time());
  message.set_momentary_event_s(count32(rules.momentary_event_s));
  return message;
}

v1::IndexRow to_proto(Answer const& answer, Row const& row, Weight base, RowExtent extent) {
  auto const unit = unit_of(base);
  v1::IndexRow message;
  set_keys(message, answer, row);
  message.set_base(std::string{base_name(base)});
  set_ratios(message, indices::ratios(row, base), unit);
  message.set_user_hours(hours(row.total.seconds, base));
  message.set_user_interruptions(counted(row.total.interruptions, base));
  message.set_momentary_user_interruptions(counted(row.total.momentary, base));
  set_shares(message, answer, row, base);
  put(answer.med.t_med_min, [&](double x) { message.set_t_med_min(x); });
  message.set_period_hours(to_hours(row.period_s));
  message.set_events(count32(row.events.count));
  message.set_event_hours(to_hours(row.events.seconds));
  if (extent == RowExtent::whole) {
    set_natures(message, row, base);
    for (auto const each : kBases) {
      *message.add_units() = units_of(row, each);
    }
  }
  message.set_user_seconds(exact(row.total.seconds, Weight::user));
  message.set_household_seconds(exact(row.total.seconds, Weight::household));
  message.set_external_user_seconds(row.external_seconds);
  return message;
}

v1::ComputeIndicesResponse to_proto(history::History const& history, Answer const& answer,
                                    Weight base, RowExtent extent) {
  auto const& query = answer.query;
  v1::ComputeIndicesResponse message;
  message.set_network(utf8(history.case_name()));
  message.set_time_zone(utf8(history.time_zone()));
  *message.mutable_window() = to_window(query.from, query.to, history.time_zone());
  *message.mutable_rules() = to_proto(query.rules);
  message.set_base(std::string{base_name(base)});
  for (auto const key : query.by) {
    message.add_by(std::string{indices::name_of(key)});
    if (key == Key::zone_group) {
      set_grouping(message, query.grouping);
    }
  }
  for (auto const& row : answer.rows) {
    *message.add_rows() = to_proto(answer, row, base, extent);
  }
  *message.mutable_major_event_days() = to_proto(answer.med, query.med.source, history.time_zone());
  for (auto const& sum : answer.excluded) {
    auto& excluded = *message.add_excluded();
    excluded.set_reason(utf8(sum.reason));
    excluded.set_records(count32(sum.records));
    excluded.set_user_hours(to_hours(sum.user_seconds));
    excluded.set_user_seconds(sum.user_seconds);
  }
  message.set_ongoing_records(count32(answer.ongoing_records));
  message.set_provisional(answer.ongoing_records != 0);
  message.set_capacity_unknown_users(count32(answer.capacity_unknown_users));
  message.set_load_unknown_users(count32(answer.load_unknown_users));
  message.set_unregistered_user_seconds(answer.unregistered_seconds);
  return message;
}

}  // namespace tieline::services
