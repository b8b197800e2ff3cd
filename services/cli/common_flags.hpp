#pragma once
// Words typed after the common flags → CommonFlags.

#include "engine/base/result.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

/// Reads call.given into call.common. `call.common.language` is already set. `more_formats`: of the
/// verb, besides table, json and csv.
/// Errors: invalid_argument, naming the flag and what it takes.
[[nodiscard]] Result<void> read_common_flags(Invocation& call,
                                             std::span<std::string_view const> more_formats);

}  // namespace tieline::services
