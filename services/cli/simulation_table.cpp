#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "services/cli/outage_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

using v1::OutageZone;
using v1::SimulateOutageResponse;
using v1::StrategyOutcome;
using v1::ZoneBudget;

/// Titles and cells in one language, for one counted unit.
struct Face {
  Language language;
  Base base;
  [[nodiscard]] std::string t(std::string_view en, std::string_view zh) const {
    return std::string{Words{en, zh}.in(language)};
  }
  [[nodiscard]] std::string hours_title() const {
    switch (base) {
      case Base::household:
        return t("household-hours", "低压时户数");
      case Base::capacity:
        return t("kVA-hours", "kVA·时");
      case Base::mv_user:
        break;
    }
    return t("user-hours", "时户数");
  }
  template <class Sums>
  [[nodiscard]] double hours(Sums const& sums) const {
    return base == Base::household  ? sums.household_hours()
           : base == Base::capacity ? sums.capacity_kva_hours()
                                    : sums.user_hours();
  }
  template <class Sums>
  [[nodiscard]] double sustained_hours(Sums const& sums) const {
    return base == Base::household ? sums.sustained_household_hours() : sums.sustained_user_hours();
  }
  template <class Sums>
  [[nodiscard]] std::int32_t interruptions(Sums const& sums) const {
    return base == Base::household ? sums.household_interruptions() : sums.user_interruptions();
  }
  template <class Sums>
  [[nodiscard]] std::int32_t momentary(Sums const& sums) const {
    return base == Base::household ? sums.momentary_household_interruptions()
                                   : sums.momentary_user_interruptions();
  }
};

/// A strategy that could not be planned has no figures: they are not zero.
bool is_answered(StrategyOutcome const& s) {
  return s.feasible() || s.steps_size() != 0;
}

std::string heading(SimulateOutageResponse const& a, Face const& face) {
  auto const equipment =
      fmt::format("{}", fmt::join(a.equipment().begin(), a.equipment().end(), ", "));
  auto const what = a.work().empty() ? equipment : a.work() + " (" + equipment + ")";
  return fmt::format(fmt::runtime(face.t("{}: planned outage of {}, from {} for {:g} h\n",
                                         "{}：计划停电 {}，{} 起 {:g} 小时\n")),
                     a.network(), what, a.start(), a.duration_h());
}

std::string side_by_side(SimulateOutageResponse const& a, Face const& face) {
  TextTable table{{{face.t("strategy", "策略")},
                   {face.t("feasible", "可行")},
                   {face.hours_title(), Align::right},
                   {face.t("sustained", "其中持续"), Align::right},
                   {face.t("MV users out", "停电中压用户"), Align::right},
                   {face.t("households out", "停电低压用户"), Align::right},
                   {face.t("interruptions", "停电户次"), Align::right},
                   {face.t("momentary", "短时户次"), Align::right},
                   {face.t("steps", "步数"), Align::right},
                   {face.t("ties", "联络")},
                   {face.t("remark", "说明")}}};
  for (auto const& s : a.strategies()) {
    auto const best = s.strategy() == a.best() ? " *" : "";
    auto const ties =
        fmt::format("{}", fmt::join(s.ties_used().begin(), s.ties_used().end(), ", "));
    auto const figure = [&](std::string const& text) { return is_answered(s) ? text : "-"; };
    table.add(
        {strategy_word(s.strategy(), face.language) + best,
         answer_word(s.feasible() ? "yes" : "no", face.language), figure(rounded(face.hours(s))),
         face.base == Base::capacity ? "-" : figure(rounded(face.sustained_hours(s))),
         figure(std::to_string(s.users_out())), figure(std::to_string(s.households_out())),
         figure(std::to_string(face.interruptions(s))), figure(std::to_string(face.momentary(s))),
         std::to_string(s.steps_size()), ties, s.reason()});
  }
  auto text = table.text();
  text += a.best().empty() ? face.t("No strategy is feasible.\n", "没有可行的策略。\n")
                           : fmt::format(fmt::runtime(face.t("* best: {}\n", "* 最优：{}\n")),
                                         strategy_word(a.best(), face.language));
  return text;
}

