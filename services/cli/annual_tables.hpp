#pragma once
// The annual report on a terminal and as rows.

#include <string>

#include "services/cli/words.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::services {

[[nodiscard]] std::string annual_table(v1::AnnualReportResponse const& report, Language language);
/// One row a part, zone, base and target.
[[nodiscard]] std::string annual_csv(v1::AnnualReportResponse const& report);

}  // namespace tieline::services
