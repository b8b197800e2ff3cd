#pragma once
// The annual report as one page: no script, nothing loaded from outside, fit for print.

#include <string>

#include "services/cli/words.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::services {

/// A whole HTML document. Every text of the message is escaped.
[[nodiscard]] std::string annual_html(v1::AnnualReportResponse const& report, Language language);

}  // namespace tieline::services
