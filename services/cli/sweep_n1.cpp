#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>

#include <fmt/format.h>

#include "engine/sweep/sweep.hpp"
#include "services/adapters/message_json.hpp"
#include "services/adapters/sweep_to_proto.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/progress.hpp"
#include "services/cli/sweep_flags.hpp"
#include "services/cli/sweep_tables.hpp"
#include "services/cli/typed.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{
        .name = "--element",
        .value = "KINDS",
        .help = {.en = "what fails: section, line, switch, source, separated by ',' (default: all)",
                 .zh = "失去的元件：section 区段、line 线路段、switch 开关、source 电源，以 , "
                       "分隔（默认全部）"}},
    Flag{.name = "--by",
         .value = "KEYS",
         .help = {.en = "figures by feeder, zone, organisation, separated by ','",
                  .zh = "按 feeder 馈线、zone 地区、organisation 单位分组，以 , 分隔"}},
    Flag{.name = "--at",
         .value = "T",
         .help = {.en = "load of this hour, as 2021-05-03T19:00:00+08:00 (default: peak)",
                  .zh = "按该时刻负荷，如 2021-05-03T19:00:00+08:00（默认按峰值）"}},
    Flag{.name = "--hours",
         .value = "",
         .help = {.en = "sections also at each of the 24 hours of the day of --at (default: a "
                        "workday)",
                  .zh = "另按 24 小时逐时扫描区段：--at 所在日，默认为工作日"}},
    Flag{.name = "--levels",
         .value = "1|2",
         .help = {.en = "2: a neighbour may first move its own tail to a third feeder (default: 2)",
                  .zh = "转供级数；2 为允许二级转供（默认 2）"}},
    Flag{.name = "--rows",
         .value = "",
         .help = {.en = "every contingency", .zh = "列出每个元件的结果"}},
    Flag{.name = "--failed-only",
         .value = "",
         .help = {.en = "of --rows and --by only what does not pass",
                  .zh = "--rows、--by 只列未通过者"}},
    Flag{.name = "--top",
         .value = "N",
         .help = {.en = "N limits and weak feeders (default: 20), and the N worst rows",
                  .zh = "制约因素与薄弱馈线各列 N 项（默认 20），元件列最严重的 N 个"}},
};

using Clock = std::chrono::steady_clock;

/// Runs one sweep and tells how far it is, from `begin` on, as a share of all that is to be swept.
sweep::SweepAnswer sweep_shown(network::NetworkModel const& model, sweep::SweepQuery const& query,
                               ProgressBar& bar, std::string const& phase, double begin,
                               double length) {
  constexpr std::uint64_t kAll = 10'000;
  return sweep::sweep_n1(model, query, [&](double share) {
    auto const done = (begin + length * std::clamp(share, 0.0, 1.0)) * static_cast<double>(kAll);
    bar.show(phase, static_cast<std::uint64_t>(done), kAll);
  });
}

/// The contingencies that --rows lists, in order.
std::vector<std::uint32_t> listed(SweepAsked const& asked, sweep::SweepAnswer const& answer) {
  std::vector<std::uint32_t> order;
  if (asked.top) {
    order = study::worst_first(answer, asked.failed_only);
    order.resize(std::min(order.size(), *asked.top));
    return order;
  }
  for (std::uint32_t i = 0; i < answer.outcome.size(); ++i) {
    if (!asked.failed_only || answer.outcome[i].passed == 0) {
      order.push_back(i);
    }
  }
  return order;
}

/// JSON beyond what one message may be is refused before it is made, judged by a sample of rows.
Result<void> demand_message_size(network::NetworkModel const& model, SweepAsked const& asked,
                                 sweep::SweepAnswer const& answer,
                                 std::vector<std::uint32_t> const& order) {
  constexpr std::size_t kSample = 1000;
  constexpr double kMostBytes = 2e9;  // a proto3 message ends at 2 GiB
  constexpr double kIndent = 2 * 19;  // 19 lines a row, two spaces more each
  if (order.size() <= kSample) {
    return {};
  }
  auto bytes = 0.0;
  auto sampled = 0.0;
  for (std::size_t at = 0; at < order.size(); at += order.size() / kSample) {
    auto const row = to_row(model, asked.query, answer, order[at], Language::zh);
    bytes += static_cast<double>(to_json(row).size()) + kIndent;
    sampled += 1;
  }
  auto const all = bytes / sampled * static_cast<double>(order.size());
  if (all <= kMostBytes) {
    return {};
  }
  return fail(
      ErrorCode::too_large,
      fmt::format("{} rows would be some {:.1f} GB of JSON, beyond the 2 GB of one message; "
                  "--format csv prints them all, --failed-only, --top N or --element "
                  "section fewer",
                  order.size(), all / 1e9),
      fmt::format("{} 行约合 {:.1f} GB JSON，超过单个消息 2 GB 的上限；可用 --format csv "
                  "全部输出，或用 --failed-only、--top N、--element section 减少行数",
                  order.size(), all / 1e9));
}

