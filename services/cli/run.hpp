#pragma once
// The program from its words to its exit code.

#include <string>
#include <vector>

#include "services/adapters/status.hpp"

namespace tieline::services {

/// Runs one command. Errors become a sentence on stderr and an exit code; a broken invariant is
/// caught here, the outermost door.
[[nodiscard]] ExitCode run(std::vector<std::string> const& words);

}  // namespace tieline::services
