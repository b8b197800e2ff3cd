#pragma once
// What a snapshot carries of a case's history: the packed columns, and what was found when they
// were read. Names of attachments: kPackedHistory, kHistoryFindings.

#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/io/case_folder.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/io/table_reader.hpp"

namespace tieline::io {

inline constexpr std::string_view kPackedHistory = "history.packed";
inline constexpr std::string_view kHistoryFindings = "history.findings";

/// The two attachments of a case loaded with its history; none without. Cost: a copy of the
/// columns.
[[nodiscard]] std::vector<Attachment> history_attachments(LoadedCase const& loaded);

/// Findings, rows set aside and row counts, as history_attachments() wrote them, into `context` and
/// `loaded`. Kinds of finding that this version does not know are passed over.
/// Errors: file_corrupt.
[[nodiscard]] Result<void> read_history_findings(std::string_view text, ReadContext& context,
                                                 LoadedCase& loaded);

}  // namespace tieline::io
