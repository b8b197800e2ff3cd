#pragma once
// Flags of the outage verbs → what the engine is asked.

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/case_folder.hpp"
#include "engine/study/outage.hpp"
#include "services/adapters/outage_to_proto.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

/// Ids separated by ';' or ',', spaces around them dropped.
[[nodiscard]] std::vector<std::string> split_ids(std::span<std::string const> typed);

/// Exact seconds of a decimal number of hours, rounded to the nearest second.
/// Errors: invalid_argument: not a number, not finite, not above zero, above 100 000 h.
[[nodiscard]] Result<Seconds> read_duration_h(std::string_view flag, std::string const& typed);

struct ImpactAsked {
  study::ImpactQuery query;
  Wording wording;
};
[[nodiscard]] Result<ImpactAsked> read_impact(Invocation const& call, io::LoadedCase const& loaded);

struct SimulationAsked {
  study::OutageQuery query;
  Wording wording;
  bool only_best = false;
};
[[nodiscard]] Result<SimulationAsked> read_simulation(Invocation const& call,
                                                      io::LoadedCase const& loaded);

}  // namespace tieline::services
