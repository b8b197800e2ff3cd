#include <array>

#include "engine/indices/explain.hpp"
#include "services/adapters/index_to_proto.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/index_tables.hpp"
#include "services/cli/load.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--user",
         .value = "U",
         .help = {.en = "a user: id of transformers.csv or history/users.csv",
                  .zh = "用户：transformers.csv 或 history/users.csv 中的 id"}},
    Flag{.name = "--event",
         .value = "E",
         .help = {.en = "an event of history/events.csv", .zh = "history/events.csv 中的事件"}},
    Flag{.name = "--zone",
         .value = "Z",
         .help = {.en = "city_center, urban, town, rural, unknown or all",
                  .zh = "中心区、市区、城镇、农村、unknown 或 all"}},
    Flag{.name = "--from",
         .value = "T",
         .help = {.en = "first instant (default: the calendar year of the last interruption)",
                  .zh = "统计期起点（默认最后一次停电所在的年份）"}},
    Flag{.name = "--to",
         .value = "T",
         .help = {.en = "end, not included", .zh = "统计期终点（不含）"}},
    Flag{.name = "--variant",
         .value = "1|2|3|4",
         .help = {.en = "as for index compute (default: 1)", .zh = "同 index compute（默认 1）"}},
    Flag{.name = "--details",
         .value = "",
         .help = {.en = "list every stretch, however many", .zh = "列出全部各段"}},
};

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  auto const& history = *loaded.history;
  TIELINE_TRY(subject, read_subject(call, history));
  TIELINE_TRY(rules, read_rules(call, loaded.model->settings()));
  indices::Query query;
  query.rules = rules;
  query.threads = call.common.threads;
  if (auto read = read_window(call, history, query); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  TIELINE_TRY(explanation, indices::explain(history, query, subject));
  auto answer = to_proto(history, query, subject, explanation, call.common.language);
  *answer.mutable_provenance() = provenance_of(history, query.rules.id(),
                                               {{"user", answer.user()},
                                                {"event", answer.event()},
                                                {"zone", answer.zone()},
                                                {"from", answer.window().from()},
                                                {"to", answer.window().to()}});
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] {
        return explain_table(answer, {.base = call.common.base,
                                      .language = call.common.language,
                                      .details = call.has("--details")});
      },
      [&] { return explain_csv(answer); });
}

}  // namespace

Verb index_explain_verb() {
  return {
      .noun = "index",
      .name = "explain",
      .summary = {.en = "the events, users and seconds behind a figure",
                  .zh = "一个数值背后的事件、用户和秒数"},
      .use = "CASE (--user U | --event E | --zone Z) [--from T --to T]",
      .example =
          "tieline index explain testdata/cases/golden_history --zone urban --from "
          "2021-01-01 --to 2022-01-01",
      .meaning =
          {.en = "Every stretch of every interruption says how many of its seconds count, and why "
                 "not the\n"
                 "  others: momentary, overlapped by an event that began first, outside the "
                 "window, not\n"
                 "  registered, excluded with a reason, or left out by the variant. The sum is "
                 "the figure of\n"
                 "  index compute with the same flags, to the second.",
           .zh = "每次停电的每一段都说明计入多少秒、为何不计：短时、与先开始的事件重叠、统计期外、"
                 "未登记、\n"
                 "  注明原因剔除、口径不含。合计与同样选项的 index compute 逐秒相等。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
