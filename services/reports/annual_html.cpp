#include "services/reports/annual_html.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "services/adapters/rounding.hpp"
#include "services/reports/annual_sheets.hpp"
#include "services/reports/svg_chart.hpp"

namespace tieline::services {
namespace {

constexpr std::string_view kStyle = R"(
:root{color-scheme:light}
body{font:15px/1.5 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",system-ui,sans-serif;
 margin:0 auto;max-width:1240px;padding:24px;color:#1c1c1c;background:#fff}
h1{font-size:24px;margin:0 0 8px}h2{font-size:18px;margin:32px 0 8px}
ul{margin:8px 0;padding-left:20px}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:13px;margin:8px 0}
caption{text-align:left;font-weight:600;padding:4px 0;white-space:nowrap}
th,td{border:1px solid #cfcfcf;padding:3px 8px;text-align:left;vertical-align:top}
th{background:#f1f3f5}th,td{word-break:keep-all}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.good{background:#e3f1e5}td.bad{background:#f8dfd6;font-weight:600}td.open{background:#fdf3d3}
td.hash{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
figure{margin:16px 0}svg{width:100%;max-width:760px;height:auto}
svg text{font-size:12px;fill:#333}
.axis{stroke:#444}.grid{stroke:#e2e2e2}.target{stroke:#222;stroke-width:2.5}
.line{fill:none;stroke:#2f6f9f;stroke-width:2.5}
.trend{stroke:#2f6f9f;stroke-width:2;stroke-dasharray:6 4}.band{fill:#7fa9c6;fill-opacity:.35}
footer{margin-top:32px;font-size:12px;color:#555}
@media print{body{max-width:none;padding:0;font-size:11px}table{font-size:9.5px}
 h2,figure,tr{break-inside:avoid}h2{break-after:avoid}.wide{overflow:visible}
 td,th{padding:1px 4px;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)";

std::string_view class_of(SheetCell const& cell, SheetColumn const& column) {
  constexpr std::size_t kHashLength = 64;
  switch (cell.tone) {
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
    case Tone::open:
      return "open";
    case Tone::plain:
      break;
  }
  return column.is_number ? "n" : cell.text.size() >= kHashLength ? "hash" : "";
}

std::string table_of(Sheet const& sheet, std::string_view caption = {}) {
  std::string html = R"(<div class="wide"><table>)";
  if (!caption.empty()) {
    html += "<caption>" + html_escaped(caption) + "</caption>";
  }
  html += "<thead><tr>";
  for (auto const& column : sheet.columns) {
    html += R"(<th scope="col">)" + html_escaped(column.title) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  for (auto const& row : sheet.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      auto const style = class_of(row[i], sheet.columns[i]);
      html += style.empty() ? "<td>" : fmt::format(R"(<td class="{}">)", style);
      html += html_escaped(row[i].text) + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string section(Sheet const& sheet) {
  return sheet.rows.empty() ? std::string{}
                            : "<h2>" + html_escaped(sheet.title) + "</h2>\n" + table_of(sheet);
}

std::string figure(std::string const& svg, Sheet const& numbers, std::string_view caption) {
  return "<figure>\n" + svg + "\n<figcaption>" + table_of(numbers, caption) +
         "</figcaption></figure>\n";
}

std::optional<double> saidi_of(v1::AnnualFigures const* f) {
  return f != nullptr && f->has_saidi_h() ? std::optional{f->saidi_h()} : std::nullopt;
}

/// The first target in the base shown.
v1::TargetJudgement const* target_of(v1::AnnualZone const& zone, std::string const& base) {
  for (auto const& target : zone.targets()) {
    if (target.base() == base && target.branches_size() != 0) {
      return &target;
    }
  }
  return nullptr;
}

std::string number_text(std::optional<double> value) {
  return value ? fixed(*value, 4) : "—";
}

std::string zone_chart(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  std::vector<TargetBar> bars;
  Sheet numbers{.title = {},
                .columns = {{t("zone", "地区")},
                            {t("SAIDI h", "停电时间 h/户"), true},
                            {t("limit h", "限值 h"), true}},
                .rows = {}};
  for (auto const& zone : report.parts(0).zones()) {
    auto const* const target = target_of(zone, report.base());
    TargetBar bar;
    bar.label = area_zone_word(zone.zone(), language);
    bar.value = saidi_of(of_base(zone.figures(), report.base()));
    if (target != nullptr && target->has_limit_h()) {
      bar.target = target->limit_h();
    }
    bar.is_missed = target != nullptr && target->verdict() == "missed";
    numbers.rows.push_back(
        {{.text = bar.label}, {.text = number_text(bar.value)}, {.text = number_text(bar.target)}});
    bars.push_back(std::move(bar));
  }
  ChartWords const words{
      .id = "zones",
      .title = t("Hours of each zone and its limit", "各地区停电时间与限值"),
      .description = t("One bar a zone; the dark line across a bar is the limit of its target; "
                       "bars over their limit are red.",
                       "每个地区一根柱；横线为目标限值；超过限值的柱为红色。"),
      .unit = "h"};
  return figure(target_bars(words, bars), numbers, words.title);
}

std::string month_chart(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  std::vector<StackedBar> bars;
  for (auto const& month : report.months()) {
    StackedBar bar{.label = std::to_string(month.month()), .parts = {}};
    if (auto const* const f = of_base(month.figures(), report.base())) {
      bar.parts = {f->saidi_fault_h(), f->saidi_prearranged_h(), f->saidi_unclassified_h()};
    }
    bars.push_back(std::move(bar));
  }
  ChartWords const words{
      .id = "months",
      .title = t("Hours of each month by nature", "分月停电时间（按性质）"),
      .description = t("Stacked bars: fault below, pre-arranged above, unclassified on top. The "
                       "table has the figures.",
                       "堆叠柱：下为故障，中为预安排，上为未分类。数值见表。"),
      .unit = "h"};
  return figure(
      stacked_bars(words,
                   {t("fault", "故障"), t("pre-arranged", "预安排"), t("unclassified", "未分类")},
                   bars),
      months_sheet(report, language), words.title);
}

BurnDown burn_down_of(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  BurnDown chart;
  for (auto const& month : report.months()) {
    chart.labels.push_back(std::to_string(month.month()));
    auto const* const sum = of_base(month.cumulative(), report.base());
    chart.so_far.push_back(sum != nullptr && sum->has_saidi_h() ? std::optional{sum->saidi_h()}
                                                                : std::nullopt);
  }
  for (auto const& budget : report.budgets()) {
    if (budget.base() == report.base() && !chart.budget) {
      chart.budget = budget.limit_h();
    }
  }
  auto const& area = report.parts(0);
  auto const& trend = *of_base(area.zones(area.zones_size() - 1).trends(), report.base());
  if (!report.year_is_over() && trend.has_saidi_h()) {
    chart.trend = trend.saidi_h();
    if (trend.has_low_h()) {
      chart.low = trend.low_h();
      chart.high = trend.high_h();
    }
  }
  chart.so_far_word = t("since January", "累计");
  chart.budget_word = t("what the targets allow", "目标允许");
  chart.trend_word = t("trend and band", "趋势与区间");
  return chart;
}

std::string cumulative_chart(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  auto const chart = burn_down_of(report, language);
  Sheet numbers{
      .title = {}, .columns = {{t("what", "项目")}, {t("h a unit", "h/户"), true}}, .rows = {}};
  auto const add = [&](std::string name, std::optional<double> value) {
    if (value) {
      numbers.rows.push_back({{.text = std::move(name)}, {.text = number_text(value)}});
    }
  };
  for (std::size_t i = 0; i < chart.so_far.size(); ++i) {
    add(chart.so_far_word + " – " + chart.labels[i], chart.so_far[i]);
  }
  add(chart.budget_word, chart.budget);
  add(t("trend to year end", "年末趋势"), chart.trend);
  add(t("least of past years", "区间下限"), chart.low);
  add(t("most of past years", "区间上限"), chart.high);
  ChartWords const words{
      .id = "cumulative",
      .title = t("Hours since January against what the targets allow", "累计停电时间与目标"),
      .description = t("The line climbs month by month; the dark line across is what the targets "
                       "of the whole area allow; dashed: the trend to the end of the year with "
                       "its band.",
                       "折线为逐月累计；横线为目标允许值；虚线为年末趋势，阴影为其区间。"),
      .unit = "h"};
  return figure(burn_down(words, chart), numbers, words.title);
}

}  // namespace

std::string annual_html(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  auto const title = html_escaped(report_title(report, language));
  auto html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{}</h1>\n<ul>\n",
      language == Language::zh ? "zh-CN" : "en", title, kStyle, title);
  for (auto const& line : report_remarks(report, language)) {
    html += "<li>" + html_escaped(line) + "</li>\n";
  }
  html += "</ul>\n" + section(narrow_summary_sheet(report, language));
  html += zone_chart(report, language);
  html += "<h2>" + html_escaped(t("Through the year", "全年过程")) + "</h2>\n";
  html += month_chart(report, language) + cumulative_chart(report, language);
  for (auto const& sheet :
       {variants_sheet(report, language), quality_sheet(report, language),
        requirements_sheet(report, language), provenance_sheet(report, language)}) {
    html += section(sheet);
  }
  html += "<footer>" +
          html_escaped(t("The same inputs, rules and build give this page again, byte for byte; "
                         "tieline report verify checks the JSON of the same call.",
                         "相同的输入、规则和程序版本可逐字节重现本页；同一命令的 JSON 可用 tieline "
                         "report verify 核验。")) +
          "</footer>\n</body>\n</html>\n";
  return html;
}

}  // namespace tieline::services
