#pragma once
// How much more fits: by sums without losses, over the elements that carry a part.

#include "engine/transfer/forest.hpp"

namespace tieline::transfer {

struct Margin {
  double kw = kUnknown;
  flow::Limit tightest;
};

enum class Reach : std::uint8_t {
  way,           ///< from the tie to the source
  way_and_part,  ///< and everything that carries some of the part
};

/// Of the part that hangs on the `i`-th section of the forest, fed through a tie. What all parts
/// add to the source counts.
/// Cost: O((rows up to the source + rows of the part) × slots).
[[nodiscard]] Margin margin_of(network::NetworkModel const& model, Hosts& hosts,
                               Forest const& forest, std::size_t i, flow::SlotLoads const& loads,
                               Reach reach);

}  // namespace tieline::transfer
