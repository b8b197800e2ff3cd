#include <cmath>

#include "engine/network/assemble.hpp"

namespace tieline::network::building {
namespace {

void place_rows(Parts const& p, OwnedColumns& c) {
  auto const& n = p.numbers;
  c.node_section.reserve(n.node_at.size());
  for (auto const at : n.node_at) {
    c.node_section.push_back(n.section[p.tree.block_of[at]]);
  }
  c.line_section.reserve(n.line_at.size());
  for (auto const& ends : c.line_nodes) {
    c.line_section.push_back(c.node_section[ends.a]);
  }
  c.switch_ends.reserve(n.switch_at.size());
  for (auto const& ends : c.switch_nodes) {
    c.switch_ends.push_back({c.node_section[ends.a], c.node_section[ends.b]});
  }
  c.user_section.reserve(n.user_at.size());
  for (auto const node : c.user_node) {
    c.user_section.push_back(c.node_section[node]);
  }
}

void link_tree(Parts const& p, OwnedColumns& c) {
  auto const& n = p.numbers;
  for (auto const block : n.block_at) {
    auto const parent = p.tree.parent[block];
    auto const via = p.tree.via[block];
    auto const source = p.tree.source[block];
    c.section_parent.push_back(parent.is_some() ? n.section[parent] : SectionId::none());
    c.section_via.push_back(via.is_some() ? n.switches[via] : SwitchId::none());
    c.section_source.push_back(source.is_some() ? n.source[source] : SourceId::none());
  }
  c.section_subtree_end = n.subtree_end;
  // Feeders ascend by first section, so an inner feeder overwrites the outer one where both are.
  c.section_feeder.assign(n.block_at.size(), FeederId::none());
  for (auto const feeder : c.feeder_first.ids()) {
    for (auto const s : IdRange{c.feeder_first[feeder], c.feeder_last[feeder]}) {
      c.section_feeder[s] = feeder;
    }
  }
}

/// Arcs of nodes (lines first) and of sections (by node, then switch row): one walk serves both.
void link_neighbours(OwnedColumns& c) {
  auto const n_node = c.node_section.size();
  IdVec<NodeId, std::uint32_t> fill(n_node + 1, 0);
  auto const count = [&](auto const& all_ends) {
    for (auto const& ends : all_ends) {
      ++fill[ends.a.next()];
      ++fill[ends.b.next()];
    }
  };
  count(c.line_nodes);
  count(c.switch_nodes);
  for (auto const node : all_ids<NodeId>(n_node)) {
    fill[node.next()] += fill[node];
  }
  c.node_arc_begin = fill;
  c.node_arcs.assign(fill[NodeId{n_node}], {});
  auto const put = [&](auto const& all_ends, std::uint32_t bit) {
    for (auto const id : all_ends.ids()) {
      auto const [a, b] = all_ends[id];
      c.node_arcs[Whole{fill[a]++}] = {b, id.raw() | bit};
      c.node_arcs[Whole{fill[b]++}] = {a, id.raw() | bit};
    }
  };
  put(c.line_nodes, 0);
  put(c.switch_nodes, NodeArc::kSwitchBit);

  c.section_arcs.reserve(2 * c.switch_nodes.size());
  for (auto const section : c.section_parent.ids()) {
    c.section_arc_begin.push_back(static_cast<std::uint32_t>(c.section_arcs.size()));
    auto const nodes = IdRange{c.section_first_node[section], c.section_first_node[section.next()]};
    for (auto i = c.node_arc_begin[nodes.first()]; i < c.node_arc_begin[nodes.last()]; ++i) {
      if (auto const arc = c.node_arcs[Whole{i}]; arc.is_switch()) {
        c.section_arcs.push_back({c.node_section[arc.to], arc.as_switch()});
      }
    }
  }
  c.section_arc_begin.push_back(static_cast<std::uint32_t>(c.section_arcs.size()));
}

void add_up(OwnedColumns& c) {
  ZoneTotals totals;
  c.totals_before.reserve(c.section_parent.size() + 1);
  for (auto const section : c.section_parent.ids()) {
    c.totals_before.push_back(totals);
    for (auto const user :
         IdRange{c.section_first_user[section], c.section_first_user[section.next()]}) {
      auto const zone = static_cast<std::size_t>(c.user_zone[user]);
      auto const kva = static_cast<double>(c.user_rated_kva[user]);
      totals.users[zone] += 1;
      totals.households[zone] += c.user_households[user];
      totals.capacity_va[zone] += is_known(kva) ? std::llround(kva * 1000.0) : 0;
    }
  }
  c.totals_before.push_back(totals);
}

void find_normal_loops(OwnedColumns& c) {
  for (auto const id : c.switch_ends.ids()) {
    auto const [a, b] = c.switch_ends[id];
    if (c.switch_normal_closed[id] != 0 && c.section_source[a].is_some() &&
        c.section_via[a] != id && c.section_via[b] != id) {
      c.normal_loops.push_back(id);
    }
  }
}

}  // namespace

void assemble_sections(Parts const& p, OwnedColumns& c) {
  c.section_first_node = p.numbers.first_node;
  c.section_first_line = p.numbers.first_line;
  c.section_first_user = p.numbers.first_user;
  place_rows(p, c);
  link_tree(p, c);
  link_neighbours(c);
  add_up(c);
  find_normal_loops(c);
}

OwnedColumns assemble(Parts const& p) {
  OwnedColumns c;
  c.settings.push_back(p.rows.tables().settings);
  assemble_names(p, c);
  assemble_nodes_and_lines(p, c);
  assemble_switches(p, c);
  assemble_sources_and_feeders(p, c);
  assemble_users(p, c);
  assemble_profiles(p, c);
  assemble_sections(p, c);
  return c;
}

}  // namespace tieline::network::building
