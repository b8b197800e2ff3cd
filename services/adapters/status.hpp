#pragma once
// One table: what an engine error means to whoever called.

#include "engine/base/result.hpp"

namespace tieline::services {

/// What the program leaves behind as exit code.
enum class ExitCode : int {
  done = 0,
  internal = 1,
  usage = 2,
  quarantined = 3,
  rejected = 4,
  not_possible = 5,
  interrupted = 130,  ///< as shells report a program ended by Ctrl-C
};

[[nodiscard]] ExitCode exit_code_of(ErrorCode code);

}  // namespace tieline::services
