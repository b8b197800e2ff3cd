#pragma once
// Inside build(): nodes contracted to sections, and the forest that feeds them in the normal state.

#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/graph/csr.hpp"
#include "engine/network/resolve.hpp"

namespace tieline::network::building {

/// A section before it has its final number: numbered in the order in which supply reaches it.
using BlockAt = Id<struct BlockAtTag>;
/// A line or, past the last line, a switch.
using EdgeAt = Id<struct EdgeAtTag>;

/// Arcs of all kept lines and switches; arcs of a node: lines first, each in file order.
class NodeGraph {
 public:
  NodeGraph(std::size_t n_node, Links const& links);
  [[nodiscard]] auto arcs_of(NodeAt node) const { return arcs_.arcs_of(node); }
  [[nodiscard]] bool is_line(EdgeAt edge) const { return edge.index() < n_line_; }
  [[nodiscard]] static LineAt line(EdgeAt edge) { return LineAt{edge.raw()}; }
  [[nodiscard]] SwitchAt as_switch(EdgeAt edge) const { return SwitchAt{edge.index() - n_line_}; }

 private:
  std::size_t n_line_;
  graph::Csr<NodeAt, EdgeAt> arcs_;
};

/// Sections and their normal supply. Live blocks come first, sources before all others, then
/// breadth first; a parent's children ascend by attach node, then by switch row. Unfed blocks
/// follow, each without parent, in order of their first node row.
struct NormalTree {
  IdVec<NodeAt, BlockAt> block_of;      ///< none(): node row is out
  IdVec<BlockAt, BlockAt> parent;       ///< none() at a source and where unfed
  IdVec<BlockAt, SwitchAt> via;         ///< switch towards the parent
  IdVec<BlockAt, SourceAt> source;      ///< none(): unfed
  IdVec<BlockAt, std::uint32_t> first;  ///< [n_block + 1] into node_order
  std::vector<NodeAt> node_order;       ///< by block; inside, breadth first from where it is fed
  std::vector<LineAt> loop_lines;       ///< lines that close a loop inside their block
};

/// Cost: O(nodes + lines + switches). Multi-source breadth-first search; no recursion.
[[nodiscard]] NormalTree grow_normal_tree(Rows const& rows, Links const& links,
                                          NodeGraph const& graph);

}  // namespace tieline::network::building
