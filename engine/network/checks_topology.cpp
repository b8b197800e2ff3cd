#include <algorithm>
#include <string>
#include <vector>

#include "engine/graph/union_find.hpp"
#include "engine/network/checks.hpp"
#include "engine/network/network_faults.hpp"
#include "engine/network/ties.hpp"

namespace tieline::network::building {
namespace {

/// Reported once a table: how many switches, and the first of them in the model's order.
struct Tally {
  SwitchId first;
  std::size_t count = 0;
  void add(SwitchId id) {
    first = std::min(first, id);
    ++count;
  }
  void report(Built const& b, FaultKind const& kind, std::string_view column) const {
    if (count != 0) {
      b.rows.report_table(kind, TableKind::switches,
                          {.column = column,
                           .value = std::string{b.model.id_of(first)},
                           .other = std::to_string(count)});
    }
  }
};

/// A part of the network that no source reaches, joined by closed switches.
struct Island {
  NodeAt first;
  std::size_t users = 0;
  SwitchId door;  ///< an open switch to a live section
};

/// The switches around the loop that `closing` closes: itself, then up to where both sides meet
/// (or to their sources). At most kShownSwitches, so that many long loops stay cheap.
std::string loop_of(NetworkModel const& model, SwitchId closing) {
  constexpr std::size_t kShownSwitches = 16;
  auto const& col = model.col();
  auto [a, b] = col.switch_ends[closing];
  std::string ids{model.id_of(closing)};
  for (std::size_t n = 1; a != b; ++n) {
    if (n > kShownSwitches) {
      return ids + ", …";
    }
    // Parents come before their children, so the later one is never above the other.
    auto& lower = b.is_none() || (a.is_some() && a > b) ? a : b;
    if (auto const via = col.section_via[lower]; via.is_some()) {
      ids += ", ";
      ids += model.id_of(via);
    }
    lower = col.section_parent[lower];
  }
  return ids;
}

}  // namespace

std::string name_of(NetworkModel const& model, SectionId section) {
  auto const& col = model.col();
  if (auto const via = col.section_via[section]; via.is_some()) {
    return std::string{model.id_of(via)};
  }
  if (auto const source = col.section_source[section]; source.is_some()) {
    return "source:" + std::string{model.id_of(source)};
  }
  return std::string{model.id_of(col.section_first_node[section])};
}

void check_islands(Built const& b) {
  auto const& col = b.model.col();
  graph::UnionFind<SectionId> joined{b.model.n_section()};
  auto const is_dark = [&](SectionId s) { return col.section_source[s].is_none(); };
  for (auto const id : col.switch_ends.ids()) {
    auto const ends = col.switch_ends[id];
    if (b.model.is_closed_normally(id) && is_dark(ends.a)) {
      joined.join(ends.a, ends.b);
    }
  }
  IdVec<SectionId, Island> islands(b.model.n_section());
  for (auto const s : col.section_source.ids()) {
    if (!is_dark(s)) {
      continue;
    }
    auto& island = islands[joined.find(s)];
    island.users += b.model.users_of(s).size();
    for (auto const node : b.model.nodes_of(s)) {
      island.first = std::min(island.first, b.numbers.node_at[node]);
    }
    for (auto const [to, via] : b.model.arcs(s)) {
      island.door = is_dark(to) ? island.door : std::min(island.door, via);
    }
  }
  for (auto const& island : islands) {
    if (island.first.is_some()) {
      auto const& node = b.rows.tables().nodes[island.first.index()];
      auto const door = island.door.is_some() ? std::string{b.model.id_of(island.door)} + "?" : "";
      b.rows.report(
          kUnfedIsland, island.first,
          {.value = std::string{node.id}, .other = std::to_string(island.users), .hint = door});
    }
  }
}

void check_loops(Built const& b) {
  auto const& col = b.model.col();
  for (auto const id : col.switch_ends.ids()) {
    if (auto const ends = col.switch_ends[id]; ends.a == ends.b) {
      b.rows.report(kBridgedSwitch, b.numbers.switch_at[id],
                    {.value = std::string{b.model.id_of(id)}});
    }
  }
  for (auto const id : col.normal_loops) {
    auto const ends = col.switch_ends[id];
    if (ends.a == ends.b) {
      continue;
    }
    auto const station_a = col.source_station[col.section_source[ends.a]];
    auto const station_b = col.source_station[col.section_source[ends.b]];
    auto const at = b.numbers.switch_at[id];
    if (station_a != station_b) {
      b.rows.report(kParallelSources, at,
                    {.column = "normal",
                     .value = std::string{b.model.id_of(id)},
                     .other = std::string{b.model.name_of(station_a)} + ", " +
                              std::string{b.model.name_of(station_b)}});
    } else {
      b.rows.report(kNormalLoop, at,
                    {.column = "normal",
                     .value = std::string{b.model.id_of(id)},
                     .other = loop_of(b.model, id)});
    }
  }
  for (auto const line : b.tree.loop_lines) {
    b.rows.report(kLineLoop, line, {.value = std::string{b.rows.tables().lines[line.index()].id}});
  }
}

void check_ties(Built const& b) {
  auto const& col = b.model.col();
  Tally unknown_loop_close;
  Tally unowned;
  for (auto const id : col.switch_ends.ids()) {
    auto const [one, other] = col.switch_ends[id];
    if (b.model.is_closed_normally(id) || one == other || col.section_source[one].is_none() ||
        col.section_source[other].is_none()) {
      continue;
    }
    if (col.switch_loop_close[id] == Answer::unknown) {
      unknown_loop_close.add(id);
    }
    auto const feeder = col.section_feeder[one];
    auto const name = std::string{b.model.id_of(id)};
    auto const at = b.numbers.switch_at[id];
    if (feeder.is_some() && feeder == col.section_feeder[other]) {
      b.rows.report(kTieInsideFeeder, at,
                    {.value = name, .other = std::string{b.model.id_of(feeder)}});
    }
    auto const owner = col.switch_owner[id];
    auto const here = organisation_of(b.model, one);
    auto const there = organisation_of(b.model, other);
    if (is_foreign_tie(b.model, id)) {
      b.rows.report(
          kForeignTie, at,
          {.column = "owner", .value = name, .other = std::string{b.model.name_of(owner)}});
    } else if (owner.is_none() && here.is_some() && there.is_some() && here != there) {
      unowned.add(id);
    }
  }
  unknown_loop_close.report(b, kLoopCloseUnknown, "loop_close");
  unowned.report(b, kUnownedTies, "owner");
}

void check_feeders(Built const& b) {
  auto const& col = b.model.col();
  for (auto const feeder : col.feeder_head.ids()) {
    auto const head = col.feeder_head[feeder];
    auto const at = b.numbers.feeder_at[feeder];
    auto const report = [&](FaultKind const& kind, FeederId other) {
      auto const name = other.is_some() ? std::string{b.model.id_of(other)} : std::string{};
      b.rows.report(
          kind, at,
          {.column = "head_switch", .value = std::string{b.model.id_of(head)}, .other = name});
    };
    if (auto const range = b.model.sections_of(feeder); !range.empty()) {
      auto const above = col.section_parent[range.first()];
      if (col.section_feeder[above].is_some()) {
        report(kFeederInsideFeeder, col.section_feeder[above]);
      }
      continue;
    }
    auto const [one, other] = col.switch_ends[head];
    if (col.section_via[one] == head || col.section_via[other] == head) {
      report(kHeadShared, col.section_feeder[std::max(one, other)]);
    } else {
      report(kFeederFeedsNothing, FeederId::none());
    }
  }
  if (b.model.n_feeder() == 0) {
    return;  // feeders are not described at all: nothing to say of single users
  }
  for (auto const s : col.section_feeder.ids()) {
    auto const users = b.model.users_of(s);
    if (col.section_feeder[s].is_none() && col.section_source[s].is_some() && !users.empty()) {
      b.rows.report(
          kUserWithoutFeeder, b.numbers.user_at[users.first()],
          {.column = "node", .value = name_of(b.model, s), .other = std::to_string(users.size())});
    }
  }
}

}  // namespace tieline::network::building
