#pragma once
// Rule sets for frequent outages (频繁停电) as data: what is counted, in which window, from how
// many. Source of the shipped sets: testdata/rules/frequent_rules.csv,
// docs/methods/frequent-outages.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/base/result.hpp"

namespace tieline::indices {

enum class RepeatLevel : std::uint8_t {
  frequent,
  warning,
  line,  ///< a feeder with so many frequent users
};
enum class RepeatWindow : std::uint8_t {
  calendar_year,   ///< the year asked about, to the as-of day
  rolling_days,    ///< any `length` days in a row that end in the year
  rolling_months,  ///< any `length` months from a day on, of which the last outage is in the year
  last_days,       ///< the `length` days to the as-of day, both ends included
};
enum class CountTest : std::uint8_t { over, at_least, equal, between };
enum class RepeatKinds : std::uint8_t { all, prearranged, fault };

[[nodiscard]] std::string_view name_of(RepeatLevel level);
[[nodiscard]] std::string_view name_of(RepeatWindow window);

/// One rule. What is dropped and merged is decided before the kinds are counted.
struct RepeatRule {
  std::string id, name, name_zh;
  RepeatLevel level = RepeatLevel::frequent;
  RepeatWindow window = RepeatWindow::calendar_year;
  std::int64_t length = 0;  ///< days or months of the window
  CountTest test = CountTest::over;
  std::int64_t count = 0;
  std::int64_t count_to = 0;  ///< upper end of `between`
  RepeatKinds kinds = RepeatKinds::all;
  Seconds merge_gap_s = 0;                ///< one that starts sooner after the last kept is dropped
  std::optional<Seconds> min_duration_s;  ///< shorter is dropped; unset: momentary is dropped
  bool drop_med = false;                  ///< one that starts on a major event day is dropped
  bool drop_single_user = false;          ///< one whose event has a single user is dropped
  bool keep_all_dedicated = true;  ///< level line: count a feeder whose frequent users are all 专变
  std::int64_t priority = 0;       ///< the smallest that holds names the class

  [[nodiscard]] bool holds(std::int64_t n) const;
};

struct RepeatRuleSet {
  std::string id, source;
  std::int64_t version = 0;
  std::vector<RepeatRule> rules;       ///< of users: frequent ones first, then by priority
  std::vector<RepeatRule> line_rules;  ///< of feeders, by priority

  [[nodiscard]] std::string name() const;  ///< "guangdong@2"
};

/// Reads a rule file: any number of sets and versions. Any finding refuses the file, as a rule
/// half read would judge users wrongly.
/// Errors: input_rejected (the findings), invalid_argument (two priorities alike in a set, a window
///         without length, …).
[[nodiscard]] Result<std::vector<RepeatRuleSet>> read_repeat_rules(std::string_view csv,
                                                                   std::string_view file);

/// The sets shipped with tieline.
[[nodiscard]] std::vector<RepeatRuleSet> const& builtin_repeat_rules();

/// "guangdong@1", or "guangdong": its highest version; "": the only set of the list, else the
/// first. Errors: unknown_id, naming what there is.
[[nodiscard]] Result<RepeatRuleSet> pick_rule_set(std::vector<RepeatRuleSet> const& sets,
                                                  std::string_view name);

}  // namespace tieline::indices
