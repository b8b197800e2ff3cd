#include <array>

#include <unistd.h>

#include "services/cli/annual_answer.hpp"
#include "services/cli/annual_tables.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/typed.hpp"
#include "services/cli/verb.hpp"
#include "services/reports/annual_html.hpp"
#include "services/reports/annual_xlsx.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--year",
         .value = "Y",
         .help = {.en = "the calendar year, in the time zone of the case",
                  .zh = "统计年份（按算例时区）"}},
    Flag{.name = "--jurisdiction",
         .value = "J",
         .help = {.en = "whose targets: a name in plan/targets.csv, or 常州, 吴江, 江苏, 济宁 as "
                        "their documents state them; may be repeated (default: all of "
                        "plan/targets.csv)",
                  .zh = "按谁的目标：plan/targets.csv 中的辖区，或随软件提供的 常州、吴江、江苏、"
                        "济宁；可重复（默认 plan/targets.csv 中该年全部）"}},
    Flag{.name = "--as-of",
         .value = "T",
         .help = {.en = "count what happened before T (default: end of the day of the last record, "
                        "at most the end of the year)",
                  .zh = "统计到 T 之前（默认最后一条记录当日结束，最晚到年末）"}},
    Flag{.name = "--by",
         .value = "organisation",
         .help = {.en = "every organisation apart, too", .zh = "同时按单位分列"}},
    Flag{.name = "--variant",
         .value = "1|2|3|4",
         .help = {.en = "which interruptions the targets are held against (default: 1, all)",
                  .zh = "与目标比较所用口径（默认 1，全部）"}},
    Flag{.name = "--trend-years",
         .value = "K",
         .help = {.en = "past years that tell how the year may end, 0 to 20 (default: 5)",
                  .zh = "用于年末趋势的历史年数，0 到 20（默认 5）"}},
    Flag{.name = "--med",
         .value = "none|beta|official|both",
         .help = {.en = "what makes a major event day: 2.5 beta, med.csv, both (default), none",
                  .zh = "重大事件日依据：2.5β、med.csv 名单、两者（默认）或不判定"}},
    Flag{.name = "--med-years",
         .value = "N",
         .help = {.en = "years before the year that make the threshold (default: 5)",
                  .zh = "重大事件日阈值所用历史年数（默认 5）"}},
    Flag{.name = "--zero-days",
         .value = "drop|replace",
         .help = {.en = "days without outages in the threshold's years (default: drop)",
                  .zh = "阈值样本中无停电日的处理（默认 drop 剔除）"}},
    Flag{.name = "--catastrophic",
         .value = "none|above=K|days=D,...",
         .help = {.en = "days left out of the threshold's years (default: none)",
                  .zh = "从阈值样本中剔除的灾害日（默认不剔除）"}},
};

constexpr std::array<std::string_view, 2> kFileFormats{"xlsx", "html"};

/// Such a file is no text for a terminal.
Result<void> demand_file(Invocation const& call) {
  auto const is_file = call.common.format == Format::xlsx || call.common.format == Format::html;
  if (!is_file || !call.common.output.empty() || ::isatty(STDOUT_FILENO) == 0) {
    return {};
  }
  auto const name = call.common.format == Format::xlsx ? "xlsx" : "html";
  return wrong_usage(std::string{"--format "} + name + " is a file: add --output report." + name,
                     std::string{"--format "} + name + " 是文件：请加上 --output report." + name);
}

Result<ExitCode> run(Invocation const& call) {
  if (auto demanded = demand_file(call); !demanded) {
    return tl::unexpected{std::move(demanded.error())};
  }
  TIELINE_TRY(answer, answer_annual(call));
  auto const language = call.common.language;
  if (call.common.format == Format::xlsx) {
    TIELINE_TRY(workbook, annual_xlsx(answer.message, language));
    return deliver_bytes(call, answer.code, workbook);
  }
  if (call.common.format == Format::html) {
    return deliver_bytes(call, answer.code, annual_html(answer.message, language));
  }
  return deliver(
      call, answer.code, answer.message, [&] { return annual_table(answer.message, language); },
      [&] { return annual_csv(answer.message); });
}

}  // namespace

Verb report_annual_verb() {
  return {
      .noun = "report",
      .name = "annual",
      .summary = {.en = "a year against its targets: zones, last year, trend, quality of the data",
                  .zh = "年度报告：各地区与目标、同比、年末趋势、数据质量"},
      .use = "CASE --year Y",
      .example =
          "tieline report annual city/ --year 2021 --jurisdiction 常州 --format xlsx "
          "--output 2021.xlsx",
      .meaning =
          {.en = "SAIDI of every zone beside its target, unrounded figures compared (at most is "
                 "met).\n"
                 "  gap: SAIDI so far less the limit; budget used: user-hours so far of limit x "
                 "users.\n"
                 "  trend: hours so far plus what the same part of past years still lost, with "
                 "their least\n"
                 "  and most as the band. --format also takes xlsx and html (one file, no "
                 "scripts).\n"
                 "  json carries the proof that report verify checks.",
           .zh = "各地区用户平均停电时间与目标对照，按未舍入值比较（不超过即达标）。\n"
                 "  差值：累计值减限值；预算占用：累计时户数占 限值 × 用户数 的比例。\n"
                 "  趋势：累计值加历史年份同一时段的剩余停电时间，区间为其最小值和最大值。\n"
                 "  --format 还可取 xlsx 和 html（单个文件，无脚本）；json 带有可供 report verify "
                 "核验的依据。"},
      .flags = kFlags,
      .more_formats = kFileFormats,
      .run = run};
}

}  // namespace tieline::services
