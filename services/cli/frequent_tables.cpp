#include "services/cli/frequent_tables.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "services/adapters/rounding.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

std::string level_word(std::string const& level, Speech const& t) {
  return level == "frequent" ? t("frequent", "频繁") : t("warning", "预警");
}

std::string nature_word(std::string const& nature, Speech const& t) {
  return nature == "dedicated" ? t("dedicated", "专变") : t("public", "公变");
}

std::string class_name(v1::ListFrequentResponse const& a, std::string const& rule) {
  for (auto const& of_set : a.classes()) {
    if (of_set.rule() == rule) {
      return of_set.name();
    }
  }
  return rule;
}

std::string class_table(v1::ListFrequentResponse const& a, Speech const& t) {
  TextTable table{{{t("class", "分类")},
                   {t("level", "等级")},
                   {t("counts", "口径")},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right}}};
  for (auto const& c : a.classes()) {
    table.add({c.name(), level_word(c.level(), t), c.definition(), std::to_string(c.users()),
               std::to_string(c.households())});
  }
  return table.text();
}

/// The further rules that hold, by identifier, as a spreadsheet can look them up.
std::string also_ids(v1::FrequentUser const& user) {
  std::vector<std::string> rules;
  for (auto const& hit : user.also()) {
    rules.push_back(fmt::format("{}({})", hit.rule(), hit.count()));
  }
  return fmt::format("{}", fmt::join(rules, "; "));
}

/// The same by the names of the class table.
std::string also_names(v1::ListFrequentResponse const& a, v1::FrequentUser const& user) {
  std::vector<std::string> rules;
  for (auto const& hit : user.also()) {
    rules.push_back(fmt::format("{} ({})", class_name(a, hit.rule()), hit.count()));
  }
  return fmt::format("{}", fmt::join(rules, "; "));
}

std::string user_table(v1::ListFrequentResponse const& a, Speech const& t) {
  TextTable table{{{t("user", "用户")},
                   {t("feeder", "馈线")},
                   {t("zone", "地区")},
                   {t("nature", "公专变")},
                   {t("class", "分类")},
                   {t("count", "次数"), Align::right},
                   {t("since", "自")},
                   {t("also", "另符合")}}};
  for (int i = 0; i < std::min(kListedRows, a.users_size()); ++i) {
    auto const& user = a.users(i);
    table.add({user.user(), user.feeder(), zone_word(user.zone(), t.language),
               nature_word(user.nature(), t), class_name(a, user.rule()),
               std::to_string(user.count()), minute_of(user.reached()), also_names(a, user)});
  }
  return table.text() + more_listed(a.users_size(), t.language);
}

std::string line_table(v1::ListFrequentResponse const& a, Speech const& t) {
  TextTable table{{{t("feeder", "馈线")},
                   {t("frequent users", "频繁用户"), Align::right},
                   {t("of these dedicated", "其中专变"), Align::right},
                   {t("frequent line", "频繁停电线路")}}};
  for (int i = 0; i < std::min(kListedRows, a.lines_size()); ++i) {
    auto const& line = a.lines(i);
    table.add({line.feeder(), std::to_string(line.frequent_users()),
               std::to_string(line.dedicated_users()),
               answer_word(line.frequent() ? "yes" : "no", t.language)});
  }
  return table.text() + more_listed(a.lines_size(), t.language);
}

std::string rate_text(v1::RepeatRate const& rate) {
  return rate.has_rate() ? fixed(rate.rate() * 100, 2) + " %" : "—";
}

std::string footing(v1::ListFrequentResponse const& a, Speech const& t) {
  auto const& d = a.dropped();
  return fmt::format(
             fmt::runtime(t("Outages of users not counted: {} on major event days, {} too short, "
                            "{} of single-user events, {} merged with the one before.\n",
                            "未计入的用户停电：重大事件日 {}，时长不足 {}，单一用户 {}，与前次合并 "
                            "{}。\n")),
             d.major_event_day(), d.too_short(), d.single_user(), d.merged()) +
         fmt::format(fmt::runtime(
                         t("Interrupted at least twice in the year: {} of {} users ({}); by "
                           "pre-arranged outages alone {} of {} ({}).\n",
                           "年内停电两次及以上（重复停电）：{} / {} 户（{}）；仅计预安排停电：{} / "
                           "{} 户（{}）。\n")),
                     a.repeat_rate().repeated_users(), a.repeat_rate().interrupted_users(),
                     rate_text(a.repeat_rate()), a.planned_repeat_rate().repeated_users(),
                     a.planned_repeat_rate().interrupted_users(),
                     rate_text(a.planned_repeat_rate()));
}

}  // namespace

std::string minute_of(std::string const& instant) {
  return instant.size() < 16 ? instant : instant.substr(0, 10) + " " + instant.substr(11, 5);
}

std::string more_listed(int rows, Language language) {
  Speech const t{language};
  return rows <= kListedRows
             ? std::string{}
             : fmt::format(fmt::runtime(t("… and {} more: --format csv or json lists all\n",
                                          "……另有 {} 行：--format csv 或 json 可全部列出\n")),
                           rows - kListedRows);
}

std::string frequent_table(v1::ListFrequentResponse const& a, Language language) {
  Speech const t{language};
  auto text = fmt::format(fmt::runtime(t("{}: frequent outages of {}, as of {}\nRules: {} ({})\n\n",
                                         "{}：{} 年频繁停电，截至 {}\n规则：{}（{}）\n\n")),
                          a.network(), a.year(), minute_of(a.as_of()), a.rule_set(), a.source());
  text += class_table(a, t);
  if (a.users_size() != 0) {
    text += "\n" + user_table(a, t);
  }
  if (a.lines_size() != 0) {
    text += "\n" + line_table(a, t);
  }
  if (a.frequent_users_without_feeder() != 0) {
    text += fmt::format(fmt::runtime(t("{} frequent user(s) with no known feeder are in no line.\n",
                                       "{} 个频繁停电用户的馈线未知，未计入线路。\n")),
                        a.frequent_users_without_feeder());
  }
  return text + "\n" + footing(a, t);
}

std::string frequent_csv(v1::ListFrequentResponse const& a) {
  auto text = csv_record({"what", "id", "feeder", "zone", "nature", "households", "level", "rule",
                          "count", "reached", "also"});
  for (auto const& user : a.users()) {
    text += csv_record({"user", user.user(), user.feeder(), user.zone(), user.nature(),
                        std::to_string(user.households()), user.level(), user.rule(),
                        std::to_string(user.count()), user.reached(), also_ids(user)});
  }
  for (auto const& line : a.lines()) {
    text += csv_record({"line", line.feeder(), line.feeder(), "", "", "",
                        line.frequent() ? "frequent" : "", line.rule(),
                        std::to_string(line.frequent_users()), "", ""});
  }
  return text;
}

}  // namespace tieline::services
