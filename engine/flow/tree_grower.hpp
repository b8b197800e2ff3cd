#pragma once
// Grows radial trees out of the network: what feeds a node, and a dark part hung onto it.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/flow/limit.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::flow {

/// The state in which trees are grown. Views; nothing is copied.
struct GrowScope {
  network::SwitchState const& closed;
  StampMap<network::SectionId> const& barred;   ///< never entered: dead and dark sections
  std::span<network::SourceId const> out = {};  ///< out of service: their nodes are like others
  std::span<network::UserId const> second_fed = {};  ///< ascending: dark at their first supply, on
                                                     ///< their second now, where their load counts
};

/// Scratch of one thread, sized once for a model; no allocation after the largest tree.
///
/// A tree is what hangs on one source through one of its own lines or switches: nodes joined
/// without passing the source's node. Rows: the source's node, then breadth first; the same tree
/// has the same rows whichever of its nodes was asked for. Users at the source's own node load no
/// line and are in no tree: see add_own_load().
///
/// `unproven` names a line or switch that closes a loop or joins a second source, else the lowest
/// user whose load is unknown. The tree then still reaches every node once. Impedances: of the
/// whole line; r and x both 0 where one is unknown. Voltage: the nominal one of the source's node
/// is the base of all (what lines join is one level, B29). Of several sources at one node, the
/// lowest.
class TreeGrower {
 public:
  explicit TreeGrower(network::NetworkModel const& model);

  /// Replaces `tree` by the one that feeds `live`, with loads in every slot. False: `live` is
  /// barred or reaches no source; the tree is empty. A source's own node gives the root alone.
  ///
  /// Cost: O((nodes + arcs + users of its sections) + rows × slots).
  bool grow_around(network::NodeId live, GrowScope const& scope, SlotLoads& loads,
                   RadialTree& tree);

  /// Of the last grow_around() that found one.
  [[nodiscard]] network::SourceId source() const { return source_; }
  /// The row of a node in `tree`, the one grown or appended to last (after an append to another
  /// tree than the last one, only what was appended is found). kNoRow: not there.
  static constexpr std::uint32_t kNoRow = 0xFFFF'FFFFU;
  [[nodiscard]] std::uint32_t row_of(RadialTree const& tree, network::NodeId node) const {
    auto const row = rows_.contains(node) ? rows_[node] : kNoRow;
    return row < tree.n() && tree.node[row] == node ? row : kNoRow;
  }

  /// Hangs what lies behind `tie` onto row `row` of any tree: from the tie's other end over lines
  /// and closed switches, inside `inside` only. Loads of `second_fed` users count there only if
  /// their second supply lies there. Notes tree.phases_missing: the line nearest to an
  /// appended section that lacks a phase of that section's own lines. Returns the row of the tie's
  /// other end; later rows follow it.
  ///
  /// Contract: node(row) is one end of `tie`, the other end lies in `inside`, and no node of
  /// `inside` is in the tree. Whether a switch may close is the caller's to ask.
  /// Cost: as grow_around(), of the part.
  std::uint32_t append(std::uint32_t row, network::SwitchId tie, GrowScope const& scope,
                       StampMap<network::SectionId> const& inside, SlotLoads& loads,
                       RadialTree& tree);

  /// Adds what users at the source's own node draw to `sums` [n_slot]. Returns the lowest one whose
  /// load is unknown, none() if all are known. Cost: O(users of its section).
  network::UserId add_own_load(network::SourceId source, GrowScope const& scope, SlotLoads& loads,
                               std::span<Load> sums) const;

 private:
  static constexpr std::uint32_t kReached = 0xFFFF'FFFEU;  ///< flooded, has no row yet

  [[nodiscard]] network::SourceId source_at(network::NodeId node, GrowScope const& scope) const;
  [[nodiscard]] bool changed_over(network::UserId user, GrowScope const& scope) const;
  bool flood(network::NodeId live, GrowScope const& scope, RadialTree& tree);
  template <class MayEnter>
  void walk(std::uint32_t first, RadialTree& tree, MayEnter const& may_enter);
  void add_row(RadialTree& tree, std::uint32_t parent, network::NodeId node, network::NodeArc arc);
  void check_phases(std::uint32_t first, RadialTree& tree) const;
  void add_loads(std::uint32_t first, GrowScope const& scope, SlotLoads& loads, RadialTree& tree);
  void add_load(network::UserId user, std::uint32_t row, SlotLoads& loads, RadialTree& tree);

  network::NetworkModel const* model_;
  IdVec<network::NodeId, network::SourceId> first_source_;   ///< at the node
  IdVec<network::SourceId, network::SourceId> next_source_;  ///< at the same node
  network::SourceId source_;
  StampMap<network::NodeId> rows_;  ///< node → row, or kReached
  StampMap<network::SectionId> seen_sections_;
  std::vector<network::NodeId> queue_;
  std::vector<network::NodeArc> entry_;  ///< [row − first row] towards the parent
  network::UserId unknown_user_;
};

}  // namespace tieline::flow
