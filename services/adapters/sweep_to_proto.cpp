#include "services/adapters/sweep_to_proto.hpp"

#include <algorithm>

#include "engine/io/civil_time.hpp"
#include "services/adapters/outage_parts.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::NetworkModel;
using sweep::SweepSums;
using SweptKind = sweep::ElementKind;

double whole(std::int64_t count) {
  return static_cast<double>(count);
}

/// Absent where there is nothing to divide by.
std::optional<double> share_of(double part, double all) {
  return all > 0 ? std::optional{part / all} : std::nullopt;
}

v1::SweepFigures figures_of(SweepSums const& sums) {
  v1::SweepFigures figures;
  figures.set_contingencies(count32(sums.contingencies));
  figures.set_fully_restorable(count32(sums.fully_restorable));
  figures.set_unproven(count32(sums.unproven));
  figures.set_users_out(whole(sums.users_out));
  figures.set_users_isolated(whole(sums.users_isolated));
  figures.set_users_beyond(whole(sums.users_out - sums.users_isolated));
  figures.set_restored_users(whole(sums.users_restored));
  figures.set_households_out(whole(sums.households_out));
  figures.set_restored_households(whole(sums.households_restored));
  figures.set_kw_beyond(sums.kw_beyond);
  figures.set_kw_restored(sums.kw_restored);
  if (auto const share = share_of(whole(sums.users_restored), whole(sums.users_out))) {
    figures.set_restorable_user_share(*share);
  }
  return figures;
}

/// `sections`: section contingencies of the group, nothing if they were not swept.
v1::SweepRates rates_of(study::FeederCounts const& counts, SweepSums const* sections) {
  v1::SweepRates rates;
  rates.set_feeders(count32(counts.feeders));
  rates.set_feeders_tied(count32(counts.tied));
  rates.set_feeders_station_tied(count32(counts.station_tied));
  rates.set_feeders_n1(count32(counts.passing));
  rates.set_feeders_nothing_beyond(count32(counts.nothing_beyond));
  auto const all = whole(counts.feeders);
  if (auto const share = share_of(whole(counts.tied), all)) {
    rates.set_tied_share(*share);
  }
  if (auto const share = share_of(whole(counts.station_tied), all)) {
    rates.set_station_tied_share(*share);
  }
  if (sections == nullptr) {
    return rates;
  }
  if (auto const share = share_of(whole(counts.passing), all)) {
    rates.set_n1_pass_share(*share);
  }
  if (auto const share = share_of(sections->kw_restored, sections->kw_beyond)) {
    rates.set_transferable_share(*share);
  }
  return rates;
}

void name_group(NetworkModel const& model, study::SweepGroup const& group,
                v1::SweepGroup& message) {
  if (group.key == study::SweepGroup::kNoKey) {
    return;
  }
  switch (group.by) {
    case study::SweepGrouping::feeder: {
      auto const feeder = network::FeederId{group.key};
      message.set_key(utf8(model.id_of(feeder)));
      message.set_name(utf8(model.text(model.col().feeder_name[feeder])));
      return;
    }
    case study::SweepGrouping::zone:
      message.set_key(std::string{name_of(static_cast<network::Zone>(group.key))});
      return;
    case study::SweepGrouping::organisation:
      message.set_key(utf8(model.name_of(network::TermId{group.key})));
      return;
  }
}

v1::BindingLimit to_limit(NetworkModel const& model, sweep::SweepAnswer const& answer,
                          study::BindingRank const& rank, network::Language language) {
  v1::BindingLimit message;
  auto const reason = to_proto(model, rank.worst, language);
  message.set_code(reason.code());
  message.set_text(reason.text());
  message.set_element(reason.element());
  if (reason.has_value()) {
    message.set_value(reason.value());
  }
  if (reason.has_limit()) {
    message.set_limit(reason.limit());
  }
  message.set_contingencies(count32(rank.contingencies));
  message.set_users_left(whole(rank.users_left));
  message.set_worst(utf8(study::element_name(model, answer.contingency[rank.worst_index])));
  return message;
}

v1::WeakFeeder to_weak(NetworkModel const& model, sweep::SweepQuery const& query,
                       sweep::SweepAnswer const& answer, study::WeakFeeder const& weak,
                       network::Language language) {
  v1::WeakFeeder message;
  message.set_feeder(utf8(model.id_of(weak.feeder)));
  message.set_name(utf8(model.text(model.col().feeder_name[weak.feeder])));
  message.set_organisation(utf8(model.name_of(model.col().feeder_organisation[weak.feeder])));
  message.set_tied(weak.counts.tied != 0);
  message.set_contingencies(count32(weak.sections.contingencies));
  message.set_failed(count32(weak.sections.contingencies - weak.sections.fully_restorable));
  message.set_users_left(whole(weak.users_left));
  message.set_worst_users_left(count32(weak.worst_left));
  message.set_worst(utf8(study::element_name(model, answer.contingency[weak.worst_index])));
  auto const reason = study::binding_reason(model, query, answer, weak.worst_index);
  if (reason.is_some()) {
    message.set_worst_limit(utf8(to_text(model, reason, language)));
    message.set_worst_code(std::string{switching::name_of(reason.kind)});
  }
  message.set_kw_beyond(weak.sections.kw_beyond);
  message.set_kw_restored(weak.sections.kw_restored);
  return message;
}

}  // namespace

