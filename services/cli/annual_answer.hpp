#pragma once
// From a typed call to the annual report, and from a report back to the call that made it.

#include <string>

#include "services/cli/verb.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::services {

struct AnnualAnswer {
  v1::AnnualReportResponse message;
  ExitCode code = ExitCode::done;  ///< quarantined if rows were set aside
};

/// Loads the case and answers; the message carries its proof.
/// Errors: as loading, study::report_year(), and wrong use of the flags.
[[nodiscard]] Result<AnnualAnswer> answer_annual(Invocation const& call);

/// The words that make this report again of the case at `case_path`: report annual … --format json.
[[nodiscard]] std::vector<std::string> words_again(v1::AnnualReportResponse const& report,
                                                   std::string const& case_path);

}  // namespace tieline::services
