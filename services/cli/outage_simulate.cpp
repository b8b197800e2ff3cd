#include <algorithm>
#include <array>
#include <string>

#include "engine/io/civil_time.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/outage_flags.hpp"
#include "services/cli/outage_tables.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--work",
         .value = "W",
         .help = {.en = "a row of plan/works.csv: its equipment, times and means",
                  .zh = "plan/works.csv 中的检修：设备、时间和手段"}},
    Flag{.name = "--equipment",
         .value = "IDS",
         .help = {.en = "what must be dead, separated by ';'; needs --start and --duration-h",
                  .zh = "须停电的设备，以 ; 分隔；须配合 --start 和 --duration-h"}},
    Flag{.name = "--start",
         .value = "T",
         .help = {.en = "when it must be dead, as 2021-05-03T08:00 (time of the case) or "
                        "2021-05-03T08:00:00+08:00",
                  .zh = "停电开始，如 2021-05-03T08:00:00+08:00（不写时区则取算例时区）"}},
    Flag{.name = "--duration-h",
         .value = "H",
         .help = {.en = "hours it must stay dead", .zh = "停电小时数"}},
    Flag{.name = "--strategy",
         .value = "none|cold|hot|live|generator|best",
         .help = {.en = "only this one (default: all, side by side)",
                  .zh = "只算一种策略（默认全部并列）"}},
    Flag{.name = "--levels",
         .value = "1|2",
         .help = {.en = "2: a neighbour may first hand its own tail on (default); 1: it may not",
                  .zh = "转供级数：2 允许相邻馈线先转出自身末段（默认），1 不允许"}},
    Flag{.name = "--no-second-fault",
         .value = "",
         .help = {.en = "leave out what one more fault would cost while the transfer stands",
                  .zh = "不计算转供期间再发生一次故障的后果"}},
    Flag{.name = "--intervals",
         .value = "",
         .help = {.en = "list every dark interval too", .zh = "同时列出每段停电区间"}},
    Flag{.name = "--details",
         .value = "",
         .help = {.en = "print steps and ties of every strategy, not only of the best",
                  .zh = "表格中列出每种策略的步骤和联络，而不只是最优策略"}},
    Flag{.name = "--live-line-item",
         .value = "N",
         .help = {.en = "number or name in the list of 33 live-line items",
                  .zh = "33 项带电作业中的编号或名称"}},
    Flag{.name = "--bypass-a",
         .value = "A",
         .help = {.en = "ampere a bypass cable may carry", .zh = "旁路电缆允许电流，A"}},
    Flag{.name = "--generator-kw",
         .value = "KW",
         .help = {.en = "one generator vehicle of this power, where plan/generators.csv lists none",
                  .zh = "可用发电车功率，kW（plan/generators.csv 未列出时）"}},
};

/// The message without the strategies that are not the best; as it is when none is feasible, so
/// that every reason is seen.
void keep_best(v1::SimulateOutageResponse& answer) {
  if (answer.best().empty()) {
    return;
  }
  auto& strategies = *answer.mutable_strategies();
  for (int i = strategies.size(); i-- > 0;) {
    if (strategies[i].strategy() != answer.best()) {
      strategies.DeleteSubrange(i, 1);
    }
  }
}

/// The network as known may not be the network of that day (needs B42).
void remark_if_older(Invocation const& call, network::NetworkModel const& model, Seconds start) {
  auto const valid_from = io::parse_time(model.valid_from(), model.time_zone());
  if (valid_from && start < *valid_from) {
    remark(call, std::string{Words{"note: the outage begins before the network is valid, "
                                   "valid_from ",
                                   "注意：停电早于网络生效时间 valid_from "}
                                 .in(call.common.language)} +
                     std::string{model.valid_from()});
  }
}

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_to_use(call));
  TIELINE_TRY(asked, read_simulation(call, loaded));
  remark_if_older(call, *loaded.model, asked.query.start);
  study::Workspace workspace{loaded.model};
  TIELINE_TRY(outage, study::simulate_outage(*loaded.model, asked.query, workspace));
  auto answer = to_proto(*loaded.model, asked.query, outage, loaded.plan.targets, asked.wording);
  if (asked.only_best) {
    keep_best(answer);
  }
  auto const possible = std::any_of(outage.strategies.begin(), outage.strategies.end(),
                                    [](auto const& s) { return s.feasible; });
  return deliver(
      call, possible ? exit_code_of(loaded) : ExitCode::not_possible, answer,
      [&] {
        return simulation_table(answer, {.base = call.common.base,
                                         .language = call.common.language,
                                         .every_strategy = call.has("--details")});
      },
      [&] { return simulation_csv(answer); });
}

}  // namespace

Verb outage_simulate_verb() {
  return {
      .noun = "outage",
      .name = "simulate",
      .summary = {.en =
                      "a planned outage under every strategy: steps, user-hours, share of targets",
                  .zh = "计划停电各策略对比：操作步骤、时户数、占目标比例"},
      .use = "CASE (--work W | --equipment IDS --start T --duration-h H)",
      .example =
          "tieline outage simulate city/ --equipment F00040-S2 --start 2021-05-03T08:00 "
          "--duration-h 6",
      .meaning =
          {.en = "User-hours are the dark time of every MV user, summed from exact seconds. none: "
                 "no\n"
                 "  transfer; cold: open first, then feed through a tie; hot: close the tie first "
                 "where\n"
                 "  loop closing is permitted; live: nobody is switched off; generator: vehicles "
                 "on top\n"
                 "  of the best transfer. Momentary interruptions are counted apart. The way back "
                 "to\n"
                 "  normal is part of the steps. Exit 5: what was asked for is not possible.",
           .zh =
               "时户数为每个中压用户停电时间之和，按整秒精确累计。不转供；停电倒闸：先拉后合；\n"
               "  "
               "合环：允许合环时先合后拉；带电作业：不停电；发电车：在最优转供之上再带重要负荷。\n"
               "  短时停电单独计数。步骤含恢复正常方式。退出码 5：所求策略不可行。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
