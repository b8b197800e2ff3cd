#pragma once
// The case named on the command line, loaded with its flags, progress and remarks.

#include "engine/io/case_folder.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

/// Loads for net check: a case that is rejected is still an answer.
[[nodiscard]] Result<io::LoadedCase> load_to_check(Invocation const& call);

/// Loads for every other verb.
/// Errors: as io::load_case; input_rejected with the first faults when no network could be built.
/// Rows set aside are remarked on stderr.
[[nodiscard]] Result<io::LoadedCase> load_to_use(Invocation const& call);

/// The same with its history, for index … and report ….
[[nodiscard]] Result<io::LoadedCase> load_with_history(Invocation const& call);

/// done, or quarantined if rows were set aside.
[[nodiscard]] ExitCode exit_code_of(io::LoadedCase const& loaded);

}  // namespace tieline::services