std::string steps_of(StrategyOutcome const& s, Face const& face) {
  TextTable table{{{"#", Align::right},
                   {face.t("takes effect", "生效时刻")},
                   {face.t("action", "操作")},
                   {face.t("device", "设备")},
                   {face.t("MV users out", "停电中压用户"), Align::right},
                   {face.t("households out", "停电低压用户"), Align::right},
                   {face.t("remark", "说明")}}};
  int n = 0;
  for (auto const& step : s.steps()) {
    table.add({std::to_string(++n), step.at(), action_word(step.action(), face.language),
               step.device().empty() ? step.section() : step.device(),
               std::to_string(step.users_out_after()), std::to_string(step.households_out_after()),
               step.note()});
  }
  return table.text();
}

/// A group of target columns: one year, one jurisdiction, one document.
using TargetKey = std::tuple<std::int32_t, std::string, std::string>;

TargetKey key_of(ZoneBudget const& budget) {
  return {budget.target_year(), budget.jurisdiction(), budget.source()};
}

bool is_shown(ZoneBudget const& budget, Face const& face) {
  return budget.base() == (face.base == Base::household ? "household" : "mv_user");
}

std::vector<TargetKey> target_keys(StrategyOutcome const& s, Face const& face) {
  std::vector<TargetKey> keys;
  auto const collect = [&](auto const& budgets) {
    for (auto const& budget : budgets) {
      if (is_shown(budget, face)) {
        keys.push_back(key_of(budget));
      }
    }
  };
  for (auto const& zone : s.zones()) {
    collect(zone.budgets());
  }
  collect(s.budgets());
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

/// Target hours and the share of the year's budget this outage takes; "-" where none is set, and
/// for the share of a strategy that could not be planned.
template <class Budgets>
void add_targets(Budgets const& budgets, std::vector<TargetKey> const& keys, Face const& face,
                 bool is_planned, std::vector<std::string>& cells) {
  for (auto const& key : keys) {
    auto const found = std::find_if(budgets.begin(), budgets.end(), [&](ZoneBudget const& b) {
      return is_shown(b, face) && key_of(b) == key;
    });
    cells.push_back(found == budgets.end() ? "-" : fmt::format("{:g}", found->target_h()));
    cells.push_back(found == budgets.end() || !is_planned
                        ? "-"
                        : fmt::format("{:.3f} %", found->budget_share() * 100));
  }
}

/// The strategy whose share of the targets is shown.
StrategyOutcome const& shown_strategy(SimulateOutageResponse const& a) {
  for (auto const& s : a.strategies()) {
    if (s.strategy() == a.best()) {
      return s;
    }
  }
  return a.strategies(0);
}

std::vector<Column> zone_columns(SimulateOutageResponse const& a,
                                 std::vector<TargetKey> const& keys, Face const& face) {
  std::vector<Column> columns{{face.t("zone", "地区")},
                              {face.t("MV users", "中压用户"), Align::right},
                              {face.t("households", "低压用户"), Align::right}};
  for (auto const& s : a.strategies()) {
    columns.push_back({strategy_word(s.strategy(), face.language), Align::right});
  }
  auto const several = std::any_of(keys.begin(), keys.end(), [&](TargetKey const& k) {
    return std::get<1>(k) != std::get<1>(keys.front());
  });
  for (auto const& [year, jurisdiction, source] : keys) {
    auto const where = several ? jurisdiction + " " : std::string{};
    columns.push_back({where + fmt::format(fmt::runtime(face.t("{} target h", "{} 目标 h")), year),
                       Align::right});
    columns.push_back({face.t("used", "占用"), Align::right});
  }
  return columns;
}

/// Rows: zones and all; columns: hours of every strategy, then the share that the best takes of
/// each yearly target.
std::string zone_table(SimulateOutageResponse const& a, Face const& face) {
  auto const& shown = shown_strategy(a);
  auto const keys = target_keys(shown, face);
  TextTable table{zone_columns(a, keys, face)};
  std::int64_t users = 0;
  std::int64_t households = 0;
  for (int z = 0; z < shown.zones_size(); ++z) {
    auto const& zone = shown.zones(z);
    users += zone.users();
    households += zone.households();
    std::vector<std::string> cells{zone_word(zone.zone(), face.language),
                                   std::to_string(zone.users()), std::to_string(zone.households())};
    for (auto const& s : a.strategies()) {
      cells.push_back(is_answered(s) ? rounded(face.hours(s.zones(z))) : "-");
    }
    add_targets(zone.budgets(), keys, face, is_answered(shown), cells);
    table.add(std::move(cells));
  }
  std::vector<std::string> cells{face.t("all", "合计"), std::to_string(users),
                                 std::to_string(households)};
  for (auto const& s : a.strategies()) {
    cells.push_back(is_answered(s) ? rounded(face.hours(s)) : "-");
  }
  add_targets(shown.budgets(), keys, face, is_answered(shown), cells);
  table.add(std::move(cells));
  auto const title =
      keys.empty()
          ? fmt::format(fmt::runtime(face.t("By zone, {}:\n", "分地区{}：\n")), face.hours_title())
          : fmt::format(fmt::runtime(face.t("By zone, {}; used: share of the yearly "
                                            "budget (target x users) that {} takes:\n",
                                            "分地区{}；占用：{}占该地区年度预算（目标 × 用户数）的"
                                            "比例：\n")),
                        face.hours_title(), strategy_word(shown.strategy(), face.language));
  return title + table.text();
}

std::string intervals_of(StrategyOutcome const& s, Face const& face) {
  TextTable table{{{face.t("dark", "停电部分")},
                   {face.t("from", "起")},
                   {face.t("to", "止")},
                   {"s", Align::right}}};
  for (auto const& interval : s.intervals()) {
    table.add(
        {interval.user().empty() ? interval.section() : face.t("user ", "用户 ") + interval.user(),
         interval.from(), interval.to(), std::to_string(interval.seconds())});
  }
  return table.text();
}

/// Steps, ties and intervals of one strategy.
std::string details_of(StrategyOutcome const& s, Face const& face) {
  auto const name = strategy_word(s.strategy(), face.language);
  auto text =
      s.steps_size() == 0
          ? fmt::format(fmt::runtime(face.t("\n{}: no switching\n", "\n{}：无需倒闸操作\n")), name)
          : fmt::format(fmt::runtime(face.t("\nSteps of {}:\n", "\n{}的操作步骤：\n")), name) +
                steps_of(s, face);
  for (auto const& violation : s.violations()) {
    text += "! " + violation.text() + "\n";
  }
  if (auto const ties = tie_options_table(s.options(), face.language); !ties.empty()) {
    text += "\n" +
            fmt::format(fmt::runtime(face.t("Ties tried by {}:\n", "{}的联络方案：\n")), name) +
            ties;
  }
  if (auto const plan = transfer_plan_table(s.plan(), s.second_faults(), face.language);
      !plan.empty()) {
    text += "\n" + plan;
  }
  if (s.intervals_size() != 0) {
    text += "\n" + intervals_of(s, face);
  }
  return text;
}

template <class Sums>
std::vector<std::string> sum_cells(Sums const& s) {
  return {std::to_string(s.users_out()),
          plain(s.user_hours()),
          plain(s.sustained_user_hours()),
          std::to_string(s.user_interruptions()),
          std::to_string(s.momentary_user_interruptions()),
          std::to_string(s.households_out()),
          plain(s.household_hours()),
          plain(s.sustained_household_hours()),
          std::to_string(s.household_interruptions()),
          std::to_string(s.momentary_household_interruptions()),
          std::to_string(s.user_seconds()),
          std::to_string(s.household_seconds()),
          plain(s.capacity_kva_hours())};
}

}  // namespace

