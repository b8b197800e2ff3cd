#include "services/adapters/status.hpp"

namespace tieline::services {

ExitCode exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::internal:
    case ErrorCode::write_failed:
      return ExitCode::internal;
    case ErrorCode::stopped:
      return ExitCode::interrupted;
    case ErrorCode::model_invalid:
    case ErrorCode::file_missing:
    case ErrorCode::file_corrupt:
    case ErrorCode::file_too_new:
    case ErrorCode::file_too_old:
    case ErrorCode::input_rejected:
      return ExitCode::rejected;
    case ErrorCode::invalid_argument:
    case ErrorCode::unknown_id:
    case ErrorCode::too_large:
      return ExitCode::usage;
  }
  return ExitCode::internal;
}

}  // namespace tieline::services
