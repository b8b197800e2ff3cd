// What keeps users dark after the best plan: for one contingency, and over all of them.

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/network/ties.hpp"
#include "engine/study/sweep_parts.hpp"
#include "engine/switching/limit_reason.hpp"

namespace tieline::study {

using network::NetworkModel;
using network::SectionId;
using SweptKind = sweep::ElementKind;

namespace {

/// How far beyond its limit: 1.2 is a fifth. Unknown figures count as at the limit.
[[nodiscard]] double excess_of(switching::Reason const& reason) {
  if (!is_known(reason.value) || !is_known(reason.limit) || reason.value <= 0 ||
      reason.limit <= 0) {
    return 1;
  }
  return reason.kind == switching::ReasonKind::voltage_low ? reason.limit / reason.value
                                                           : reason.value / reason.limit;
}

/// How telling a reason is where several ties stand unused, 0 the least.
[[nodiscard]] int rank_of(switching::ReasonKind kind) {
  switch (kind) {
    case switching::ReasonKind::no_permission:
      return 4;
    case switching::ReasonKind::cannot_make_load:
      return 3;
    case switching::ReasonKind::no_live_end:
      return 2;
    case switching::ReasonKind::worked_on:
      return 1;
    default:
      return 0;
  }
}

/// Why the open switch `tie` of a dark section feeds nothing, other than for a limit.
[[nodiscard]] switching::Reason why_unused(NetworkModel const& model, network::SwitchId tie,
                                           SectionId beyond, DarkStretches const& dark) {
  using switching::ReasonKind;
  auto const failed = std::find(dark.failed.begin(), dark.failed.end(), beyond);
  auto kind = ReasonKind::no_transfer;
  if (failed != dark.failed.end()) {
    kind = ReasonKind::worked_on;
  } else if (network::is_foreign_tie(model, tie)) {
    kind = ReasonKind::no_permission;
  } else if (!network::breaks_load(model.col().switch_kind[tie])) {
    kind = ReasonKind::cannot_make_load;
  } else if (dark.contains(beyond) || model.col().section_source[beyond].is_none()) {
    kind = ReasonKind::no_live_end;
  }
  return {.kind = kind, .element = switching::ElementKind::network_switch, .row = tie.raw()};
}

/// No tie could be used: the most telling of what stands in their way, else that there is none.
/// `restored`: what comes back all the same, ascending.
[[nodiscard]] switching::Reason why_no_tie(NetworkModel const& model,
                                           sweep::Contingency contingency,
                                           std::span<SectionId const> restored) {
  DarkStretches dark;
  find_dark(model, contingency, dark);
  switching::Reason found{.kind = switching::ReasonKind::no_tie};
  auto best = -1;
  auto const look_at = [&](SectionId s) {
    for (auto const& arc : model.arcs(s)) {
      if (model.is_closed_normally(arc.via)) {
        continue;
      }
      auto const reason = why_unused(model, arc.via, arc.to, dark);
      if (rank_of(reason.kind) > best) {
        best = rank_of(reason.kind);
        found = reason;
      }
    }
  };
  for (auto const& stretch : dark.dark) {
    for (auto const s : stretch) {
      if (std::find(dark.failed.begin(), dark.failed.end(), s) == dark.failed.end() &&
          !std::binary_search(restored.begin(), restored.end(), s)) {
        look_at(s);
      }
    }
  }
  if (found.kind == switching::ReasonKind::no_transfer) {
    found.element = switching::ElementKind::nothing;
    found.row = 0;
  }
  return found;
}

}  // namespace

bool sweeps_sections(sweep::SweepAnswer const& answer) {
  return std::any_of(answer.contingency.begin(), answer.contingency.end(),
                     [](auto const& c) { return c.kind == SweptKind::section; });
}

switching::Reason binding_reason(NetworkModel const& model, sweep::SweepQuery const& query,
                                 sweep::SweepAnswer const& answer, std::size_t i) {
  auto const& outcome = answer.outcome[i];
  if (outcome.passed != 0) {
    return {};
  }
  if (outcome.binding == flow::LimitKind::none) {
    return why_no_tie(model, answer.contingency[i], partly_restored(answer, i));
  }
  return switching::reason_of({.kind = outcome.binding,
                               .row = outcome.binding_row,
                               .value = static_cast<double>(outcome.binding_value),
                               .limit = static_cast<double>(outcome.binding_limit),
                               .hour = query.slot.hour});
}

std::vector<BindingRank> rank_binding(NetworkModel const& model, sweep::SweepQuery const& query,
                                      sweep::SweepAnswer const& answer) {
  using Key = std::tuple<switching::ReasonKind, switching::ElementKind, std::uint32_t>;
  std::map<Key, BindingRank> ranks;
  auto const only_sections = sweeps_sections(answer);
  for (std::size_t i = 0; i < answer.outcome.size(); ++i) {
    if (answer.outcome[i].passed != 0 ||
        (only_sections && answer.contingency[i].kind != SweptKind::section)) {
      continue;
    }
    auto const reason = binding_reason(model, query, answer, i);
    auto const [entry, is_new] = ranks.try_emplace({reason.kind, reason.element, reason.row});
    auto& rank = entry->second;
    rank.contingencies += 1;
    auto const left = users_left(answer.outcome[i]);
    rank.users_left += left;
    auto const how_bad = [&](switching::Reason const& r, std::int64_t users) {
      return std::tuple{excess_of(r), users};
    };
    if (is_new ||
        how_bad(reason, left) > how_bad(rank.worst, users_left(answer.outcome[rank.worst_index]))) {
      rank.worst = reason;
      rank.worst_index = static_cast<std::uint32_t>(i);
    }
  }
  std::vector<BindingRank> ranking;
  ranking.reserve(ranks.size());
  for (auto const& [key, rank] : ranks) {
    ranking.push_back(rank);
  }
  std::stable_sort(ranking.begin(), ranking.end(), [](BindingRank const& a, BindingRank const& b) {
    return std::tuple{a.users_left, a.contingencies} > std::tuple{b.users_left, b.contingencies};
  });
  return ranking;
}

}  // namespace tieline::study
