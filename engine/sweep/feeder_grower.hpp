#pragma once
// Walks one feeder out of the network.

#include <vector>

#include "engine/flow/flow_judge.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/radial_flow.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/sweep/feeder.hpp"

namespace tieline::sweep {

/// Scratch of one thread.
class FeederGrower {
 public:
  FeederGrower(network::NetworkModel const& model, flow::Slot slot,
               flow::LoadOverlay const* overlay);

  /// Replaces `feeder` by what hangs on `source` behind `head`, and solves it.
  ///
  /// Contract: no loop and no other source there (SupplyAreas says so).
  /// Cost: O(nodes + arcs + users) and one power flow.
  void grow(network::SourceId source, network::SwitchId head, network::SwitchState const& closed,
            Feeder& feeder);

  [[nodiscard]] flow::SlotLoads& loads() { return loads_; }

 private:
  /// A section yet to be entered.
  struct Entry {
    network::NodeId node;
    std::uint32_t edge;
    std::uint32_t parent_row;
    std::uint32_t parent_section;
  };

  void enter(Entry const& entry, network::SwitchState const& closed, Feeder& feeder);
  void add_row(network::NodeId node, std::uint32_t edge, std::uint32_t parent, Feeder& feeder);
  void add_users(std::uint32_t section, Feeder& feeder);
  void note_tie(network::NodeArc arc, std::uint32_t row, Feeder& feeder) const;
  void finish(Feeder& feeder);

  network::NetworkModel const* model_;
  flow::SlotLoads loads_;
  flow::RadialFlow flow_;
  flow::RadialTree tree_;
  std::vector<Entry> stack_;
  std::vector<std::uint32_t> row_at_;  ///< by node of the section being entered
  Feeder draft_;                       ///< capacity to grow in
};

/// Rows of a feeder as a tree to be solved: row for row the same.
void fill_tree(Feeder const& feeder, flow::RadialTree& tree);

/// Appends one row to a tree of one slot.
void add_tree_row(FeederRow const& row, std::uint32_t parent, flow::RadialTree& tree);

/// Shares of the case's loads that answer to voltage.
[[nodiscard]] inline flow::LoadModel load_model_of(network::NetworkModel const& model) {
  return {.z_share = model.settings().load_z_share, .i_share = model.settings().load_i_share};
}

}  // namespace tieline::sweep
