#pragma once
// May a tie close in the state at hand while both its sides are live (合环)?

#include "engine/flow/load_window.hpp"
#include "engine/flow/radial_flow.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/flow/tree_grower.hpp"
#include "engine/network/model.hpp"
#include "engine/switching/reason.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::switching {

struct LoopClosing {
  Reason forbidden;    ///< a figure beyond its limit: element, hour, by how much; none: it may
  bool proven = true;  ///< false: a load, rating or impedance of the loop is unknown
};

/// Asks flow::check_loop() in every slot; where superposition leaves every current of the loop far
/// below its rating, that settles it. Scratch of one thread, sized once for a model.
///
/// A tie with a dark side closes no loop: it may. Cost: two radial solves a slot, and a meshed one
/// where a rating comes near.
class LoopCloser {
 public:
  explicit LoopCloser(network::NetworkModel const& model);

  [[nodiscard]] LoopClosing check(network::SwitchId tie, flow::LoadWindow const& window,
                                  topology::LiveNetwork const& live);

 private:
  [[nodiscard]] bool is_clearly_within(network::SwitchId tie, std::uint32_t row_a,
                                       flow::RadialTree const& b, std::uint32_t row_b,
                                       std::size_t slot);

  network::NetworkModel const& model_;
  flow::SlotLoads loads_;
  flow::TreeGrower grower_;
  flow::RadialTree a_, b_;
  flow::RadialFlow flow_a_, flow_b_;
  flow::StampMap<network::SectionId> barred_;  ///< stays empty
};

}  // namespace tieline::switching
