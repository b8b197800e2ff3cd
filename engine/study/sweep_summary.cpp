#include "engine/study/sweep_summary.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/study/outage.hpp"
#include "engine/study/sweep_parts.hpp"

namespace tieline::study {

using network::FeederId;
using network::NetworkModel;
using network::SectionId;
using network::TermId;
using SweptKind = sweep::ElementKind;

namespace {

void add_counts(FeederCounts const& more, FeederCounts& sums) {
  sums.feeders += more.feeders;
  sums.tied += more.tied;
  sums.station_tied += more.station_tied;
  sums.passing += more.passing;
  sums.nothing_beyond += more.nothing_beyond;
}

/// What is known of one feeder once every contingency was looked at.
struct FeederFigures {
  sweep::SweepSums all, sections;
  FeederCounts counts;
  std::int64_t left = 0, worst_left = 0;
  std::uint32_t worst_index = 0;
};

/// [n_feeder], and one more for what belongs to none.
[[nodiscard]] std::vector<FeederFigures> sum_by_feeder(NetworkModel const& model,
                                                       sweep::SweepAnswer const& answer) {
  std::vector<FeederFigures> feeders(model.n_feeder() + 1);
  auto const counts = count_ties(model);
  for (std::size_t f = 0; f < counts.size(); ++f) {
    feeders[f].counts = counts[f];
  }
  for (std::size_t i = 0; i < answer.outcome.size(); ++i) {
    auto const& outcome = answer.outcome[i];
    auto const feeder = feeder_of(model, answer.contingency[i]);
    auto& figures = feeders[feeder.is_some() ? feeder.index() : model.n_feeder()];
    add(outcome, figures.all);
    if (answer.contingency[i].kind != SweptKind::section) {
      continue;
    }
    add(outcome, figures.sections);
    auto const left = users_left(outcome);
    figures.left += left;
    if (left > figures.worst_left) {
      figures.worst_left = left;
      figures.worst_index = static_cast<std::uint32_t>(i);
    }
  }
  if (sweeps_sections(answer)) {
    for (auto& figures : feeders) {
      auto const& sections = figures.sections;
      auto const passes =
          figures.counts.feeders != 0 && sections.fully_restorable == sections.contingencies;
      figures.counts.passing = passes ? 1 : 0;
      figures.counts.nothing_beyond =
          passes && sections.users_out == sections.users_isolated ? 1 : 0;
    }
  }
  return feeders;
}

void group_by_feeder(std::vector<FeederFigures> const& feeders, SweepSummary& summary) {
  for (std::size_t f = 0; f < feeders.size(); ++f) {
    auto const& figures = feeders[f];
    auto const is_rest = f + 1 == feeders.size();
    if (is_rest && figures.all.contingencies == 0) {
      continue;
    }
    summary.groups.push_back({.by = SweepGrouping::feeder,
                              .key = is_rest ? SweepGroup::kNoKey : static_cast<std::uint32_t>(f),
                              .all = figures.all,
                              .sections = figures.sections,
                              .feeders = figures.counts});
  }
}

void add_sums(sweep::SweepSums const& more, sweep::SweepSums& sums) {
  sums.contingencies += more.contingencies;
  sums.fully_restorable += more.fully_restorable;
  sums.unproven += more.unproven;
  sums.users_out += more.users_out;
  sums.users_isolated += more.users_isolated;
  sums.users_restored += more.users_restored;
  sums.households_out += more.households_out;
  sums.households_restored += more.households_restored;
  sums.kw_beyond += more.kw_beyond;
  sums.kw_restored += more.kw_restored;
}

void group_by_organisation(NetworkModel const& model, std::vector<FeederFigures> const& feeders,
                           SweepSummary& summary) {
  // by name; "no organisation" after all names
  std::map<std::pair<bool, std::string_view>, SweepGroup> groups;
  for (std::size_t f = 0; f < feeders.size(); ++f) {
    auto const term =
        f < model.n_feeder() ? model.col().feeder_organisation[FeederId{f}] : TermId::none();
    auto& group = groups[{term.is_none(), model.name_of(term)}];
    group.by = SweepGrouping::organisation;
    group.key = term.is_some() ? term.raw() : SweepGroup::kNoKey;
    add_sums(feeders[f].all, group.all);
    add_sums(feeders[f].sections, group.sections);
    add_counts(feeders[f].counts, group.feeders);
  }
  for (auto const& [name, group] : groups) {
    if (group.all.contingencies != 0 || group.feeders.feeders != 0) {
      summary.groups.push_back(group);
    }
  }
}

/// A feeder counts in every zone where it has users.
void group_by_zone(NetworkModel const& model, sweep::SweepQuery const& query,
                   sweep::SweepAnswer const& answer, std::vector<FeederFigures> const& feeders,
                   SweepSummary& summary) {
  auto const sums = sum_by_zone(model, query, answer);
  for (auto const zone : network::kZones) {
    auto const z = static_cast<std::size_t>(zone);
    SweepGroup group{.by = SweepGrouping::zone,
                     .key = static_cast<std::uint32_t>(z),
                     .all = sums.all[z],
                     .sections = sums.sections[z],
                     .feeders = {}};
    for (std::size_t f = 0; f < model.n_feeder(); ++f) {
      if (model.totals_of(model.sections_of(FeederId{f})).users[z] != 0) {
        add_counts(feeders[f].counts, group.feeders);
      }
    }
    if (group.all.contingencies != 0 || group.feeders.feeders != 0) {
      summary.groups.push_back(group);
    }
  }
}

void list_weak(std::vector<FeederFigures> const& feeders, std::size_t n_feeder,
               SweepSummary& summary) {
  for (std::size_t f = 0; f < n_feeder; ++f) {
    auto const& figures = feeders[f];
    if (figures.sections.fully_restorable != figures.sections.contingencies) {
      summary.weak.push_back({.feeder = FeederId{f},
                              .sections = figures.sections,
                              .counts = figures.counts,
                              .users_left = figures.left,
                              .worst_left = figures.worst_left,
                              .worst_index = figures.worst_index});
    }
  }
  std::stable_sort(
      summary.weak.begin(), summary.weak.end(), [](WeakFeeder const& a, WeakFeeder const& b) {
        return std::tuple{a.worst_left, a.users_left} > std::tuple{b.worst_left, b.users_left};
      });
}

}  // namespace

std::string_view name_of(SweepGrouping by) {
  constexpr std::array<std::string_view, 3> kNames{"feeder", "zone", "organisation"};
  return kNames[static_cast<std::size_t>(by)];
}

std::string_view name_of(sweep::ElementKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"section", "line", "switch", "source"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name_of(sweep::Tier tier) {
  constexpr std::array<std::string_view, 3> kNames{"closed_form", "one_tie", "search"};
  return kNames[static_cast<std::size_t>(tier)];
}

void add(sweep::Outcome const& outcome, sweep::SweepSums& sums) {
  auto const known = [](float kw) { return is_known(kw) ? static_cast<double>(kw) : 0.0; };
  sums.contingencies += 1;
  sums.fully_restorable += outcome.passed != 0 ? 1 : 0;
  sums.unproven += outcome.proven == 0 ? 1 : 0;
  sums.users_out += outcome.users_out;
  sums.users_isolated += outcome.users_isolated;
  sums.users_restored += outcome.users_restored;
  sums.households_out += outcome.households_out;
  sums.households_restored += outcome.households_restored;
  sums.kw_beyond += known(outcome.kw_beyond);
  sums.kw_restored += known(outcome.kw_restored);
}

SweepSummary summarise_sweep(NetworkModel const& model, sweep::SweepQuery const& query,
                             sweep::SweepAnswer const& answer, std::span<SweepGrouping const> by) {
  SweepSummary summary;
  for (std::size_t i = 0; i < answer.outcome.size(); ++i) {
    auto const kind = static_cast<std::size_t>(answer.contingency[i].kind);
    summary.is_swept[kind] = true;
    add(answer.outcome[i], summary.total);
    add(answer.outcome[i], summary.by_kind[kind]);
  }
  auto const feeders = sum_by_feeder(model, answer);
  for (auto const& figures : feeders) {
    add_counts(figures.counts, summary.feeders);
  }
  for (auto const grouping : by) {
    switch (grouping) {
      case SweepGrouping::feeder:
        group_by_feeder(feeders, summary);
        break;
      case SweepGrouping::zone:
        group_by_zone(model, query, answer, feeders, summary);
        break;
      case SweepGrouping::organisation:
        group_by_organisation(model, feeders, summary);
        break;
    }
  }
  summary.binding = rank_binding(model, query, answer);
  list_weak(feeders, model.n_feeder(), summary);
  return summary;
}

std::string element_name(NetworkModel const& model, sweep::Contingency contingency) {
  switch (contingency.kind) {
    case SweptKind::section:
      return section_name(model, SectionId{contingency.row});
    case SweptKind::line:
      return std::string{model.id_of(network::LineId{contingency.row})};
    case SweptKind::network_switch:
      return std::string{model.id_of(network::SwitchId{contingency.row})};
    case SweptKind::source:
      return std::string{model.id_of(network::SourceId{contingency.row})};
  }
  return {};
}

FeederId feeder_of(NetworkModel const& model, sweep::Contingency contingency) {
  if (contingency.kind == SweptKind::source) {
    return FeederId::none();
  }
  return model.col().section_feeder[section_of(model, contingency)];
}

std::vector<std::uint32_t> worst_first(sweep::SweepAnswer const& answer, bool failed_only) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < answer.outcome.size(); ++i) {
    if (!failed_only || answer.outcome[i].passed == 0) {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return users_left(answer.outcome[a]) > users_left(answer.outcome[b]);
  });
  return order;
}

}  // namespace tieline::study