v1::SweepN1Response to_proto(NetworkModel const& model, sweep::SweepQuery const& query,
                             sweep::SweepAnswer const& answer, study::SweepSummary const& summary,
                             SweepWording const& wording) {
  v1::SweepN1Response message;
  message.set_network(utf8(model.case_name()));
  if (wording.at) {
    message.set_at(io::format_time(*wording.at, model.time_zone()));
  }
  message.set_levels(query.levels);
  *message.mutable_figures() = figures_of(summary.total);
  message.set_contingencies(message.figures().contingencies());
  message.set_fully_restorable(message.figures().fully_restorable());
  if (message.figures().has_restorable_user_share()) {
    message.set_restorable_user_share(message.figures().restorable_user_share());
  }
  auto const section = static_cast<std::size_t>(SweptKind::section);
  auto const has_sections = summary.is_swept[section];
  *message.mutable_rates() =
      rates_of(summary.feeders, has_sections ? &summary.by_kind[section] : nullptr);
  for (std::size_t k = 0; k < summary.by_kind.size(); ++k) {
    if (!summary.is_swept[k]) {
      continue;
    }
    auto const name = std::string{study::name_of(static_cast<SweptKind>(k))};
    message.add_elements(name);
    auto& kind = *message.add_kinds();
    kind.set_kind(name);
    *kind.mutable_figures() = figures_of(summary.by_kind[k]);
  }
  for (auto const& group : summary.groups) {
    auto& row = *message.add_groups();
    row.set_by(std::string{study::name_of(group.by)});
    name_group(model, group, row);
    *row.mutable_figures() = figures_of(group.all);
    *row.mutable_rates() = rates_of(group.feeders, has_sections ? &group.sections : nullptr);
  }
  message.set_binding_limits_all(count32(summary.binding.size()));
  for (std::size_t i = 0; i < std::min(wording.top, summary.binding.size()); ++i) {
    *message.add_binding_limits() = to_limit(model, answer, summary.binding[i], wording.language);
  }
  message.set_weak_feeders_all(count32(summary.weak.size()));
  for (std::size_t i = 0; i < std::min(wording.top, summary.weak.size()); ++i) {
    *message.add_weak_feeders() = to_weak(model, query, answer, summary.weak[i], wording.language);
  }
  return message;
}

v1::SweepRow to_row(NetworkModel const& model, sweep::SweepQuery const& query,
                    sweep::SweepAnswer const& answer, std::size_t i, network::Language language) {
  auto const& outcome = answer.outcome[i];
  v1::SweepRow row;
  row.set_element(utf8(study::element_name(model, answer.contingency[i])));
  row.set_kind(std::string{study::name_of(answer.contingency[i].kind)});
  if (auto const feeder = study::feeder_of(model, answer.contingency[i]); feeder.is_some()) {
    row.set_feeder(utf8(model.id_of(feeder)));
  }
  row.set_users_out(count32(std::int64_t{outcome.users_out}));
  row.set_users_isolated(count32(std::int64_t{outcome.users_isolated}));
  row.set_restored_users(count32(std::int64_t{outcome.users_restored}));
  row.set_households_out(count32(std::int64_t{outcome.households_out}));
  row.set_restored_households(count32(std::int64_t{outcome.households_restored}));
  row.set_kw_beyond(static_cast<double>(outcome.kw_beyond));
  row.set_kw_restored(static_cast<double>(outcome.kw_restored));
  for (auto at = answer.tie_begin[i]; at < answer.tie_begin[i + 1]; ++at) {
    row.add_ties(utf8(model.id_of(answer.ties[at])));
  }
  if (auto const reason = study::binding_reason(model, query, answer, i); reason.is_some()) {
    row.set_binding_limit(utf8(to_text(model, reason, language)));
    row.set_binding_code(std::string{switching::name_of(reason.kind)});
    row.set_binding_element(element_of(model, reason));
  }
  row.set_passed(outcome.passed != 0);
  row.set_proven(outcome.proven != 0);
  row.set_tier(std::string{study::name_of(outcome.tier)});
  return row;
}

v1::SweepHour to_hour(int hour, SweepSums const& sums) {
  v1::SweepHour message;
  message.set_hour(hour);
  *message.mutable_figures() = figures_of(sums);
  if (auto const share = share_of(sums.kw_restored, sums.kw_beyond)) {
    message.set_transferable_share(*share);
  }
  return message;
}

}  // namespace tieline::services
