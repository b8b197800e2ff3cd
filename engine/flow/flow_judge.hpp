#pragma once
// Is a solved tree within its limits, and which one is nearest?

#include <cstdint>
#include <span>

#include "engine/flow/limit.hpp"
#include "engine/flow/radial_flow.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/network/settings.hpp"

namespace tieline::flow {

/// What one solve of one tree means.
struct FlowVerdict {
  /// none: within. Else the worst violation by its share of the limit, or what is unknown.
  Limit binding;
  Limit tightest;         ///< the limit that is nearest or passed furthest, with its figures
  double excess = -1;     ///< of `tightest`: value ÷ limit − 1; negative: so much is left
  std::uint32_t row = 0;  ///< of `tightest`
  [[nodiscard]] bool is_within() const { return !binding.is_some(); }
};

/// Judges `flow`, the last solve, which was of `tree`.
///
/// Asked in this order: what the tree itself cannot prove (`tree.unproven`), missing phases, a
/// solution, currents and voltages (of every node, the source's included), then known ratings of
/// the rows whose `asked` is not 0. Other unknown ratings are passed over. `asked`: [n], or empty
/// for none. `hour`: goes into the limits.
///
/// Cost: O(rows), no root and no division in the loop, no allocation.
[[nodiscard]] FlowVerdict judge(RadialTree const& tree, RadialFlow const& flow,
                                network::Settings const& settings,
                                std::span<std::uint8_t const> asked, std::int32_t hour);

/// The same for a source that delivers `total`, losses included.
[[nodiscard]] FlowVerdict judge_source(network::NetworkModel const& model, network::SourceId source,
                                       Load total, bool asked, std::int32_t hour);

/// Sets marks[row] = 1 from `row` up to the root, which has no element and stays as it is.
void mark_way_up(RadialTree const& tree, std::uint32_t row, std::span<std::uint8_t> marks);

}  // namespace tieline::flow
