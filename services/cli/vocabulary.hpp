#pragma once
// Words of the messages (CSV spelling) as people read them in tables.

#include <string>
#include <string_view>

#include "services/cli/words.hpp"

namespace tieline::services {

[[nodiscard]] std::string zone_word(std::string_view zone, Language language);
[[nodiscard]] std::string switch_word(std::string_view kind, Language language);
[[nodiscard]] std::string control_word(std::string_view control, Language language);
/// yes, no, or "?" where the case does not say.
[[nodiscard]] std::string answer_word(std::string_view answer, Language language);
[[nodiscard]] std::string strategy_word(std::string_view strategy, Language language);
[[nodiscard]] std::string action_word(std::string_view action, Language language);
/// A leaf of the outage tree (停电性质).
[[nodiscard]] std::string outage_class_word(std::string_view outage_class, Language language);
/// Why a stretch of an interruption counts, or does not.
[[nodiscard]] std::string verdict_word(std::string_view verdict, Language language);
/// Title of a column of --by.
[[nodiscard]] std::string key_title(std::string_view key, Language language);

}  // namespace tieline::services
