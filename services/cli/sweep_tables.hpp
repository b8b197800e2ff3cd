#pragma once
// Answers of sweep n1 as people read them, as CSV, and rows one at a time.

#include <functional>
#include <string>

#include "services/cli/words.hpp"

#include "tieline/v1/sweep.pb.h"

namespace tieline::services {

/// Calls its argument with every row that was asked for, in order. So a province's rows never stand
/// in memory as messages.
using EachRow = std::function<void(std::function<void(v1::SweepRow const&)> const&)>;

/// `rows`: null without --rows; a table shows the first 200 of them.
[[nodiscard]] std::string sweep_table(v1::SweepN1Response const& answer, EachRow const& rows,
                                      Language language);

/// One record a group (`all` first, then kinds, groups and hours); with rows one record a row.
[[nodiscard]] std::string sweep_csv(v1::SweepN1Response const& answer, EachRow const& rows);

/// What to_json gives of the answer with its rows filled in.
[[nodiscard]] std::string sweep_json(v1::SweepN1Response const& answer, EachRow const& rows);

}  // namespace tieline::services
