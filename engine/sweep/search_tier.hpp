#pragma once
// One contingency in full: who is out by a flood, what comes back by transfer::Planner.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/load_window.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/sweep/feeder_arena.hpp"
#include "engine/sweep/sweep.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::sweep {

/// What fails at once.
struct Failure {
  std::span<network::SectionId const> dead;  ///< ascending
  network::SourceId out;                     ///< healthy sections without this source; or none()
};

/// Outcome, with what does not fit into it.
struct Settled {
  Outcome outcome;
  std::span<network::SwitchId const> ties;       ///< closed, ascending
  std::span<network::SectionId const> restored;  ///< sections, ascending, where only part is
};

/// Scratch of one thread. What it returns is valid until its next use.
class SearchTier {
 public:
  SearchTier(FeederArena const& arena, SweepQuery const& query);

  /// Cost: that of transfer::Planner, and O(sections of the areas concerned).
  [[nodiscard]] Settled settle(Failure const& failure);
  /// The arena has flipped these.
  void flip(std::span<network::SwitchId const> flipped) {
    for (auto const s : flipped) {
      closed_.set(s, arena_->closed().test(s));
    }
  }

 private:
  void find_dark(Failure const& failure);
  void spread(network::SectionId from, Failure const& failure);
  void isolate(Failure const& failure);
  void restore();
  void count(Failure const& failure, Outcome& outcome);
  void add_plan(transfer::Plan const& plan, Outcome& outcome);
  [[nodiscard]] bool stays_on_second(network::UserId user) const;

  FeederArena const* arena_;
  SweepQuery const* query_;
  flow::LoadWindow window_;
  flow::SlotLoads loads_;
  transfer::Planner planner_;
  network::SwitchState closed_;
  std::vector<network::SwitchId> opened_;
  std::vector<network::SourceId> out_;
  flow::StampMap<network::SectionId> lost_;  ///< dead and dark
  flow::StampMap<network::SectionId> seen_;
  std::vector<network::SectionId> queue_, dark_, restored_;
};

}  // namespace tieline::sweep
