#pragma once
// AC power flow of a neighbour with an island on one tie.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/flow_judge.hpp"
#include "engine/flow/radial_flow.hpp"
#include "engine/sweep/feeder_arena.hpp"

namespace tieline::sweep {

/// An island of one feeder, turned round to hang on one of its nodes.
struct TurnedIsland {
  Feeder const* feeder = nullptr;
  std::uint32_t section = 0;  ///< its top
  std::uint32_t row = 0;      ///< where the tie ends
};

/// An island that a tie is to feed.
struct Hung {
  LiveEnd end;
  network::SwitchId tie;
  TurnedIsland island;
};

/// A load that comes onto a feeder because its first supply is lost.
struct Moved {
  LiveEnd end;
  flow::Load load;
};

/// Scratch of one thread.
class OneTie {
 public:
  explicit OneTie(FeederArena const& arena) : arena_{&arena} {}

  /// Does everything stay within limits if one source, whose feeders are otherwise as they were,
  /// takes all of `hung` and `moved`? `known`: its area is plain and known.
  /// Cost: O(rows of the feeders concerned · iterations), no allocation after the largest.
  [[nodiscard]] bool carries(network::SourceId source, std::span<Hung const> hung,
                             std::span<Moved const> moved);

 private:
  void begin(network::SourceId source, std::uint32_t host);
  void add_island(Hung const& hung);
  bool carries_one(network::SourceId source, std::uint32_t host, std::span<Hung const> hung,
                   std::span<Moved const> moved, flow::Load& total);

  FeederArena const* arena_;
  flow::RadialFlow flow_;
  flow::RadialTree tree_;
  Feeder alone_;                      ///< a source's node and nothing else
  std::vector<std::uint32_t> place_;  ///< island row → row of the tree
  std::vector<std::uint32_t> hosts_;
};

}  // namespace tieline::sweep
