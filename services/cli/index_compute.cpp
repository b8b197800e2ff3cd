#include <algorithm>
#include <array>

#include "engine/indices/compute.hpp"
#include "services/adapters/index_to_proto.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/index_flags.hpp"
#include "services/cli/index_tables.hpp"
#include "services/cli/load.hpp"
#include "services/cli/progress.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--from",
         .value = "T",
         .help = {.en = "first instant, as 2021-01-01 or 2021-01-01T08:00:00+08:00 (default: the "
                        "calendar year of the last interruption)",
                  .zh = "统计期起点，如 2021-01-01（默认最后一次停电所在的年份）"}},
    Flag{.name = "--to",
         .value = "T",
         .help = {.en = "end, not included: 2022-01-01 ends the year 2021",
                  .zh = "统计期终点（不含）：2022-01-01 即到 2021 年底"}},
    Flag{.name = "--by",
         .value = "KEYS",
         .help = {.en = "rows split by up to four of zone, zone_group, class, cause, month, day, "
                        "organisation, feeder, grid_cell, with commas (default: zone)",
                  .zh = "按哪些维度分行，至多四个，逗号分隔：zone 地区、zone_group 地区分组、class "
                        "停电性质、cause 原因、month 月、day 日、organisation 单位、feeder 馈线、"
                        "grid_cell 网格（默认 zone）"}},
    Flag{.name = "--grouping",
         .value = "all|nea|net|NAME=ZONES;…",
         .help = {.en =
                      "what zone_group means: all zones; nea: city and country; net: city and "
                      "country network; or your own, as \"core=city_center+urban;rest=town+rural\" "
                      "(default: nea)",
                  .zh = "zone_group 的含义：all 全口径；nea 城市/农村；net 城网/农网；或自定，如 "
                        "\"core=city_center+urban;rest=town+rural\"（默认 nea）"}},
    Flag{.name = "--variant",
         .value = "1|2|3|4",
         .help = {.en = "1 everything, 2 without external influence, 3 without source shortage, 4 "
                        "without momentary interruptions (default: 1)",
                  .zh = "口径：1 全部；2 不计外部影响；3 不计系统电源不足限电；4 不计短时停电"
                        "（默认 1）"}},
    Flag{
        .name = "--med",
        .value = "none|beta|official|both",
        .help = {.en = "what makes a major event day: the 2.5 beta threshold, history/med.csv, or "
                       "both (default: both)",
                 .zh = "重大事件日依据：2.5β 阈值、history/med.csv 官方名单，或两者（默认 both）"}},
    Flag{.name = "--med-years",
         .value = "N",
         .help = {.en = "calendar years before the window that the threshold is made of (default: "
                        "5)",
                  .zh = "计算阈值所用的此前年数（默认 5）"}},
    Flag{.name = "--zero-days",
         .value = "drop|replace",
         .help = {.en = "days without an outage in that history: left out, or given the smallest "
                        "day's figure (default: drop)",
                  .zh = "样本中无停电的日：剔除，或以最小非零值代替（默认 drop）"}},
    Flag{.name = "--catastrophic",
         .value = "none|above=K|days=D,…",
         .help = {.en = "leave days above alpha + K beta, or these days, out of that history "
                        "(default: none)",
                  .zh = "样本剔除高于 α + Kβ 的日，或指定的日（默认 none）"}},
    Flag{.name = "--celid-h",
         .value = "H,…",
         .help = {.en = "lengths of CELID in hours (default: 4,8,24)",
                  .zh = "CELID 的时长，小时（默认 4,8,24）"}},
    Flag{.name = "--no-subtotals",
         .value = "",
         .help = {.en = "only the rows with every key split, and the grand total",
                  .zh = "只列出各维度均已展开的行和总计"}},
    Flag{.name = "--brief",
         .value = "",
         .help = {.en = "no distinct users, no event counts, one base, no facilities: faster, and "
                        "rows without CEMI, MID, MIC, units and natures",
                  .zh = "不统计重复停电用户、事件数和设施故障率，只含一种单位：更快，行中无 "
                        "CEMI、MID、MIC"}},
    Flag{.name = "--details",
         .value = "",
         .help =
             {.en = "two more tables: durations, events, people, without major event days; and how "
                    "often lines, transformers and switches fail",
              .zh = "加两张表：持续时间、事件、重复停电、剔除重大事件日；线路、变压器、开关的"
                    "故障停电率"}},
};

