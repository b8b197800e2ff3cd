#pragma once
// Flags of the frequent verbs → what the engine is asked.

#include <optional>
#include <string>
#include <vector>

#include "engine/indices/caps.hpp"
#include "engine/indices/repeat_rules.hpp"
#include "engine/io/case_folder.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

/// --year, else the year of --as-of, else that of the last interruption.
/// Errors: invalid_argument: not a year, nothing to go by.
[[nodiscard]] Result<int> read_year(Invocation const& call, history::History const& history);

/// --as-of: an instant; a date means the last second of that day. Unset where not given.
[[nodiscard]] Result<std::optional<Seconds>> read_as_of(Invocation const& call,
                                                        history::History const& history);

/// --rules FILE|ID and, of a file with several sets, --rule-set ID.
/// Errors: as read_repeat_rules, pick_rule_set; file_missing.
[[nodiscard]] Result<indices::RepeatRuleSet> read_rule_set(Invocation const& call);

/// First seconds of the days of history/med.csv.
[[nodiscard]] std::vector<Seconds> official_med_days(history::History const& history);

struct CapsAsked {
  std::vector<indices::CapRow> caps;  ///< empty: neither the case nor the call gives any
  std::string from;                   ///< "plan/caps.csv" or the policy's name
};
/// --caps NAME, else plan/caps.csv.
[[nodiscard]] Result<CapsAsked> read_caps(Invocation const& call, io::LoadedCase const& loaded);

// Flags that several of the verbs take.
inline constexpr Flag kYearFlag{
    .name = "--year",
    .value = "Y",
    .help = {.en = "calendar year (default: of --as-of, else of the last "
                   "interruption)",
             .zh = "统计年份（默认 --as-of 所在年，否则最后一次停电所在年）"}};
inline constexpr Flag kAsOfFlag{
    .name = "--as-of",
    .value = "T",
    .help = {.en = "as known on this day (all of it) or instant of the year; the "
                   "\"today\" of windows of last days (default: the end of the "
                   "data, at most of the year)",
             .zh = "截止日期（含当日）或时刻，即“最近若干天”中的今天（默认为数据"
                   "末尾，不晚于年末）"}};
inline constexpr Flag kRulesFlag{
    .name = "--rules",
    .value = "FILE|ID",
    .help = {.en = "guangdong, guangdong@1, state_grid_95598, or a rule file of "
                   "your own (default: guangdong, its latest version)",
             .zh = "规则集：guangdong、guangdong@1、state_grid_95598，或自备规则"
                   "文件（默认 guangdong 最新版）"}};
inline constexpr Flag kRuleSetFlag{
    .name = "--rule-set",
    .value = "ID",
    .help = {.en = "which set of a rule file that holds several (default: its "
                   "first, latest version)",
             .zh = "规则文件含多套规则时选用哪一套（默认第一套的最新版）"}};
inline constexpr Flag kCapsFlag{
    .name = "--caps",
    .value = "NAME",
    .help = {.en = "changzhou_2021 (planned outages) or jiangsu_2020 (all "
                   "outages) instead of plan/caps.csv",
             .zh = "用 changzhou_2021（计划停电）或 jiangsu_2020（全部停电）代替 "
                   "plan/caps.csv"}};

}  // namespace tieline::services
