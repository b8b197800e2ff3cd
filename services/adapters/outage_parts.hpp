#pragma once
// Pieces of outage answers that both messages use.

#include <array>
#include <cstdint>
#include <string>

#include "engine/study/outage.hpp"

#include "tieline/v1/common.pb.h"

namespace tieline::services {

[[nodiscard]] v1::Reason to_proto(network::NetworkModel const& model,
                                  switching::Reason const& reason, network::Language language);

[[nodiscard]] v1::TieOption to_proto(network::NetworkModel const& model,
                                     study::TieOption const& option, network::Language language);

[[nodiscard]] v1::TransferPlan to_proto(network::NetworkModel const& model,
                                        study::TransferPlan const& plan,
                                        network::Language language);

[[nodiscard]] v1::SecondFault to_proto(network::NetworkModel const& model,
                                       study::SecondFault const& fault);

/// The id of the element a reason speaks of; empty if it speaks of none.
[[nodiscard]] std::string element_of(network::NetworkModel const& model,
                                     switching::Reason const& reason);

/// VA·s of the users of each zone that were dark, unknown ratings left out.
using CapacitySeconds = std::array<std::int64_t, network::kZoneCount>;
[[nodiscard]] CapacitySeconds capacity_seconds(network::NetworkModel const& model,
                                               study::StrategyOutcome const& outcome);

}  // namespace tieline::services
