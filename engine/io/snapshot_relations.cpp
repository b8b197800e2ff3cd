#include <array>
#include <cstdint>

#include "engine/io/snapshot_check.hpp"

namespace tieline::io {
namespace {

using namespace network;

Flaw disagrees(std::string_view column, std::size_t row) {
  return flaw_in_row(column, row, "disagrees with its neighbours", "与相关数据矛盾");
}

std::size_t position(std::uint32_t begin) {
  return begin;
}
template <class Tag>
std::size_t position(Id<Tag> begin) {
  return begin.index();
}

/// Does the column ascend from 0 to `total`?
template <class Key, class T>
Finding prove_prefix(std::string_view name, ConstColumn<Key, T> column, std::size_t total) {
  std::size_t before = 0;
  for (auto const key : column.ids()) {
    auto const begin = position(column[key]);
    if (begin < before || begin > total || (key.index() == 0 && begin != 0)) {
      return flaw_in_row(name, key.index(), "does not ascend", "不是递增的");
    }
    before = begin;
  }
  return before == total
             ? Finding{}
             : flaw_in_row(name, column.size(), "does not end at its total", "未止于总数");
}

/// Is every row where the interval of its section says?
template <class Row>
Finding prove_members(std::string_view name, ConstColumn<SectionId, Row const> first,
                      ConstColumn<Row, SectionId const> section_of) {
  if (auto finding = prove_prefix(name, first, section_of.size())) {
    return finding;
  }
  for (std::size_t s = 0; s + 1 < first.size(); ++s) {
    for (auto const row : IdRange{first[SectionId{s}], first[SectionId{s + 1}]}) {
      if (section_of[row] != SectionId{s}) {
        return disagrees(name, s);
      }
    }
  }
  return {};
}

/// Lines, switches, users and sources lie in the sections of their nodes.
Finding prove_places(ColumnViews const& c) {
  for (auto const line : c.line_nodes.ids()) {
    auto const [a, b] = c.line_nodes[line];
    if (c.node_section[a] != c.line_section[line] || c.node_section[b] != c.line_section[line]) {
      return disagrees("line_section", line.index());
    }
  }
  for (auto const id : c.switch_nodes.ids()) {
    auto const [a, b] = c.switch_nodes[id];
    if (c.node_section[a] != c.switch_ends[id].a || c.node_section[b] != c.switch_ends[id].b) {
      return disagrees("switch_ends", id.index());
    }
  }
  for (auto const source : c.source_node.ids()) {
    if (c.node_section[c.source_node[source]] != c.source_section[source]) {
      return disagrees("source_section", source.index());
    }
  }
  for (auto const user : c.user_node.ids()) {
    if (c.node_section[c.user_node[user]] != c.user_section[user]) {
      return disagrees("user_section", user.index());
    }
  }
  return {};
}

/// Marks that an edge was met from its end `here`, once for each end; false if it has no such end
/// left.
template <class Ends, class Key>
bool meet(std::uint8_t& met, Ends const& ends, Key here, Key there) {
  constexpr std::uint8_t kFromA = 1;
  constexpr std::uint8_t kFromB = 2;
  if ((met & kFromA) == 0 && ends.a == here && ends.b == there) {
    met |= kFromA;
    return true;
  }
  if ((met & kFromB) == 0 && ends.b == here && ends.a == there) {
    met |= kFromB;
    return true;
  }
  return false;
}

/// Every line and switch is in the arcs of both its nodes, and nothing else is.
Finding prove_node_arcs(ColumnViews const& c) {
  if (auto finding = prove_prefix("node_arc_begin", c.node_arc_begin, c.node_arcs.size())) {
    return finding;
  }
  std::vector<std::uint8_t> line_met(c.line_nodes.size());
  std::vector<std::uint8_t> switch_met(c.switch_nodes.size());
  if (c.node_arcs.size() != 2 * (line_met.size() + switch_met.size())) {
    return disagrees("node_arcs", c.node_arcs.size());
  }
  for (auto const node : c.node_section.ids()) {
    for (auto i = c.node_arc_begin[node]; i < c.node_arc_begin[node.next()]; ++i) {
      auto const arc = c.node_arcs[Whole{i}];
      auto const is_sound = arc.is_switch() ? meet(switch_met[arc.as_switch().index()],
                                                   c.switch_nodes[arc.as_switch()], node, arc.to)
                                            : meet(line_met[arc.line().index()],
                                                   c.line_nodes[arc.line()], node, arc.to);
      if (!is_sound) {
        return disagrees("node_arcs", i);
      }
    }
  }
  return {};
}

/// Every switch is in the arcs of the sections at both its ends, and nothing else is.
Finding prove_section_arcs(ColumnViews const& c) {
  if (auto finding =
          prove_prefix("section_arc_begin", c.section_arc_begin, c.section_arcs.size())) {
    return finding;
  }
  std::vector<std::uint8_t> met(c.switch_ends.size());
  if (c.section_arcs.size() != 2 * met.size()) {
    return disagrees("section_arcs", c.section_arcs.size());
  }
  for (auto const section : c.section_parent.ids()) {
    for (auto i = c.section_arc_begin[section]; i < c.section_arc_begin[section.next()]; ++i) {
      auto const arc = c.section_arcs[Whole{i}];
      if (!meet(met[arc.via.index()], c.switch_ends[arc.via], section, arc.to)) {
        return disagrees("section_arcs", i);
      }
    }
  }
  return {};
}

/// Is the step from the parent (or from a source, or from nothing) to `s` what the switches say?
bool is_fed_soundly(ColumnViews const& c, SectionId s) {
  auto const parent = c.section_parent[s];
  auto const via = c.section_via[s];
  auto const source = c.section_source[s];
  if (parent.is_none()) {
    return via.is_none() && (source.is_none() || c.source_section[source] == s);
  }
  if (via.is_none() || source.is_none() || c.section_source[parent] != source) {
    return false;
  }
  auto const ends = c.switch_ends[via];
  return c.switch_normal_closed[via] != 0 &&
         ((ends.a == parent && ends.b == s) || (ends.b == parent && ends.a == s));
}

/// Sections are numbered in preorder and subtree_end closes every subtree: the parent of each
/// section is the innermost subtree that is still open where it stands. That excludes cycles.
Finding prove_tree(ColumnViews const& c) {
  auto const n_section = c.section_parent.size();
  auto open = SectionId::none();
  for (auto const s : c.section_parent.ids()) {
    while (open.is_some() && c.section_subtree_end[open] <= s) {
      open = c.section_parent[open];
    }
    auto const end = c.section_subtree_end[s];
    auto const limit = open.is_some() ? c.section_subtree_end[open] : SectionId{n_section};
    if (c.section_parent[s] != open || end <= s || end > limit || !is_fed_soundly(c, s)) {
      return disagrees("section_parent", s.index());
    }
    open = s;
  }
  return {};
}

Finding prove_feeders(ColumnViews const& c) {
  for (auto const feeder : c.feeder_first.ids()) {
    if (c.feeder_first[feeder] > c.feeder_last[feeder]) {
      return disagrees("feeder_first", feeder.index());
    }
  }
  for (auto const s : c.section_feeder.ids()) {
    auto const feeder = c.section_feeder[s];
    if (feeder.is_some() && (s < c.feeder_first[feeder] || s >= c.feeder_last[feeder])) {
      return disagrees("section_feeder", s.index());
    }
  }
  return {};
}

/// Users and households are summed again; capacity must not shrink.
Finding prove_totals(ColumnViews const& c) {
  if (auto finding =
          prove_prefix("section_first_user", c.section_first_user, c.user_section.size())) {
    return finding;
  }
  ZoneTotals sum;
  auto const agrees = [&sum](ZoneTotals const& said) {
    auto const is_same = said.users == sum.users && said.households == sum.households;
    auto shrinks = false;
    for (std::size_t z = 0; z < kZoneCount; ++z) {
      shrinks = shrinks || said.capacity_va[z] < sum.capacity_va[z];
    }
    sum.capacity_va = said.capacity_va;
    return is_same && !shrinks;
  };
  for (auto const s : c.section_parent.ids()) {
    if (!agrees(c.totals_before[s])) {
      return disagrees("totals_before", s.index());
    }
    for (auto const user : IdRange{c.section_first_user[s], c.section_first_user[s.next()]}) {
      auto const zone = static_cast<std::size_t>(c.user_zone[user]);
      sum.users[zone] += 1;
      sum.households[zone] += c.user_households[user];
    }
  }
  auto const n_section = c.section_parent.size();
  return agrees(c.totals_before[SectionId{n_section}]) ? Finding{}
                                                       : disagrees("totals_before", n_section);
}

/// Lists of chosen rows: ascending, and complete where the other columns tell.
Finding prove_lists(ColumnViews const& c) {
  auto next_dual = c.dual_users.begin();
  for (auto const user : c.user_second_node.ids()) {
    if (c.user_second_node[user].is_some() &&
        (next_dual == c.dual_users.end() || *next_dual++ != user)) {
      return disagrees("dual_users", user.index());
    }
  }
  if (next_dual != c.dual_users.end()) {
    return disagrees("dual_users", c.dual_users.size());
  }
  for (std::size_t i = 0; i < c.normal_loops.size(); ++i) {
    auto const id = c.normal_loops[Whole{i}];
    if (c.switch_normal_closed[id] == 0 || (i != 0 && c.normal_loops[Whole{i - 1}] >= id)) {
      return disagrees("normal_loops", i);
    }
  }
  return {};
}

}  // namespace

std::vector<Proof> relation_proofs(ColumnViews const& c) {
  return {
      [&c] { return prove_node_arcs(c); },
      [&c] { return prove_places(c); },
      [&c] { return prove_members("section_first_node", c.section_first_node, c.node_section); },
      [&c] { return prove_members("section_first_line", c.section_first_line, c.line_section); },
      [&c] { return prove_members("section_first_user", c.section_first_user, c.user_section); },
      [&c] { return prove_section_arcs(c); },
      [&c] { return prove_tree(c); },
      [&c] { return prove_feeders(c); },
      [&c] { return prove_totals(c); },
      [&c] { return prove_lists(c); },
  };
}

}  // namespace tieline::io
