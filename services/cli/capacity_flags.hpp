#pragma once
// Flags of capacity list → what the engine is asked.

#include <string>

#include "engine/io/case_folder.hpp"
#include "engine/study/open_capacity.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

struct CapacityAsked {
  study::CapacityQuery query;
  std::string as_of;  ///< local date, 2021-01-01; empty: neither --at nor valid_from
};

/// Errors: invalid_argument; unknown_id with the nearest known; those of --pending's file.
[[nodiscard]] Result<CapacityAsked> read_capacity(Invocation const& call,
                                                  io::LoadedCase const& loaded);

}  // namespace tieline::services
