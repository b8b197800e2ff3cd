#pragma once
// History × Query → Answer.

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/answer.hpp"

namespace tieline::indices {

/// Every sum the query asks for.
///
/// Errors: invalid_argument (empty window, a key twice, too many keys), too_large (more cells than
///         fit: the message says which key to leave out).
/// Cost:   one pass over slices and records; with zone × class × month and neither people nor
///         events, ~10 ns a record. Threads: query.threads of its own; any number of callers.
[[nodiscard]] Result<Answer> compute(history::History const& history, Query const& query);

}  // namespace tieline::indices
