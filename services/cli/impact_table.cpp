#include <fmt/format.h>

#include "services/cli/outage_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

std::string joined(google::protobuf::RepeatedPtrField<std::string> const& ids) {
  return fmt::format("{}", fmt::join(ids.begin(), ids.end(), ", "));
}

std::string margin_text(v1::TieOption const& option) {
  return option.has_margin_kw() ? fmt::format("{:.0f}", option.margin_kw()) : "?";
}

std::string unrestorable_table(v1::AssessOutageResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("stays dark", "无法恢复")},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right},
                   {t("reason", "原因")}}};
  for (auto const& part : a.unrestorable()) {
    table.add({part.section(), std::to_string(part.users()), std::to_string(part.households()),
               part.reason()});
  }
  return table.text();
}

}  // namespace

std::string tie_options_table(google::protobuf::RepeatedPtrField<v1::TieOption> const& options,
                              Language language) {
  if (options.empty()) {
    return {};
  }
  Speech const t{language};
  TextTable table{{{t("tie", "联络开关")},
                   {t("feasible", "可行")},
                   {t("loop closing", "合环")},
                   {t("margin kW", "裕度 kW"), Align::right},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right},
                   {t("open first", "先拉开")},
                   {t("limit or reason", "制约或原因")}}};
  for (auto const& o : options) {
    table.add({o.tie(), answer_word(o.feasible() ? "yes" : "no", language),
               answer_word(o.hot() ? "yes" : "no", language), margin_text(o),
               std::to_string(o.users()), std::to_string(o.households()), joined(o.opened()),
               o.binding_limit()});
  }
  return table.text();
}

std::string impact_table(v1::AssessOutageResponse const& a, Language language) {
  auto const chinese = language == Language::zh;
  Speech const t{language};
  auto const when = a.at().empty() ? t("at peak load", "按峰值负荷") : a.at();
  auto text = fmt::format(
      fmt::runtime(chinese
                       ? "{}：失去 {}（{}）\n停电：中压用户 {}，低压用户 {} 户；"
                         "可恢复：中压用户 {}，低压用户 {} 户\n隔离所用开关：{}\n"
                       : "{}: {} lost ({})\nDark: {} MV users, {} households; restorable: {} MV "
                         "users, {} households\nIsolated by: {}\n"),
      a.network(), joined(a.equipment()), when, a.users_out(), a.households_out(),
      a.restorable_users(), a.restorable_households(),
      a.isolation().empty() ? "-" : joined(a.isolation()));
  TextTable zones{{{t("zone", "地区")},
                   {t("MV users out", "停电中压用户"), Align::right},
                   {t("households out", "停电低压用户"), Align::right}}};
  for (auto const& z : a.zones()) {
    zones.add({zone_word(z.zone(), language), std::to_string(z.users_out()),
               std::to_string(z.households_out())});
  }
  text += "\n" + zones.text();
  if (auto const ties = tie_options_table(a.options(), language); !ties.empty()) {
    text += "\n" + ties;
  }
  if (auto const plan = transfer_plan_table(a.plan(), a.second_faults(), language); !plan.empty()) {
    text += "\n" + plan;
  }
  if (a.unrestorable_size() != 0) {
    text += "\n" + unrestorable_table(a, language);
  }
  for (auto const& note : a.notes()) {
    text += note.text() + "\n";
  }
  return text;
}

std::string impact_csv(v1::AssessOutageResponse const& a) {
  auto text = csv_record(
      {"what", "key", "feasible", "margin_kw", "users", "households", "reason_code", "reason"});
  auto const add = [&](std::string what, std::string key, std::string feasible, std::string margin,
                       int users, int households, std::string const& code,
                       std::string const& reason) {
    text += csv_record({std::move(what), std::move(key), std::move(feasible), std::move(margin),
                        std::to_string(users), std::to_string(households), code, reason});
  };
  add("out", "all", "", "", a.users_out(), a.households_out(), "", "");
  add("restorable", "all", "", "", a.restorable_users(), a.restorable_households(), "", "");
  for (auto const& z : a.zones()) {
    add("out", z.zone(), "", "", z.users_out(), z.households_out(), "", "");
  }
  for (auto const& o : a.options()) {
    add("tie", o.tie(), o.feasible() ? "yes" : "no",
        o.has_margin_kw() ? plain(o.margin_kw()) : std::string{}, o.users(), o.households(),
        o.binding_code(), o.binding_limit());
  }
  for (auto const& tail : a.plan().reliefs()) {
    add("relief", tail.tie(), "", "", tail.users(), tail.households(), "", tail.opened());
  }
  for (auto const& fault : a.second_faults()) {
    add("second_fault", fault.element(), "", "", fault.users_out(), fault.households_out(), "", "");
    add("second_fault_restorable", fault.element(), "", "", fault.restorable_users(),
        fault.restorable_households(), "", "");
  }
  for (auto const& part : a.unrestorable()) {
    add("unrestorable", part.section(), "", "", part.users(), part.households(), part.reason_code(),
        part.reason());
  }
  return text;
}

}  // namespace tieline::services
