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

constexpr std::array kFlags{kYearFlag, kAsOfFlag, kCapsFlag};

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  auto const& history = *loaded.history;
  TIELINE_TRY(asked, read_caps(call, loaded));
  if (asked.caps.empty()) {
    return wrong_usage(
        "the case has no plan/caps.csv; name a policy: --caps changzhou_2021 "
        "(planned outages) or --caps jiangsu_2020 (all outages)",
        "算例没有 plan/caps.csv；请指明政策：--caps changzhou_2021（计划停电）或 "
        "--caps jiangsu_2020（全部停电）");
  }
  indices::CapQuery query;
  TIELINE_TRY(year, read_year(call, history));
  TIELINE_TRY(as_of, read_as_of(call, history));
  TIELINE_TRY(counting, read_rules(call, loaded.model->settings()));
  query.year = year;
  query.as_of = as_of;
  query.caps = std::move(asked.caps);
  query.counting = counting;
  TIELINE_TRY(found, judge_caps(history, query));
  auto answer = to_proto(history, query, found, asked.from);
  *answer.mutable_provenance() = provenance_of(
      history, counting.id(),
      {{"year", std::to_string(year)}, {"as-of", answer.as_of()}, {"caps", answer.caps()}});
  return deliver(
      call, exit_code_of(loaded), answer, [&] { return caps_table(answer, call.common.language); },
      [&] { return caps_csv(answer); });
}

}  // namespace

Verb frequent_caps_verb() {
  return {.noun = "frequent",
          .name = "caps",
          .summary = {.en = "interruptions a year against the caps by supply voltage",
                      .zh = "按供电电压的年停电次数上限：超限、已达上限、差一次的用户"},
          .use = "CASE [--year Y] [--as-of T] [--caps NAME]",
          .example = "tieline frequent caps city/ --year 2021 --caps jiangsu_2020",
          .meaning =
              {.en = "Sustained interruptions of the calendar year count; momentary ones do not, "
                     "but are listed.\n"
                     "  A cap of 2 is exceeded by the third. Scope planned counts planned outages "
                     "only, neither\n"
                     "  temporary work nor rationing. 365 days in a row are a warning.",
               .zh = "计自然年内的持续停电；短时停电不计次数，但列出。上限为 2 时第三次即超限。\n"
                     "  planned 只计计划停电，不含临时停电和限电。任意连续 365 天的次数仅作预警。"},
          .flags = kFlags,
          .run = run};
}

}  // namespace tieline::services
