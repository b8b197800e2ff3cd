#pragma once
// Answers about frequency and response as people read them, and as CSV.

#include <string>

#include "services/cli/words.hpp"

#include "tieline/v1/frequency.pb.h"

namespace tieline::services {

[[nodiscard]] std::string frequent_table(v1::ListFrequentResponse const& answer, Language language);
[[nodiscard]] std::string frequent_csv(v1::ListFrequentResponse const& answer);

[[nodiscard]] std::string caps_table(v1::JudgeCapsResponse const& answer, Language language);
[[nodiscard]] std::string caps_csv(v1::JudgeCapsResponse const& answer);

[[nodiscard]] std::string lookahead_table(v1::LookAheadResponse const& answer, Language language);
[[nodiscard]] std::string lookahead_csv(v1::LookAheadResponse const& answer);

[[nodiscard]] std::string response_table(v1::JudgeResponseResponse const& answer,
                                         Language language);
[[nodiscard]] std::string response_csv(v1::JudgeResponseResponse const& answer);

/// Day and minute of an RFC 3339 instant: "2021-05-03 08:00".
[[nodiscard]] std::string minute_of(std::string const& instant);

/// Rows of long lists that a table shows.
inline constexpr int kListedRows = 50;
/// "… and 12 more: --format csv or json lists all", or nothing.
[[nodiscard]] std::string more_listed(int rows, Language language);

}  // namespace tieline::services
