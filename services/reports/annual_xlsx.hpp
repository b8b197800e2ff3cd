#pragma once
// The annual report as a workbook.

#include <string>

#include "engine/base/result.hpp"
#include "services/cli/words.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::services {

/// The bytes of an .xlsx file: summary, months with a chart, variants, quality, provenance. The
/// same message gives the same bytes: the day of its making is not written into it. Errors:
/// write_failed (no room for a temporary file).
[[nodiscard]] Result<std::string> annual_xlsx(v1::AnnualReportResponse const& report,
                                              Language language);

}  // namespace tieline::services