std::string simulation_table(SimulateOutageResponse const& a, SimulationView const& view) {
  Face const face{.language = view.language, .base = view.base};
  auto text = heading(a, face) + "\n" + side_by_side(a, face);
  if (a.strategies_size() == 0) {
    return text;
  }
  text += "\n" + zone_table(a, face);
  for (auto const& s : a.strategies()) {
    if (view.every_strategy || &s == &shown_strategy(a)) {
      text += details_of(s, face);
    }
  }
  return text;
}

std::string simulation_csv(SimulateOutageResponse const& a) {
  auto text = csv_record({"strategy", "feasible", "reason_code", "reason", "zone", "users_out",
                          "user_hours", "sustained_user_hours", "user_interruptions",
                          "momentary_user_interruptions", "households_out", "household_hours",
                          "sustained_household_hours", "household_interruptions",
                          "momentary_household_interruptions", "user_seconds", "household_seconds",
                          "capacity_kva_hours"});
  for (auto const& s : a.strategies()) {
    auto const add = [&](std::string const& zone, std::vector<std::string> const& sums) {
      std::vector<std::string> cells{s.strategy(), s.feasible() ? "yes" : "no", s.reason_code(),
                                     s.reason(), zone};
      cells.insert(cells.end(), sums.begin(), sums.end());
      text += csv_record(cells);
    };
    for (auto const& zone : s.zones()) {
      add(zone.zone(), sum_cells(zone));
    }
    add("all", sum_cells(s));
  }
  return text;
}

}  // namespace tieline::services
