#include <array>
#include <utility>

#include "services/adapters/frequency_to_proto.hpp"
#include "services/adapters/provenance.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/frequent_flags.hpp"
#include "services/cli/frequent_tables.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/load.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{kYearFlag, kAsOfFlag, kRulesFlag, kRuleSetFlag};

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  auto const& history = *loaded.history;
  indices::RepeatQuery query;
  TIELINE_TRY(year, read_year(call, history));
  TIELINE_TRY(as_of, read_as_of(call, history));
  TIELINE_TRY(set, read_rule_set(call));
  TIELINE_TRY(counting, read_rules(call, loaded.model->settings()));
  query.year = year;
  query.as_of = as_of;
  query.rules = std::move(set);
  query.counting = counting;
  query.med_days = official_med_days(history);
  TIELINE_TRY(found, list_repeats(history, query));
  auto answer = to_proto(history, query, found, call.common.language);
  *answer.mutable_provenance() = provenance_of(
      history, counting.id(),
      {{"year", std::to_string(year)}, {"as-of", answer.as_of()}, {"rules", answer.rule_set()}});
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] { return frequent_table(answer, call.common.language); },
      [&] { return frequent_csv(answer); });
}

}  // namespace

Verb frequent_list_verb() {
  return {
      .noun = "frequent",
      .name = "list",
      .summary = {.en = "users and lines interrupted too often, and those close to it",
                  .zh = "频繁停电用户、线路和预警用户"},
      .use = "CASE [--year Y] [--as-of T] [--rules FILE|ID]",
      .example = "tieline frequent list city/ --year 2021 --rules guangdong@1",
      .meaning = {.en =
                      "Every user is in at most one class: the first rule, by the priority of the "
                      "rule set, that\n"
                      "  holds; a user that is frequent has no warning. An outage is one dark "
                      "interval, as in\n"
                      "  index compute. Major event days are those of history/med.csv.",
                  .zh =
                      "每个用户至多归入一类：按规则集优先级首条成立者；已属频繁停电的用户不再预警。"
                      "\n  一次停电即一段连续停电区间（与 index compute 相同）。重大事件日取自 "
                      "history/med.csv。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
