#pragma once
// Answers about what happened as people read them, and as CSV.

#include <string>

#include "services/cli/verb.hpp"

#include "tieline/v1/index.pb.h"

namespace tieline::services {

struct IndexView {
  Base base = Base::mv_user;
  Language language = Language::en;
  bool details = false;  ///< the second table: durations, events, energy, people
};
/// Window and rules, the rows, major event days, and what was left out or is not known.
[[nodiscard]] std::string index_table(v1::ComputeIndicesResponse const& answer,
                                      IndexView const& view);
/// One record a row, with every figure of the contract; empty where there is none.
[[nodiscard]] std::string index_csv(v1::ComputeIndicesResponse const& answer);

/// Events with their sums, then the stretches where they are few or asked for, then the sum.
[[nodiscard]] std::string explain_table(v1::ExplainIndicesResponse const& answer,
                                        IndexView const& view);
/// One record a stretch.
[[nodiscard]] std::string explain_csv(v1::ExplainIndicesResponse const& answer);

/// "2021-01-01T00:00:00+08:00 to … (8760 h); rules …": the first lines of both tables.
[[nodiscard]] std::string index_heading(std::string const& network, v1::TimeWindow const& window,
                                        v1::RuleSet const& rules, Language language);

}  // namespace tieline::services
