#include <array>

#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/outage_flags.hpp"
#include "services/cli/outage_tables.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--equipment",
         .value = "IDS",
         .help = {.en = "what is lost: ids of lines, switches, nodes, users, feeders or sources, "
                        "separated by ';'",
                  .zh = "失去的设备：线路、开关、节点、用户、馈线或电源的 id，以 ; 分隔"}},
    Flag{.name = "--at",
         .value = "T",
         .help = {.en = "load of this hour, as 2021-05-03T08:00:00+08:00 (default: peak)",
                  .zh = "按该时刻负荷，如 2021-05-03T08:00:00+08:00（默认按峰值）"}},
    Flag{.name = "--levels",
         .value = "1|2",
         .help = {.en = "2: a neighbour may first hand its own tail on (default); 1: it may not",
                  .zh = "转供级数：2 允许相邻馈线先转出自身末段（默认），1 不允许"}},
    Flag{.name = "--no-second-fault",
         .value = "",
         .help = {.en = "leave out what one more fault would cost while the transfer stands",
                  .zh = "不计算转供期间再发生一次故障的后果"}},
};

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_to_use(call));
  TIELINE_TRY(asked, read_impact(call, loaded));
  study::Workspace workspace{loaded.model};
  TIELINE_TRY(impact, study::assess_outage(*loaded.model, asked.query, workspace));
  auto const answer = to_proto(*loaded.model, asked.query, impact, asked.wording);
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] { return impact_table(answer, call.common.language); },
      [&] { return impact_csv(answer); });
}

}  // namespace

Verb outage_impact_verb() {
  return {
      .noun = "outage",
      .name = "impact",
      .summary =
          {.en = "who is dark if this equipment is lost, and what comes back through which tie",
           .zh = "设备失去后谁停电、经哪个联络可恢复"},
      .use = "CASE --equipment IDS [--at T] [--levels 1|2]",
      .example = "tieline outage impact city/ --equipment F00040-S2",
      .meaning =
          {.en = "Dark counts everybody before any transfer; restorable is what the feasible ties "
                 "give\n"
                 "  back. Each tie states its margin and the limit that binds; a tie whose figures "
                 "are\n"
                 "  not known is not proven, so it is not feasible.",
           .zh =
               "停电数为任何转供之前的数量；可恢复为可行联络能够带起的部分。每个联络都给出裕度和\n"
               "  制约因素；参数未知的联络未经证实，不算可行。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
