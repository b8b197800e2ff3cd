// The best transfer, its proof, and what one more fault would then cost.

#include <fmt/format.h>

#include "services/cli/outage_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

std::string yes_no(bool yes, Language language) {
  return answer_word(yes ? "yes" : "no", language);
}

std::string sections_text(google::protobuf::RepeatedPtrField<std::string> const& ids) {
  constexpr int kShown = 6;
  auto const shown = std::min(ids.size(), kShown);
  auto text = fmt::format("{}", fmt::join(ids.begin(), ids.begin() + shown, ", "));
  return shown == ids.size() ? text : fmt::format("{} … ({})", text, ids.size());
}

std::string parts_table(v1::TransferPlan const& plan, Language language) {
  Speech const t{language};
  TextTable table{{{t("step", "步骤")},
                   {t("close", "合上")},
                   {t("source", "电源")},
                   {t("hot", "合环")},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right},
                   {t("margin kW", "裕度 kW"), Align::right},
                   {t("sections", "区段")},
                   {t("tightest element", "最紧元件")}}};
  for (auto const& tail : plan.reliefs()) {
    table.add({t("relieve", "腾容"), tail.tie(), tail.source(), yes_no(tail.hot(), language),
               std::to_string(tail.users()), std::to_string(tail.households()), "",
               sections_text(tail.sections()),
               fmt::format(fmt::runtime(t("open {}", "拉开 {}")), tail.opened())});
  }
  for (auto const& part : plan.parts()) {
    table.add({t("transfer", "转供"), part.tie(), part.source(), yes_no(part.hot(), language),
               std::to_string(part.users()), std::to_string(part.households()),
               part.has_margin_kw() ? fmt::format("{:.0f}", part.margin_kw()) : "?",
               sections_text(part.sections()),
               part.has_tightest() ? part.tightest().text() : std::string{}});
  }
  return table.text();
}

std::string second_faults_table(google::protobuf::RepeatedPtrField<v1::SecondFault> const& faults,
                                Language language) {
  Speech const t{language};
  TextTable table{{{t("one more fault at", "再失去")},
                   {t("feeder", "馈线")},
                   {t("MV users out", "停电中压用户"), Align::right},
                   {t("restorable", "可恢复"), Align::right},
                   {t("households out", "停电低压用户"), Align::right},
                   {t("restorable", "可恢复"), Align::right}}};
  for (auto const& fault : faults) {
    table.add({fault.element(), fault.feeder(), std::to_string(fault.users_out()),
               std::to_string(fault.restorable_users()), std::to_string(fault.households_out()),
               std::to_string(fault.restorable_households())});
  }
  return table.text();
}

}  // namespace

std::string transfer_plan_table(
    v1::TransferPlan const& plan,
    google::protobuf::RepeatedPtrField<v1::SecondFault> const& second_faults, Language language) {
  if (plan.parts().empty()) {
    return {};
  }
  Speech const t{language};
  auto text = fmt::format(
      fmt::runtime(
          t("Best transfer: {} MV users, {} households; operations: {} (by hand: {}); {}{}\n",
            "最优转供：中压用户 {}，低压用户 {} 户，操作 {} 次（人工 {} 次）；{}{}\n")),
      plan.users(), plan.households(), plan.operations(), plan.manual(),
      plan.proven_optimal()
          ? t("proven: none serves more", "已证明无更优方案")
          : fmt::format(fmt::runtime(t("not proven: at most {} MV users could be served",
                                       "未证明最优：至多可转供中压用户 {}")),
                        plan.bound_users()),
      plan.voltage_proven() ? "" : t("; voltages not proven", "；电压未经证实"));
  text += parts_table(plan, language);
  if (!second_faults.empty()) {
    text += "\n" + second_faults_table(second_faults, language);
  }
  return text;
}

}  // namespace tieline::services
