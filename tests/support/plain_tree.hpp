#pragma once
// One feeder at node level, straight from the definitions of docs/methods/transfer.md: what hangs
// behind every line and switch, and its AC power flow by a fixed point over all nodes. Slow, plain,
// shares nothing with engine/flow.

#include <bit>
#include <complex>
#include <cstdint>
#include <vector>

#include "engine/flow/load_window.hpp"
#include "engine/network/model.hpp"

namespace tieline::test {

using Mask = std::uint64_t;  ///< one bit a node, line or switch of a small network
using Complex = std::complex<double>;

/// Calls `f(i)` for every bit of `mask`, ascending.
template <class F>
void for_each_bit(Mask mask, F&& f) {
  for (; mask != 0; mask &= mask - 1) {
    f(static_cast<std::size_t>(std::countr_zero(mask)));
  }
}

/// A line or a switch.
struct PlainEdge {
  std::size_t a = 0, b = 0;  ///< nodes
  Complex ohm;               ///< 0 for switches and where unknown
  bool ohm_known = true;
  double limit_a = 0;      ///< usable; NaN if unknown
  int as_switch = -1;      ///< row of the switch; −1 for a line
  std::size_t number = 0;  ///< among all edges
};

/// A network of at most 64 nodes and 64 switches, and what is drawn at each node.
struct PlainNet {
  network::NetworkModel const* model = nullptr;
  std::vector<PlainEdge> edges;  ///< lines, then switches
  std::vector<int> source_at;    ///< [n_node] row of the source in service there, or −1
  std::size_t n_slot = 1;
  std::vector<std::vector<Complex>> draw_kva;  ///< [slot][node]
  Mask draws = 0;                              ///< nodes with users
  Mask unknown_draw = 0;                       ///< nodes with a user whose load is unknown
};

[[nodiscard]] constexpr Mask bit(std::size_t i) {
  return Mask{1} << i;
}

/// Lines, switches and sources in service. Nothing is drawn yet.
[[nodiscard]] PlainNet plain_net(network::NetworkModel const& model,
                                 std::vector<network::SourceId> const& out);

/// kW + j kvar of one user in one slot; NaN if unknown.
[[nodiscard]] Complex plain_draw(network::NetworkModel const& model, network::UserId user,
                                 flow::Slot slot);

/// What hangs on one source through one of the source's own switches or lines.
struct PlainFeeder {
  Mask nodes = 0;
  Mask switches = 0;               ///< closed ones that touch it, the one at the source included
  std::vector<std::size_t> edges;  ///< inside it
  std::vector<std::size_t> roots;  ///< edges to a source node; exactly one in a tree
  int source = -1;                 ///< of the first root; −1: dark

  [[nodiscard]] bool is_tree() const;
};

/// Every feeder and every dark component under a switch state.
[[nodiscard]] std::vector<PlainFeeder> plain_feeders(PlainNet const& net, Mask closed);

/// Nodes behind every edge of a tree, seen from the source. [n_edge], 0 outside the tree.
[[nodiscard]] std::vector<Mask> behind_edges(PlainNet const& net, PlainFeeder const& tree);

/// One slot of a tree.
struct PlainFlow {
  bool solved = false;
  std::vector<Complex> volts_kv;  ///< [n_node] between phases; of nodes of the tree
  std::vector<double> amps;       ///< [n_edge]
  Complex from_source_kva;        ///< losses included
};

[[nodiscard]] PlainFlow plain_flow(PlainNet const& net, PlainFeeder const& tree,
                                   std::vector<Mask> const& behind, std::size_t slot);

}  // namespace tieline::test
