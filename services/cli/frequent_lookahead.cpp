#include <array>
#include <utility>

#include "services/adapters/frequency_to_proto.hpp"
#include "services/adapters/provenance.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/frequent_flags.hpp"
#include "services/cli/frequent_tables.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/load.hpp"
#include "services/cli/typed.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    kYearFlag,
    kAsOfFlag,
    kRulesFlag,
    kRuleSetFlag,
    kCapsFlag,
    Flag{.name = "--strategy",
         .value = "best|none",
         .help = {.en = "how the works are carried out: the best strategy of outage simulate, or "
                        "without any transfer (default: best)",
                  .zh = "检修如何实施：outage simulate 的最优策略，或不转供（默认 best）"}}};

Result<bool> read_only_none(Invocation const& call) {
  auto const typed = call.has("--strategy") ? call.value("--strategy") : "best";
  if (typed != "best" && typed != "none") {
    return wrong_usage("--strategy takes best or none here, not \"" + typed + "\"",
                       "此处 --strategy 应为 best 或 none，而不是 \"" + typed + "\"");
  }
  return typed == "none";
}

Result<study::LookaheadQuery> read_query(Invocation const& call, io::LoadedCase const& loaded) {
  auto const& history = *loaded.history;
  study::LookaheadQuery query;
  TIELINE_TRY(year, read_year(call, history));
  TIELINE_TRY(as_of, read_as_of(call, history));
  TIELINE_TRY(set, read_rule_set(call));
  TIELINE_TRY(counting, read_rules(call, loaded.model->settings()));
  TIELINE_TRY(only_none, read_only_none(call));
  query.year = year;
  query.as_of = as_of;
  query.rules = std::move(set);
  query.counting = counting;
  query.med_days = official_med_days(history);
  query.only_none = only_none;
  return query;
}

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  TIELINE_TRY(query, read_query(call, loaded));
  TIELINE_TRY(asked, read_caps(call, loaded));
  query.caps = std::move(asked.caps);
  auto const& history = *loaded.history;
  TIELINE_TRY(found, study::look_ahead(loaded.model, loaded.plan, history, query));
  auto answer =
      to_proto(history, loaded.plan.works, query, found, asked.from, call.common.language);
  *answer.mutable_provenance() = provenance_of(history, query.counting.id(),
                                               {{"year", std::to_string(query.year)},
                                                {"as-of", answer.as_of()},
                                                {"rules", answer.rule_set()},
                                                {"caps", answer.caps()},
                                                {"strategy", query.only_none ? "none" : "best"}});
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] { return lookahead_table(answer, call.common.language); },
      [&] { return lookahead_csv(answer); });
}

}  // namespace

Verb frequent_lookahead_verb() {
  return {
      .noun = "frequent",
      .name = "lookahead",
      .summary = {.en = "whom approved works would make frequent or bring over their cap, when",
                  .zh = "已批准检修将使哪些用户成为频繁停电或超过次数上限，在哪一天"},
      .use = "CASE [--year Y] [--as-of T] [--rules FILE|ID] [--caps NAME] [--strategy best|none]",
      .example = "tieline frequent lookahead city/ --as-of 2021-04-30",
      .meaning =
          {.en = "Approved are the rows of plan/works.csv that say fixed yes and have a start "
                 "after --as-of,\n"
                 "  in the year. Each is simulated; who is interrupted by it is added to what "
                 "happened, and\n"
                 "  judged again. Without plan/caps.csv and --caps no cap is judged.",
           .zh = "已批准的检修：plan/works.csv 中 fixed 为 yes、开始时间在 --as-of 之后且在该年"
                 "内的行。\n  逐项模拟，其停电用户并入已发生的停电后重新判定。没有 "
                 "plan/caps.csv 且未给 --caps 时\n  不判定次数上限。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
