#include "engine/study/sweep_parts.hpp"

#include <algorithm>
#include <span>

#include "engine/network/ties.hpp"

namespace tieline::study {

using network::FeederId;
using network::NetworkModel;
using network::SectionId;
using network::SwitchId;
using SweptKind = sweep::ElementKind;

namespace {

/// The end of a closed switch that it feeds; the first end of an open one, or the one that is fed.
[[nodiscard]] SectionId far_end(NetworkModel const& model, SwitchId s) {
  auto const& col = model.col();
  auto const ends = col.switch_ends[s];
  if (col.section_via[ends.b] == s) {
    return ends.b;
  }
  if (col.section_via[ends.a] == s) {
    return ends.a;
  }
  return col.section_feeder[ends.a].is_some() ? ends.a : ends.b;
}

[[nodiscard]] bool is_fed(NetworkModel const& model, SectionId s) {
  return model.col().section_source[s].is_some();
}

void fail_section(NetworkModel const& model, SectionId s, DarkStretches& out) {
  if (is_fed(model, s) && std::find(out.failed.begin(), out.failed.end(), s) == out.failed.end()) {
    out.failed.push_back(s);
  }
}

}  // namespace

bool DarkStretches::contains(SectionId s) const {
  return std::any_of(dark.begin(), dark.end(),
                     [&](auto const& range) { return range.contains(s); });
}

SectionId section_of(NetworkModel const& model, sweep::Contingency contingency) {
  switch (contingency.kind) {
    case SweptKind::section:
      return SectionId{contingency.row};
    case SweptKind::line:
      return model.col().line_section[network::LineId{contingency.row}];
    case SweptKind::network_switch:
      return far_end(model, SwitchId{contingency.row});
    case SweptKind::source:
      return model.col().source_section[network::SourceId{contingency.row}];
  }
  return SectionId::none();
}

void find_dark(NetworkModel const& model, sweep::Contingency contingency, DarkStretches& out) {
  out.dark.clear();
  out.failed.clear();
  auto const& col = model.col();
  if (contingency.kind == SweptKind::source) {
    auto const source = network::SourceId{contingency.row};
    auto const first = col.source_section[source];
    if (col.section_source[first] == source) {
      out.dark.push_back(model.subtree_of(first));
    }
    return;
  }
  if (contingency.kind == SweptKind::network_switch) {
    auto const ends = col.switch_ends[SwitchId{contingency.row}];
    fail_section(model, ends.a, out);
    fail_section(model, ends.b, out);
  } else {
    fail_section(model, section_of(model, contingency), out);
  }
  for (auto const s : out.failed) {
    auto const hangs_on_other = std::any_of(
        out.failed.begin(), out.failed.end(),
        [&](SectionId other) { return other != s && model.subtree_of(other).contains(s); });
    if (!hangs_on_other) {
      out.dark.push_back(model.subtree_of(s));
    }
  }
}

std::span<SectionId const> partly_restored(sweep::SweepAnswer const& answer, std::size_t i) {
  auto const part = std::lower_bound(
      answer.partly.begin(), answer.partly.end(), i,
      [](sweep::PartlyRestored const& p, std::size_t index) { return p.contingency < index; });
  return part != answer.partly.end() && part->contingency == i
             ? std::span<SectionId const>{part->sections}
             : std::span<SectionId const>{};
}

bool may_close(NetworkModel const& model, SwitchId tie) {
  return !model.is_closed_normally(tie) && network::breaks_load(model.col().switch_kind[tie]) &&
         !network::is_foreign_tie(model, tie);
}

std::vector<FeederCounts> count_ties(NetworkModel const& model) {
  auto const& col = model.col();
  std::vector<FeederCounts> counts(model.n_feeder());
  for (auto const s : col.section_feeder.ids()) {
    if (auto const f = col.section_feeder[s]; f.is_some() && is_fed(model, s)) {
      counts[f.index()].feeders = 1;
    }
  }
  for (auto const tie : col.switch_kind.ids()) {
    auto const ends = col.switch_ends[tie];
    auto const feeder_a = col.section_feeder[ends.a];
    auto const feeder_b = col.section_feeder[ends.b];
    if (feeder_a == feeder_b || !is_fed(model, ends.a) || !is_fed(model, ends.b) ||
        !may_close(model, tie)) {
      continue;
    }
    auto const station_a = col.source_station[col.section_source[ends.a]];
    auto const station_b = col.source_station[col.section_source[ends.b]];
    auto const crosses = station_a.is_some() && station_b.is_some() && station_a != station_b;
    for (auto const f : {feeder_a, feeder_b}) {
      if (f.is_some()) {
        counts[f.index()].tied = 1;
        counts[f.index()].station_tied |= crosses ? 1 : 0;
      }
    }
  }
  return counts;
}

}  // namespace tieline::study
