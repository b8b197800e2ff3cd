#pragma once
// Open capacity → messages. Values only, no decisions.

#include <string>

#include "engine/network/faults.hpp"
#include "engine/study/open_capacity.hpp"

#include "tieline/v1/capacity.pb.h"

namespace tieline::services {

/// feeder, section, transformer, source.
[[nodiscard]] std::string_view name_of(study::CapacityKind kind);

/// `as_of`: the local date of the list, 2021-01-01, or empty.
[[nodiscard]] v1::ListCapacityResponse to_proto(network::NetworkModel const& model,
                                                study::CapacityQuery const& query,
                                                study::CapacityAnswer const& answer,
                                                std::string const& as_of,
                                                network::Language language);

/// The first 5th of a month that is not before a date (2021-01-06 → 2021-02-05); empty for empty.
[[nodiscard]] std::string publish_by(std::string const& as_of);

}  // namespace tieline::services
