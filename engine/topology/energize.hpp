#pragma once
// Which sections are alive, and from which source, under one switch state: the whole network.

#include <span>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::topology {

/// What one flood of supply reached. Views into the scratch: valid until its next use.
struct Energized {
  IdSpan<network::SectionId, network::SourceId const> source;  ///< [n_section] none() if dark
  IdSpan<network::SectionId, network::SwitchId const> via;     ///< [n_section] towards the source
  std::span<network::SectionId const> order;  ///< live sections, sources first, breadth first
  std::span<network::SwitchId const> loops;   ///< closed switches that join two live paths
};

/// Caller-owned memory of energize(); no heap use once it has served a model of this size.
struct EnergizeScratch {
  IdVec<network::SectionId, network::SourceId> source;
  IdVec<network::SectionId, network::SwitchId> via;
  IdVec<network::SectionId, std::uint32_t> rank;
  std::vector<network::SectionId> order;
  std::vector<network::SwitchId> loops;
};

/// Floods supply from every source through the closed switches.
///
/// Shapes:  `closed` [n_switch]; both id-columns of the answer are [n_section].
/// Errors:  none. A loop is an answer, not an error: a hot transfer passes through one.
/// Cost:    O(n_section + arcs of live sections); no heap use once `scratch` fits the model.
/// Threads: `model` and `closed` are only read; `scratch` belongs to the caller's thread.
/// Source:  docs/adr/0007-radial-operation-and-hot-transfer.md
[[nodiscard]] Energized energize(network::NetworkModel const& model,
                                 network::SwitchState const& closed, EnergizeScratch& scratch);

}  // namespace tieline::topology
