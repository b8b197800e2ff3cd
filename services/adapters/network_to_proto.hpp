#pragma once
// What was read, found and built → messages. Values only, no decisions.

#include "engine/io/case_folder.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/model.hpp"

#include "tieline/v1/network.pb.h"

namespace tieline::services {

[[nodiscard]] v1::Issue to_proto(network::Fault const& fault);

[[nodiscard]] v1::CheckNetworkResponse to_check_response(io::LoadedCase const& loaded);

/// Counts of a whole network. Sections are listed only with `want_sections`.
/// Requires: loaded.model is not null.
[[nodiscard]] v1::ShowNetworkResponse to_show_response(io::LoadedCase const& loaded,
                                                       bool want_sections);

}  // namespace tieline::services
