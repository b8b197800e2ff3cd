#include <array>

#include "services/adapters/capacity_to_proto.hpp"
#include "services/cli/capacity_flags.hpp"
#include "services/cli/capacity_tables.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--kind",
         .value = "KINDS",
         .help = {.en = "feeder, section, transformer, source, or all (default: "
                        "feeder,transformer)",
                  .zh = "feeder 馈线、section 区段、transformer 变压器、source 电源或 all（默认 "
                        "feeder,transformer）"}},
    Flag{.name = "--at",
         .value = "T",
         .help = {.en = "date of the list (default: valid_from of the case)",
                  .zh = "清单日期（默认算例的 valid_from）"}},
    Flag{.name = "--restricted",
         .value = "",
         .help = {.en = "only what has nothing left, or less than --need",
                  .zh = "只列受限者：已无可开放容量，或不足 --need"}},
    Flag{.name = "--need",
         .value = "KVA",
         .help = {.en = "what a new connection needs (default: 0)",
                  .zh = "新增接入所需容量（默认 0）"}},
    Flag{.name = "--n1",
         .value = "",
         .help = {.en = "with N-1 duty: stations without their largest source, feeders to n/(n+1) "
                        "with ties to n others",
                  .zh = "计及 N-1：变电站失去最大一台主变；与 n 条线路联络的馈线负载率不超过 "
                        "n/(n+1)"}},
    Flag{.name = "--line-share",
         .value = "K",
         .help = {.en = "usable share of the ampacity of lines and switches (default: 0.8)",
                  .zh = "线路和开关载流量的可用比例 k_L（默认 0.8）"}},
    Flag{.name = "--transformer-share",
         .value = "K",
         .help = {.en = "of a transformer's rating (default: 0.8)",
                  .zh = "配变额定容量的可用比例 k_T（默认 0.8）"}},
    Flag{.name = "--source-share",
         .value = "K",
         .help = {.en = "of a source's rating (default: 0.8)",
                  .zh = "电源（主变）额定容量的可用比例 k_M（默认 0.8）"}},
    Flag{.name = "--pending",
         .value = "FILE",
         .help = {.en = "approved, not yet connected: a CSV of application, at (transformer or "
                        "node), kva, demand_factor (blank: 1)",
                  .zh = "已批未接：CSV，列为 application（申请编号）、at（变压器或节点）、kva、"
                        "demand_factor（需要系数，空为 1）"}},
    Flag{.name = "--zone",
         .value = "Z",
         .help = {.en = "only what has users of this zone", .zh = "只列有该地区特征用户者"}},
    Flag{.name = "--organisation",
         .value = "O",
         .help = {.en = "only what belongs to this organisation", .zh = "只列属该单位者"}},
    Flag{.name = "--feeder",
         .value = "IDS",
         .help = {.en = "only these feeders, separated by ';', and what hangs on them",
                  .zh = "只列这些馈线（以 ; 分隔）及其所带设备"}},
};

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_to_use(call));
  TIELINE_TRY(asked, read_capacity(call, loaded));
  TIELINE_TRY(found, study::open_capacity(*loaded.model, asked.query));
  auto const answer =
      to_proto(*loaded.model, asked.query, found, asked.as_of, call.common.language);
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] { return capacity_table(answer, call.common.language); },
      [&] { return capacity_csv(answer); });
}

}  // namespace

Verb capacity_list_verb() {
  return {
      .noun = "capacity",
      .name = "list",
      .summary = {.en = "open capacity of feeders, sections, transformers and sources, with what "
                        "binds",
                  .zh = "馈线、区段、变压器和电源的可开放容量及制约设备"},
      .use = "CASE [--kind KINDS] [--restricted] [--need KVA] [--n1]",
      .example = "tieline capacity list city/ --kind feeder,transformer --at 2022-05-01",
      .meaning =
          {.en = "Open capacity is the least of (usable share × rating − peak load) on the way "
                 "from the\n"
                 "  source, never below 0; an overload is shown beside it. \"? ≤ 120\" is not "
                 "proven: a rating\n"
                 "  or load on the way is unknown, what is known admits 120 kVA at most.",
           .zh = "可开放容量为电源至该处各设备“可用比例 × 额定值 − 峰值负荷”的最小值，不小于 0；\n"
                 "  超限另列。“? ≤ 120”表示未证实：途中有额定值或负荷未知，已知部分至多允许 120 "
                 "kVA。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
