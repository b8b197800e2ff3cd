#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "services/cli/frequent_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

std::string scope_word(std::string const& scope, Speech const& t) {
  return scope == "planned" ? t("planned", "计划停电") : t("all", "全部停电");
}

std::string status_word(std::string const& status, Speech const& t) {
  return status == "over"        ? t("over", "超限")
         : status == "at"        ? t("at the cap", "已达上限")
         : status == "one_below" ? t("one below", "差一次")
                                 : t("below", "未近上限");
}

std::string class_table(v1::JudgeCapsResponse const& a, Speech const& t) {
  TextTable table{{{t("supply kV", "供电电压 kV")},
                   {t("cap a year", "每年上限"), Align::right},
                   {t("counts", "范围")},
                   {t("document", "依据")},
                   {t("MV users", "中压用户"), Align::right},
                   {t("over", "超限"), Align::right},
                   {t("at the cap", "已达上限"), Align::right},
                   {t("one below", "差一次"), Align::right},
                   {t("over in 365 days", "365 天超限"), Align::right},
                   {t("momentary", "短时停电"), Align::right}}};
  for (auto const& c : a.classes()) {
    table.add({fmt::format("{:g}–{:g}", c.supply_kv_min(), c.supply_kv_max()),
               fmt::format("{:g}", c.per_year()), scope_word(c.scope(), t), c.source(),
               std::to_string(c.users()), std::to_string(c.over()), std::to_string(c.at()),
               std::to_string(c.one_below()), std::to_string(c.rolling_over()),
               std::to_string(c.momentary())});
  }
  return table.text();
}

std::string user_table(v1::JudgeCapsResponse const& a, Speech const& t) {
  TextTable table{{{t("user", "用户")},
                   {t("feeder", "馈线")},
                   {"kV", Align::right},
                   {t("counts", "范围")},
                   {t("cap", "上限"), Align::right},
                   {t("year", "年内"), Align::right},
                   {t("365 days", "365 天"), Align::right},
                   {t("momentary", "短时"), Align::right},
                   {t("status", "状态")},
                   {t("exceeded", "超限时刻")}}};
  for (int i = 0; i < std::min(kListedRows, a.users_size()); ++i) {
    auto const& user = a.users(i);
    auto const rolling = user.rolling_over() && user.status() != "over"
                             ? t(", over in 365 days", "，365 天超限")
                             : "";
    table.add({user.user(), user.feeder(), fmt::format("{:g}", user.supply_kv()),
               scope_word(user.scope(), t), fmt::format("{:g}", user.per_year()),
               std::to_string(user.count()), std::to_string(user.rolling_count()),
               std::to_string(user.momentary()), status_word(user.status(), t) + rolling,
               minute_of(user.exceeded())});
  }
  return table.text() + more_listed(a.users_size(), t.language);
}

std::string work_table(v1::LookAheadResponse const& a, Speech const& t) {
  TextTable table{{{t("work", "检修")},
                   {t("starts", "开始")},
                   {t("strategy", "策略")},
                   {t("feasible", "可行")},
                   {t("MV users interrupted", "停电中压用户"), Align::right},
                   {t("momentary only", "仅短时"), Align::right},
                   {t("name", "名称")}}};
  for (int i = 0; i < std::min(kListedRows, a.works_size()); ++i) {
    auto const& work = a.works(i);
    table.add({work.work(), minute_of(work.start()), strategy_word(work.strategy(), t.language),
               answer_word(work.feasible() ? "yes" : "no", t.language),
               std::to_string(work.users()), std::to_string(work.momentary_users()), work.name()});
  }
  return table.text() + more_listed(a.works_size(), t.language);
}

/// One line of what is ahead: of the rules or of a cap.
struct AheadLine {
  std::string date, user, feeder, work, what;
  int count = 0;
  bool already = false;
};

std::vector<AheadLine> lines_of(v1::LookAheadResponse const& a, Speech const& t) {
  std::vector<AheadLine> lines;
  for (auto const& f : a.frequent()) {
    lines.push_back({f.date(), f.user(), f.feeder(), f.work(),
                     f.already() ? t("is frequent: ", "已是频繁停电：") + f.rule()
                                 : t("becomes frequent: ", "将成为频繁停电：") + f.rule(),
                     f.count(), f.already()});
  }
  for (auto const& c : a.over_cap()) {
    lines.push_back(
        {c.date(), c.user(), c.feeder(), c.work(),
         fmt::format(
             fmt::runtime(c.already() ? t("is over its cap of {:g} ({})", "已超上限 {:g}（{}）")
                                      : t("exceeds its cap of {:g} ({})", "将超上限 {:g}（{}）")),
             c.per_year(), scope_word(c.scope(), t)),
         c.count(), c.already()});
  }
  std::stable_sort(lines.begin(), lines.end(), [](AheadLine const& x, AheadLine const& y) {
    return std::tie(x.already, x.date) < std::tie(y.already, y.date);
  });
  return lines;
}

