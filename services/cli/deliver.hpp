#pragma once
// An answer on its way out: stdout or a whole file, in the form asked for; remarks to stderr.

#include <functional>
#include <string>

#include "engine/base/result.hpp"
#include "services/cli/verb.hpp"

namespace google::protobuf {
class Message;
}

namespace tieline::services {

/// Prints `answer` as JSON, or calls the printer of the form asked for; `code` once it is out.
/// Errors: write_failed (disc full, pipe closed, folder not writable).
[[nodiscard]] Result<ExitCode> deliver(Invocation const& call, ExitCode code,
                                       google::protobuf::Message const& answer,
                                       std::function<std::string()> const& table,
                                       std::function<std::string()> const& csv);

/// Prints bytes of a form that is no message: a workbook, a page.
[[nodiscard]] Result<ExitCode> deliver_bytes(Invocation const& call, ExitCode code,
                                             std::string const& bytes);

/// One line on stderr, unless --quiet.
void remark(Invocation const& call, std::string_view text);

}  // namespace tieline::services