/// Drops the rows that sum over some key but not over all.
void drop_subtotals(indices::Answer& answer) {
  auto const n_key = answer.query.by.size();
  auto const is_subtotal = [n_key](indices::Row const& row) {
    auto const summed = static_cast<std::size_t>(std::count(
        row.key.begin(), row.key.begin() + static_cast<std::ptrdiff_t>(n_key), indices::kAll));
    return summed != 0 && summed != n_key;
  };
  std::erase_if(answer.rows, is_subtotal);
}

Result<indices::Answer> compute_with_progress(Invocation const& call,
                                              history::History const& history,
                                              indices::Query const& query) {
  ProgressBar bar{ProgressUnit::steps, call.common.language, call.common.quiet};
  bar.show(call.in({.en = "indices", .zh = "指标计算"}), 0, 0);
  return indices::compute(history, query);
}

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_with_history(call));
  TIELINE_TRY(query, read_index_query(call, loaded));
  auto const brief = call.has("--brief");
  query.want_people = query.want_events = !brief;
  TIELINE_TRY(indices, compute_with_progress(call, *loaded.history, query));
  if (call.has("--no-subtotals")) {
    drop_subtotals(indices);
  }
  auto answer = to_proto(*loaded.history, indices, weight_of(call.common.base),
                         brief ? RowExtent::brief : RowExtent::whole);
  if (!brief) {
    add_facility_rates(answer, indices::facility_rates(*loaded.history, *loaded.model, query));
  }
  *answer.mutable_provenance() =
      provenance_of(*loaded.history, query.rules.id(), parameters_of(call, *loaded.history, query));
  return deliver(
      call, exit_code_of(loaded), answer,
      [&] {
        return index_table(answer, {.base = call.common.base,
                                    .language = call.common.language,
                                    .details = call.has("--details")});
      },
      [&] { return index_csv(answer); });
}

}  // namespace

Verb index_compute_verb() {
  return {
      .noun = "index",
      .name = "compute",
      .summary = {.en = "what happened: SAIDI and its family by zone, class, month, …",
                  .zh = "实际发生的停电：按地区、性质、月份等统计可靠性指标"},
      .use = "CASE [--from T --to T] [--by KEYS]",
      .example =
          "tieline index compute testdata/cases/golden_history --from 2021-01-01 --to "
          "2022-01-01 --by zone,class",
      .meaning =
          {.en = "User-hours and interruptions count the unit of --base; SAIDI and SAIFI divide "
                 "them by the\n"
                 "  equivalent units registered in the window. Each user's overlapping "
                 "interruptions are joined:\n"
                 "  time belongs to the event that began first. Rows add up exactly: zones, "
                 "classes and months\n"
                 "  each sum to the total. \"—\": no figure, as nothing stands below the "
                 "fraction. More:\n"
                 "  docs/methods/indices.md. What stands behind a figure: tieline index explain.",
           .zh = "时户数和停电户次以 --base 的单位计；SAIDI、SAIFI 除以统计期内的等效用户数。"
                 "同一用户重叠的\n"
                 "  停电合并计算，时间归先开始的事件。各行严格可加：各地区、各性质、各月之和等于"
                 "总计。“—”表示\n"
                 "  分母为零、没有数值。定义见 docs/methods/indices.md；数值的来龙去脉见 tieline "
                 "index explain。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