std::string ahead_table(v1::LookAheadResponse const& a, Speech const& t) {
  auto const lines = lines_of(a, t);
  if (lines.empty()) {
    return t("No approved work makes a user frequent or exceeds a cap.\n",
             "没有已批准的检修会使用户成为频繁停电或超过次数上限。\n");
  }
  TextTable table{{{t("date", "日期")},
                   {t("user", "用户")},
                   {t("feeder", "馈线")},
                   {t("by work", "由检修")},
                   {t("what happens", "后果")},
                   {t("count", "次数"), Align::right}}};
  auto const shown = std::min<std::size_t>(kListedRows, lines.size());
  for (std::size_t i = 0; i < shown; ++i) {
    auto const& line = lines[i];
    table.add({minute_of(line.date), line.user, line.feeder, line.work, line.what,
               std::to_string(line.count)});
  }
  return table.text() + more_listed(static_cast<int>(lines.size()), t.language);
}

/// Approved works that take no part, each with its reason; those not approved as a count.
std::string skipped_table(v1::LookAheadResponse const& a, Speech const& t) {
  TextTable table{{{t("left out", "未计入")}, {t("because", "原因")}}};
  int listed = 0;
  int not_approved = 0;
  for (auto const& work : a.skipped()) {
    if (work.reason_code() == "not_approved") {
      ++not_approved;
    } else if (++listed <= kListedRows) {
      table.add({work.work(), work.reason()});
    }
  }
  auto text = table.empty() ? std::string{} : "\n" + table.text() + more_listed(listed, t.language);
  if (not_approved != 0) {
    text += "\n" +
            fmt::format(fmt::runtime(t("{} work(s) are not approved (fixed is not yes) and take no "
                                       "part.\n",
                                       "{} 项检修未批准（fixed 不为 yes），未计入。\n")),
                        not_approved);
  }
  return text;
}

}  // namespace

std::string caps_table(v1::JudgeCapsResponse const& a, Language language) {
  Speech const t{language};
  auto text =
      fmt::format(fmt::runtime(t("{}: interruptions of {} against the caps of {}, as of {}\n\n",
                                 "{}：{} 年停电次数与上限（{}），截至 {}\n\n")),
                  a.network(), a.year(), a.caps(), minute_of(a.as_of()));
  text += class_table(a, t);
  if (a.users_size() != 0) {
    text += "\n" + user_table(a, t);
  }
  if (a.unknown_supply_users() + a.uncovered_users() != 0) {
    text += "\n" +
            fmt::format(fmt::runtime(t("Not judged: {} user(s) of unknown supply voltage, {} in "
                                       "the range of no cap.\n",
                                       "未判定：供电电压未知 {} 户，不在任何上限范围内 {} 户。\n")),
                        a.unknown_supply_users(), a.uncovered_users());
  }
  return text;
}

std::string caps_csv(v1::JudgeCapsResponse const& a) {
  auto text = csv_record({"user", "feeder", "supply_kv", "scope", "source", "per_year", "status",
                          "count", "rolling_count", "rolling_over", "momentary", "exceeded"});
  for (auto const& user : a.users()) {
    text += csv_record({user.user(), user.feeder(), plain(user.supply_kv()), user.scope(),
                        user.source(), plain(user.per_year()), user.status(),
                        std::to_string(user.count()), std::to_string(user.rolling_count()),
                        user.rolling_over() ? "yes" : "no", std::to_string(user.momentary()),
                        user.exceeded()});
  }
  return text;
}

std::string lookahead_table(v1::LookAheadResponse const& a, Language language) {
  Speech const t{language};
  auto text =
      fmt::format(fmt::runtime(t("{}: approved works of {} after {}\nRules: {}; caps: {}\n\n",
                                 "{}：{} 年 {} 之后的已批准检修\n规则：{}；次数上限：{}\n\n")),
                  a.network(), a.year(), minute_of(a.as_of()), a.rule_set(),
                  a.caps().empty() ? t("none given", "未给出") : a.caps());
  if (a.works_size() != 0) {
    text += work_table(a, t) + "\n";
  }
  text += ahead_table(a, t);
  text += skipped_table(a, t);
  return text;
}

std::string lookahead_csv(v1::LookAheadResponse const& a) {
  auto text = csv_record({"what", "date", "user", "feeder", "work", "rule", "scope", "per_year",
                          "source", "count", "already"});
  for (auto const& f : a.frequent()) {
    text += csv_record({"frequent", f.date(), f.user(), f.feeder(), f.work(), f.rule(), "", "", "",
                        std::to_string(f.count()), f.already() ? "yes" : "no"});
  }
  for (auto const& c : a.over_cap()) {
    text += csv_record({"over_cap", c.date(), c.user(), c.feeder(), c.work(), "", c.scope(),
                        plain(c.per_year()), c.source(), std::to_string(c.count()),
                        c.already() ? "yes" : "no"});
  }
  return text;
}

}  // namespace tieline::services
