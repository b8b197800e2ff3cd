#pragma once
// AC power flow of a neighbour with an island on one tie.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/flow_judge.hpp"
#include "engine/flow/radial_flow.hpp"
#include "engine/sweep/feeder.hpp"

namespace tieline::sweep {

/// An island of one feeder, turned round to hang on one of its nodes.
struct TurnedIsland {
  Feeder const& feeder;
  std::uint32_t section = 0;                 ///< its top
  std::uint32_t row = 0;                     ///< where the tie ends
  std::span<std::uint8_t const> second_fed;  ///< [duals of the feeder] whose load is elsewhere now
};

/// The live end of a tie.
struct LiveEnd {
  network::SourceId source;
  Feeder const* host = nullptr;  ///< null: the tie ends at the source's own node
  std::uint32_t row = 0;         ///< there
  flow::Load others;             ///< what else the source delivers, by AC power flow
};

/// Scratch of one thread.
class OneTie {
 public:
  explicit OneTie(network::NetworkModel const& model) : model_{&model} {}

  /// Does everything stay within limits if `tie` feeds the whole island? Cost: O(rows ·
  /// iterations).
  [[nodiscard]] bool carries(LiveEnd const& end, network::SwitchId tie, TurnedIsland const& island);

 private:
  void add_island(std::uint32_t under, network::SwitchId tie, TurnedIsland const& island);

  network::NetworkModel const* model_;
  flow::RadialFlow flow_;
  flow::RadialTree tree_;
  std::vector<std::uint32_t> place_;  ///< island row → row of the tree
};

}  // namespace tieline::sweep
