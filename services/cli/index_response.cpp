#include <array>
#include <utility>

#include "services/adapters/frequency_to_proto.hpp"
#include "services/adapters/provenance.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/frequent_tables.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/load.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--from",
         .value = "T",
         .help = {.en = "events that began at or after this instant (default: the calendar year of "
                        "the last interruption)",
                  .zh = "统计期起点（默认最后一次停电所在的年份）"}},
    Flag{.name = "--to",
         .value = "T",
         .help = {.en = "end, not included: 2022-01-01 ends the year 2021",
                  .zh = "统计期终点（不含）：2022-01-01 即到 2021 年底"}},
    Flag{.name = "--limits",
         .value = "NAME|ZONE=MIN,…",
         .help = {.en = "minutes from report to arrival that are in time, as "
                        "urban=45,town=45,rural=90 (default: jiangsu_2020, 45 min, rural 90 min)",
                  .zh = "报修至到达的时限（分钟），如 urban=45,town=45,rural=90（默认 "
                        "jiangsu_2020：45 分钟，农村 90 分钟）"}}};

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  auto const& history = *loaded.history;
  indices::ResponseQuery query;
  TIELINE_TRY(limits, indices::read_arrival_limits(call.has("--limits") ? call.value("--limits")
                                                                        : "jiangsu_2020"));
  TIELINE_TRY(counting, read_rules(call, loaded.model->settings()));
  indices::Query window;
  if (auto read = read_window(call, history, window); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  query.from = window.from;
  query.to = window.to;
  query.limits = std::move(limits);
  query.momentary_s = counting.momentary_s;
  TIELINE_TRY(found, judge_response(history, query));
  auto answer = to_proto(history, query, found);
  *answer.mutable_provenance() =
      provenance_of(history, counting.id(),
                    {{"from", answer.from()}, {"to", answer.to()}, {"limits", answer.limits()}});
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] { return response_table(answer, call.common.language); },
      [&] { return response_csv(answer); });
}

}  // namespace

Verb index_response_verb() {
  return {
      .noun = "index",
      .name = "response",
      .summary = {.en = "arrival within the limit of the zone, and the phases of repair",
                  .zh = "抢修到达及时率和各阶段时长"},
      .use = "CASE [--from T --to T] [--limits NAME|ZONE=MIN,…]",
      .example = "tieline index response city/ --from 2021-01-01 --to 2022-01-01",
      .meaning =
          {.en = "Faults and unclassified events that are not momentary; an event belongs to "
                 "the zone of most\n"
                 "  of its users. Without a report or an arrival it is unknown, never in "
                 "time; stamps in the\n"
                 "  wrong order are told apart. Means and medians are of known phases only.",
           .zh = "统计故障和未分类的非短时事件；事件归入其多数用户所在地区。缺报修或到达时间者为"
                 "未知，\n  "
                 "不算按时；时间先后矛盾者单列。平均和中位数只计已知的阶段。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
