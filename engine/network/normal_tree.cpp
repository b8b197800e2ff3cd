#include "engine/network/normal_tree.hpp"

#include <utility>

#include "engine/graph/union_find.hpp"

namespace tieline::network::building {
namespace {

graph::Csr<NodeAt, EdgeAt> join_edges(std::size_t n_node, Links const& links) {
  IdVec<EdgeAt, NodePair> edges;
  edges.reserve(links.line.size() + links.switches.size());
  auto& raw = edges.raw();
  raw.insert(raw.end(), links.line.begin(), links.line.end());
  raw.insert(raw.end(), links.switches.begin(), links.switches.end());
  auto const& view = edges;
  return {n_node, view.view()};
}

/// Grows the tree block by block.
class Grower {
 public:
  Grower(Rows const& rows, Links const& links, NodeGraph const& graph)
      : rows_{rows}, links_{links}, graph_{graph} {
    tree_.block_of.assign(rows.tables().nodes.size(), BlockAt::none());
    tree_.node_order.reserve(rows.tables().nodes.size());
  }

  NormalTree run() {
    for (auto const source : links_.source.ids()) {
      auto const node = links_.source[source];
      if (rows_.kept(source) && tree_.block_of[node].is_none()) {
        enter(node, BlockAt::none(), SwitchAt::none(), source);
      }
    }
    for (BlockAt here{0U}; here.index() < tree_.parent.size(); here = here.next()) {
      spread(here);
    }
    for (auto const node : tree_.block_of.ids()) {
      if (rows_.kept(node) && tree_.block_of[node].is_none()) {
        enter(node, BlockAt::none(), SwitchAt::none(), SourceAt::none());
      }
    }
    tree_.first.push_back(static_cast<std::uint32_t>(tree_.node_order.size()));
    return std::move(tree_);
  }

 private:
  /// Makes the block that holds `entry`: everything lines reach from there.
  void enter(NodeAt entry, BlockAt parent, SwitchAt via, SourceAt source) {
    tree_.first.push_back(static_cast<std::uint32_t>(tree_.node_order.size()));
    auto const block = tree_.parent.push_back(parent);
    tree_.via.push_back(via);
    tree_.source.push_back(source);
    auto& order = tree_.node_order;
    auto head = order.size();
    tree_.block_of[entry] = block;
    order.push_back(entry);
    std::size_t line_ends = 0;
    for (; head < order.size(); ++head) {
      for (auto const [to, edge] : graph_.arcs_of(order[head])) {
        if (!graph_.is_line(edge)) {
          break;  // lines come first
        }
        ++line_ends;
        if (tree_.block_of[to].is_none()) {
          tree_.block_of[to] = block;
          order.push_back(to);
        }
      }
    }
    if (line_ends / 2 >= order.size() - tree_.first[block]) {
      find_loop_lines(block);
    }
  }
  /// Tells the lines of a meshed block that a spanning tree of it does not need.
  void find_loop_lines(BlockAt block) {
    auto const& order = tree_.node_order;
    auto const begin = tree_.first[block];

    rank_.resize(rows_.tables().nodes.size());
    for (std::size_t i = begin; i < order.size(); ++i) {
      rank_[order[i]] = static_cast<std::uint32_t>(i - begin);
    }
    graph::UnionFind<Id<struct RankTag>> joined{order.size() - begin};
    for (std::size_t i = begin; i < order.size(); ++i) {
      for (auto const [to, edge] : graph_.arcs_of(order[i])) {
        if (!graph_.is_line(edge)) {
          break;
        }
        auto const line = NodeGraph::line(edge);
        if (links_.line[line].a == order[i] &&  // each line once
            !joined.join(Id<struct RankTag>{rank_[order[i]]}, Id<struct RankTag>{rank_[to]})) {
          tree_.loop_lines.push_back(line);
        }
      }
    }
  }
  /// Enters every block that a closed switch joins to `here`.
  void spread(BlockAt here) {
    auto const begin = tree_.first[here];
    auto const end =
        here.index() + 1 < tree_.first.size() ? tree_.first[here.next()] : tree_.node_order.size();
    for (std::size_t i = begin; i < end; ++i) {
      for (auto const [to, edge] : graph_.arcs_of(tree_.node_order[i])) {
        if (!graph_.is_line(edge) && tree_.block_of[to].is_none()) {
          auto const via = graph_.as_switch(edge);
          if (rows_.tables().switches[via.index()].normal_closed) {
            enter(to, here, via, tree_.source[here]);
          }
        }
      }
    }
  }

  Rows const& rows_;
  Links const& links_;
  NodeGraph const& graph_;
  NormalTree tree_;
  IdVec<NodeAt, std::uint32_t> rank_;  ///< position inside the block last searched for loops
};

}  // namespace

NodeGraph::NodeGraph(std::size_t n_node, Links const& links)
    : n_line_{links.line.size()}, arcs_{join_edges(n_node, links)} {}

NormalTree grow_normal_tree(Rows const& rows, Links const& links, NodeGraph const& graph) {
  return Grower{rows, links, graph}.run();
}

}  // namespace tieline::network::building
