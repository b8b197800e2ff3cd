#include "engine/network/numbering.hpp"

#include <algorithm>
#include <vector>

namespace tieline::network::building {
namespace {

/// Preorder without recursion: blocks are numbered parents first, siblings in order, so each block
/// starts where its parent's earlier subtrees end.
void number_sections(NormalTree const& tree, Numbering& n) {
  auto const n_block = tree.parent.size();
  IdVec<BlockAt, std::uint32_t> size(n_block, 1);
  for (auto row = n_block; row-- > 0;) {
    if (auto const parent = tree.parent[BlockAt{row}]; parent.is_some()) {
      size[parent] += size[BlockAt{row}];
    }
  }
  n.section.assign(n_block, SectionId::none());
  n.block_at.assign(n_block, BlockAt::none());
  n.subtree_end.assign(n_block, SectionId::none());
  IdVec<BlockAt, std::uint32_t> next(n_block, 0);  // where the next child's subtree starts
  std::uint32_t next_root = 0;
  for (auto const block : tree.parent.ids()) {
    auto const parent = tree.parent[block];
    auto& slot = parent.is_some() ? next[parent] : next_root;
    auto const section = SectionId{slot};
    slot += size[block];
    next[block] = section.raw() + 1;
    n.section[block] = section;
    n.block_at[section] = block;
    n.subtree_end[section] = SectionId{section.raw() + size[block]};
  }
}

void number_nodes(Rows const& rows, NormalTree const& tree, Numbering& n) {
  n.node.assign(rows.tables().nodes.size(), NodeId::none());
  n.node_at.reserve(tree.node_order.size());
  n.first_node.reserve(n.block_at.size() + 1);
  for (auto const block : n.block_at) {
    n.first_node.push_back(NodeId{n.node_at.size()});
    for (auto i = tree.first[block]; i < tree.first[block.next()]; ++i) {
      n.node[tree.node_order[i]] = n.node_at.push_back(tree.node_order[i]);
    }
  }
  n.first_node.push_back(NodeId{n.node_at.size()});
}

/// Lines and switches in the order in which a walk over the nodes first meets them.
void number_edges(Rows const& rows, NodeGraph const& graph, Numbering& n) {
  n.line.assign(rows.tables().lines.size(), LineId::none());
  n.switches.assign(rows.tables().switches.size(), SwitchId::none());
  n.first_line.reserve(n.block_at.size() + 1);
  for (auto const section : n.block_at.ids()) {
    n.first_line.push_back(LineId{n.line_at.size()});
    for (auto const node : IdRange{n.first_node[section], n.first_node[section.next()]}) {
      for (auto const [to, edge] : graph.arcs_of(n.node_at[node])) {
        if (graph.is_line(edge)) {
          if (auto& line = n.line[NodeGraph::line(edge)]; line.is_none()) {
            line = n.line_at.push_back(NodeGraph::line(edge));
          }
        } else if (auto& id = n.switches[graph.as_switch(edge)]; id.is_none()) {
          id = n.switch_at.push_back(graph.as_switch(edge));
        }
      }
    }
  }
  n.first_line.push_back(LineId{n.line_at.size()});
}

/// Users by node, then in file order: a counting sort.
void number_users(Rows const& rows, Links const& links, Numbering& n) {
  auto const n_node = n.node_at.size();
  IdVec<NodeId, std::uint32_t> begin(n_node + 1, 0);
  for (auto const user : links.user.ids()) {
    if (rows.kept(user)) {
      ++begin[n.node[links.user[user]].next()];
    }
  }
  for (auto const node : n.node_at.ids()) {
    begin[node.next()] += begin[node];
  }
  n.first_user.reserve(n.block_at.size() + 1);
  for (auto const node : n.first_node) {
    n.first_user.push_back(UserId{begin[node]});
  }
  n.user_at.assign(begin[NodeId{n_node}], UserAt::none());
  for (auto const user : links.user.ids()) {
    if (rows.kept(user)) {
      n.user_at[UserId{begin[n.node[links.user[user]]]++}] = user;
    }
  }
}

void number_sources(Rows const& rows, Links const& links, Numbering& n) {
  n.source.assign(links.source.size(), SourceId::none());
  for (auto const source : links.source.ids()) {
    if (rows.kept(source)) {
      n.source[source] = n.source_at.push_back(source);
    }
  }
}

/// Feeders by the section below their head switch; those that feed nothing come last.
void number_feeders(Rows const& rows, Links const& links, NormalTree const& tree, Numbering& n) {
  struct Place {
    SectionId first, last;
    FeederAt at;
  };
  IdVec<SwitchAt, BlockAt> below(links.switches.size(), BlockAt::none());
  for (auto const block : tree.via.ids()) {
    if (tree.via[block].is_some()) {
      below[tree.via[block]] = block;
    }
  }
  std::vector<Place> places;
  for (auto const feeder : links.feeder_head.ids()) {
    if (!rows.kept(feeder)) {
      continue;
    }
    auto& block = below[links.feeder_head[feeder]];
    if (block.is_none()) {
      places.push_back({SectionId::none(), SectionId::none(), feeder});
    } else {
      auto const section = n.section[block];
      places.push_back({section, n.subtree_end[section], feeder});
      block = BlockAt::none();  // a second feeder behind the same switch has nothing of its own
    }
  }
  std::sort(places.begin(), places.end(), [](Place const& a, Place const& b) {
    return std::pair{a.first, a.at} < std::pair{b.first, b.at};
  });
  for (auto const& place : places) {
    auto const feeds = place.first.is_some();
    n.feeder_at.push_back(place.at);
    n.feeder_first.push_back(feeds ? place.first : SectionId{0U});
    n.feeder_last.push_back(feeds ? place.last : SectionId{0U});
  }
}

}  // namespace

Numbering number_rows(Rows const& rows, Links const& links, NodeGraph const& graph,
                      NormalTree const& tree) {
  Numbering n;
  number_sections(tree, n);
  number_nodes(rows, tree, n);
  number_edges(rows, graph, n);
  number_users(rows, links, n);
  number_sources(rows, links, n);
  number_feeders(rows, links, tree, n);
  return n;
}

}  // namespace tieline::network::building
