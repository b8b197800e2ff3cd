#pragma once
// From what, by which rules and by which build an answer was made.

#include <string>
#include <utility>
#include <vector>

#include "engine/history/history.hpp"

#include "tieline/v1/common.pb.h"

namespace tieline::services {

/// Name and value of what was asked, in the order of the verb's help.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// `rules`: indices::Rules::id(). Inputs are those the history was built from, by name.
[[nodiscard]] v1::Provenance provenance_of(history::History const& history, std::string rules,
                                           Parameters const& parameters);

}  // namespace tieline::services
