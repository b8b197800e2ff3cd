#pragma once
// The rule files of testdata/rules, compiled in (cmake/TielineEmbed.cmake).

#include <string_view>

namespace tieline::indices {

[[nodiscard]] std::string_view frequent_rules_csv();
[[nodiscard]] std::string_view policy_caps_csv();
[[nodiscard]] std::string_view arrival_limits_csv();

}  // namespace tieline::indices
