#include "services/cli/frequent_flags.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "engine/indices/calendar.hpp"
#include "engine/indices/rule_file.hpp"
#include "engine/io/civil_time.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

using history::History;

int year_of(Seconds utc, std::string_view zone) {
  return static_cast<int>(std::chrono::year_month_day{indices::local_day(utc, zone)}.year());
}

std::optional<Seconds> last_start(History const& history) {
  auto const& starts = history.col().record_start;
  auto const latest = std::max_element(starts.begin(), starts.end());
  return latest == starts.end() ? std::nullopt : std::optional{Seconds{*latest}};
}

bool is_builtin(std::string const& name) {
  auto const& sets = indices::builtin_repeat_rules();
  return std::any_of(sets.begin(), sets.end(), [&](indices::RepeatRuleSet const& set) {
    return set.id == name || set.name() == name;
  });
}

}  // namespace

Result<int> read_year(Invocation const& call, History const& history) {
  if (call.has("--year")) {
    auto const typed = call.value("--year");
    auto const year = number_of<int>(typed);
    if (!year) {
      return wrong_usage(fmt::format("--year takes a year, as in 2021, not \"{}\"", typed),
                         fmt::format("--year 应为年份，如 2021，而不是 \"{}\"", typed));
    }
    return *year;
  }
  TIELINE_TRY(as_of, read_as_of(call, history));
  auto const instant = as_of ? as_of : last_start(history);
  if (!instant) {
    return wrong_usage("the case has no history/interruptions.csv to go by; give --year Y",
                       "算例没有 history/interruptions.csv，无法推定年份；请给出 --year");
  }
  return year_of(*instant, history.time_zone());
}

Result<std::optional<Seconds>> read_as_of(Invocation const& call, History const& history) {
  if (!call.has("--as-of")) {
    return std::optional<Seconds>{};
  }
  auto const typed = call.value("--as-of");
  auto const time = io::parse_time(typed, history.time_zone());
  if (!time) {
    return wrong_usage(fmt::format("--as-of: {}", time.error().en),
                       fmt::format("--as-of：{}", time.error().zh));
  }
  auto const reading = io::read_time(typed, history.time_zone());
  if (!reading.is_date_only) {
    return std::optional{*time};
  }
  // The last second of the day: days of 23 and 25 hours exist.
  auto const day = indices::local_day(*time, history.time_zone());
  return std::optional{indices::midnight(day + std::chrono::days{1}, history.time_zone()) - 1};
}

Result<indices::RepeatRuleSet> read_rule_set(Invocation const& call) {
  auto const typed = call.value("--rules");
  auto const& builtin = indices::builtin_repeat_rules();
  if (typed.empty() || is_builtin(typed)) {
    return pick_rule_set(builtin, call.has("--rule-set") ? call.value("--rule-set") : typed);
  }
  auto const text = indices::read_rule_text(typed);
  if (!text) {
    std::string names;
    for (auto const& set : builtin) {
      names += (names.empty() ? "" : ", ") + set.name();
    }
    return fail(text.error().code,
                fmt::format("--rules: {}; rule sets shipped: {}", text.error().en, names),
                fmt::format("--rules：{}；自带规则集：{}", text.error().zh, names));
  }
  TIELINE_TRY(sets, indices::read_repeat_rules(*text, typed));
  return pick_rule_set(sets, call.value("--rule-set"));
}

std::vector<Seconds> official_med_days(History const& history) {
  std::vector<Seconds> days;
  for (auto const& med : history.col().official_meds) {
    days.push_back(med.day);
  }
  return days;
}

Result<CapsAsked> read_caps(Invocation const& call, io::LoadedCase const& loaded) {
  if (call.has("--caps")) {
    TIELINE_TRY(policy, indices::pick_cap_policy(call.value("--caps")));
    return CapsAsked{.caps = std::move(policy.caps), .from = std::move(policy.id)};
  }
  CapsAsked asked{.caps = loaded.plan.caps, .from = {}};
  if (!asked.caps.empty()) {
    asked.from = "plan/caps.csv";
  }
  return asked;
}

}  // namespace tieline::services
