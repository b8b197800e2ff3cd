#pragma once
// What must open so that the equipment of a job is dead, and who goes dark with it.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/model.hpp"
#include "engine/switching/reason.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::switching {

/// One switch that parts the work from the energised network, and how it may be opened.
struct Cut {
  network::SwitchId device;
  /// Upstream switch that takes the load off while `device` operates; none(): not needed. Its
  /// other users take a short outage, out and back.
  network::SwitchId breaker;
  /// Load-breaking switches below `device`, opened first so that it carries no current.
  std::vector<network::SwitchId> relief;
};

/// Sections beyond the work that lose supply with it, as one component.
struct DarkIsland {
  std::vector<network::SectionId> sections;  ///< ascending
  std::vector<network::SwitchId> boundary;   ///< closed switches towards the work
  std::int64_t users = 0;                    ///< with supply in the normal state
  std::int64_t households = 0;               ///< likewise
};

struct Isolation {
  Reason impossible;                       ///< cannot_isolate: no switch may part the work
  std::vector<network::SectionId> dead;    ///< ascending
  std::vector<network::SourceId> sources;  ///< inside the work: taken out of service
  std::vector<Cut> cuts;
  std::vector<DarkIsland> islands;  ///< most users first
  [[nodiscard]] bool is_possible() const { return !impossible.is_some(); }
};

/// Cuts the sections `work` off from every source so that the fewest users stay dark, then the
/// fewest are dark for a moment: every closed switch between the work and what stays live opens.
/// One that cannot break load (disconnector, fuse) is opened without current: first behind
/// load-breaking switches below it, if all load there hangs on such; else with the nearest
/// load-breaking switch upstream open. Switches towards what goes dark anyway stay closed. With
/// rings in the normal state a way that needs two upstream switches at once is not found.
///
/// Shapes:  `work` ascending, unique. `live` is left in the isolated state, ties untouched.
/// Cost:    O(sections of the feeders concerned).
/// Source:  docs/methods/planned-outage.md §2
[[nodiscard]] Isolation isolate(network::NetworkModel const& model,
                                std::span<network::SectionId const> work,
                                topology::LiveNetwork& live);

/// Puts a reset `live` into the isolated state again.
void apply(Isolation const& isolation, topology::LiveNetwork& live);

}  // namespace tieline::switching
