#pragma once
// Flags of sweep n1 → what the engine is asked.

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/io/case_folder.hpp"
#include "engine/study/sweep_summary.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

struct SweepAsked {
  sweep::SweepQuery query;
  std::vector<study::SweepGrouping> by;
  std::optional<Seconds> at;       ///< unset: peak
  std::vector<flow::Slot> hours;   ///< with --hours: 24 of them
  std::optional<std::size_t> top;  ///< --top
  bool want_rows = false;
  bool failed_only = false;
};

/// Errors: invalid_argument, naming the flag and what it takes.
[[nodiscard]] Result<SweepAsked> read_sweep(Invocation const& call, io::LoadedCase const& loaded);

}  // namespace tieline::services