/// Groups all of whose contingencies pass are dropped.
void drop_passed(v1::SweepN1Response& answer) {
  auto& groups = *answer.mutable_groups();
  groups.erase(std::remove_if(groups.begin(), groups.end(),
                              [](v1::SweepGroup const& group) {
                                return group.figures().contingencies() ==
                                       group.figures().fully_restorable();
                              }),
               groups.end());
}

struct Swept {
  sweep::SweepAnswer answer;
  v1::SweepN1Response message;
};

Swept sweep_all(Invocation const& call, network::NetworkModel const& model,
                SweepAsked const& asked) {
  ProgressBar bar{ProgressUnit::steps, call.common.language, call.common.quiet};
  auto const phase = std::string{call.in({.en = "sweeping", .zh = "扫描"})};
  auto const part = 1.0 / static_cast<double>(1 + asked.hours.size());
  auto const begin = Clock::now();
  Swept swept{.answer = sweep_shown(model, asked.query, bar, phase, 0, part), .message = {}};
  auto const summary = study::summarise_sweep(model, asked.query, swept.answer, asked.by);
  swept.message = to_proto(model, asked.query, swept.answer, summary,
                           {.language = call.common.language,
                            .at = asked.at,
                            .top = asked.top.value_or(SweepWording{}.top)});
  for (std::size_t i = 0; i < asked.hours.size(); ++i) {
    auto query = asked.query;
    query.kinds = {sweep::ElementKind::section};
    query.slot = asked.hours[i];
    auto const hour =
        sweep_shown(model, query, bar, phase, part * static_cast<double>(1 + i), part);
    sweep::SweepSums sums;
    for (auto const& outcome : hour.outcome) {
      study::add(outcome, sums);
    }
    *swept.message.add_hours() = to_hour(asked.hours[i].hour, sums);
  }
  swept.message.set_elapsed_s(std::chrono::duration<double>(Clock::now() - begin).count());
  return swept;
}

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_to_use(call));
  TIELINE_TRY(asked, read_sweep(call, loaded));
  auto const& model = *loaded.model;
  auto swept = sweep_all(call, model, asked);
  if (asked.failed_only) {
    drop_passed(swept.message);
  }
  EachRow rows;
  auto const order = asked.want_rows ? listed(asked, swept.answer) : std::vector<std::uint32_t>{};
  if (asked.want_rows) {
    rows = [&](std::function<void(v1::SweepRow const&)> const& take) {
      for (auto const i : order) {
        take(to_row(model, asked.query, swept.answer, i, call.common.language));
      }
    };
  }
  auto const code = exit_code_of(loaded);
  switch (call.common.format) {
    case Format::json:
      if (auto fits = demand_message_size(model, asked, swept.answer, order); !fits) {
        return tl::unexpected{std::move(fits.error())};
      }
      return deliver_bytes(call, code, sweep_json(swept.message, rows));
    case Format::csv:
      return deliver_bytes(call, code, sweep_csv(swept.message, rows));
    default:
      return deliver_bytes(call, code, sweep_table(swept.message, rows, call.common.language));
  }
}

}  // namespace

Verb sweep_n1_verb() {
  return {
      .noun = "sweep",
      .name = "n1",
      .summary = {.en = "every single contingency, transfer included: who comes back, what binds",
                  .zh = "逐一 N-1 并计转供：通过率、可转供率、制约因素、薄弱馈线"},
      .use = "CASE [--element KINDS] [--by KEYS] [--at T] [--rows]",
      .example = "tieline sweep n1 city/ --by zone",
      .meaning =
          {.en = "One element fails at a time; switches around it open, and what is healthy and "
                 "dark is fed by\n"
                 "  the best transfer. Out counts everybody before it, isolated those in what "
                 "failed, beyond the rest;\n"
                 "  a contingency passes if all beyond come back. A feeder passes if all its "
                 "sections do; one without\n"
                 "  ties stays in every denominator. Users are counted once a contingency, so sums "
                 "are user-times.\n"
                 "  What does not pass is an answer: exit 0.",
           .zh =
               "每次失去一个元件：断开其周围开关，健全失电部分按最优方案转供。停电为转供之前的"
               "数量，\n"
               "  故障段内无法恢复，其余为需转移；需转移者全部恢复即通过 N-1。馈线的全部区段通过，"
               "该馈线\n"
               "  才算通过；无联络馈线也计入各项分母。户次按元件逐次累计。未通过也是结果，退出码 "
               "0。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
