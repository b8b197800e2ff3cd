#include "services/reports/annual_sheets.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "services/adapters/rounding.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

constexpr int kHourDecimals = 4;  // h a user, as reports print it (domain §1.6)
constexpr double kPercent = 100;

// Columns of summary_sheet().
constexpr std::size_t kUsersOfColumn = 0;
constexpr std::size_t kBaseColumn = 2;
constexpr std::size_t kTrendColumn = 12;
constexpr std::size_t kByTrendColumn = 13;
constexpr std::size_t kJurisdictionColumn = 18;

SheetCell word(std::string text, Tone tone = Tone::plain) {
  return {.text = std::move(text), .number = std::nullopt, .decimals = 0, .tone = tone};
}

SheetCell figure(double value, int decimals) {
  return {
      .text = fixed(value, decimals), .number = value, .decimals = decimals, .tone = Tone::plain};
}

SheetCell nothing() {
  return word("—");
}

/// An optional field of a message: its figure, or "—".
SheetCell figure_if(bool is_there, double value, int decimals) {
  return is_there ? figure(value, decimals) : nothing();
}

SheetCell percent_if(bool is_there, double share) {
  return figure_if(is_there, share * kPercent, 2);
}

std::string part_word(v1::AnnualPart const& part, Speech t) {
  if (part.kind() == "area") {
    return t("whole area", "全部");
  }
  if (part.kind() == "rest") {
    return t("others (no targets of their own)", "其余单位（无单独目标）");
  }
  return part.organisation().empty() ? t("(no organisation)", "（未填单位）") : part.organisation();
}

/// What hours times units of a base are called.
std::string unit_hours_word(std::string_view base, Speech t) {
  return base == "household"  ? t("household-hours", "低压时户数")
         : base == "capacity" ? t("kVA-hours", "kVA·时")
                              : t("user-hours", "时户数");
}

/// "—", the mean, or "mean (low to high)".
std::string trend_text(v1::AnnualTrend const& trend) {
  if (!trend.has_saidi_h()) {
    return "—";
  }
  if (!trend.has_low_h()) {
    return fixed(trend.saidi_h(), kHourDecimals);
  }
  return fmt::format("{} ({}–{})", fixed(trend.saidi_h(), kHourDecimals), fixed(trend.low_h(), 2),
                     fixed(trend.high_h(), 2));
}

std::string target_text(v1::TargetJudgement const& target, Speech t) {
  std::string text;
  for (auto const& branch : target.branches()) {
    if (!text.empty()) {
      text += branch.logic() == "any" ? t(" or ", " 或 ") : t(" and ", " 且 ");
    }
    text += branch.kind() == "absolute_h" ? fmt::format("{:g} h", branch.value())
                                          : fmt::format("−{:g} %", branch.value() * kPercent);
  }
  return text.empty() ? t("no target", "无目标") : text;
}

std::vector<SheetCell> summary_row(v1::AnnualPart const& part, v1::AnnualZone const& zone,
                                   std::string const& base, v1::TargetJudgement const& target,
                                   Language language) {
  Speech const t{language};
  auto const& f = *of_base(zone.figures(), base);
  auto const& trend = *of_base(zone.trends(), base);
  auto const* const before = of_base(zone.year_on_year(), base);
  auto const verdict = target_verdict_word(target.verdict(), language);
  return {
      word(part_word(part, t)),
      word(area_zone_word(zone.zone(), language)),
      word(base_word(base, language)),
      figure_if(f.has_users(), f.users(), 2),
      figure_if(f.has_saidi_h(), f.saidi_h(), kHourDecimals),
      word(target_text(target, t)),
      figure_if(target.has_limit_h(), target.limit_h(), kHourDecimals),
      figure_if(target.has_gap_h(), target.gap_h(), kHourDecimals),
      percent_if(target.has_used_share(), target.used_share()),
      word(verdict, tone_of(target.verdict())),
      figure_if(before != nullptr && before->has_last_saidi_h(),
                before != nullptr ? before->last_saidi_h() : 0, kHourDecimals),
      percent_if(before != nullptr && before->has_saidi_change(),
                 before != nullptr ? before->saidi_change() : 0),
      word(trend_text(trend)),
      word(target_verdict_word(target.trend_verdict(), language), tone_of(target.trend_verdict())),
      figure_if(f.has_saidi_fault_h(), f.saidi_fault_h(), kHourDecimals),
      figure_if(f.has_saidi_prearranged_h(), f.saidi_prearranged_h(), kHourDecimals),
      figure_if(f.has_saidi_without_med_h(), f.saidi_without_med_h(), kHourDecimals),
      figure_if(f.has_saifi(), f.saifi(), kHourDecimals),
      word(target.jurisdiction())};
}

SheetCell hours_of(v1::AnnualFigures const* f, double (v1::AnnualFigures::*get)() const,
                   bool (v1::AnnualFigures::*has)() const) {
  return figure_if(f != nullptr && (f->*has)(), f == nullptr ? 0 : (f->*get)(), kHourDecimals);
}

void add_fact(Sheet& sheet, std::string name, std::string value, std::string more = {}) {
  sheet.rows.push_back({word(std::move(name)), word(std::move(value)), word(std::move(more))});
}

std::string share_text(v1::Completeness const& c) {
  return c.has_share() ? fixed(c.share() * kPercent, 2) + " %" : "—";
}

std::string field_word(std::string const& field, Language language) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kFields{
      {{"class", "停电性质"},
       {"cause", "责任原因"},
       {"technical_cause", "技术原因（故障）"},
       {"reported", "报修时间（故障）"},
       {"dispatched", "派单时间（故障）"},
       {"arrived", "到达时间（故障）"},
       {"located", "定位时间（故障）"},
       {"isolated", "隔离时间（故障）"},
       {"repaired", "修复时间（故障）"},
       {"zone", "地区特征"},
       {"rated_kva", "容量"},
       {"load_kw", "平均负荷"}}};
  if (language == Language::zh) {
    for (auto const& [name, zh] : kFields) {
      if (name == field) {
        return std::string{zh};
      }
    }
  }
  return field;
}

void add_coverage(v1::DataQuality const& q, Speech t, Sheet& sheet) {
  add_fact(sheet, t("first and last day with an interruption", "首末有停电记录的日期"),
           q.first_day().empty() ? "—" : q.first_day() + " – " + q.last_day());
  add_fact(sheet, t("records of all years", "全部记录的起止"),
           q.first_record().empty() ? "—" : q.first_record() + " – " + q.last_record());
  add_fact(sheet, t("months without any", "没有停电记录的月份"),
           q.silent_months().empty() ? t("none", "无")
                                     : fmt::format("{}", fmt::join(q.silent_months(), ", ")));
  add_fact(sheet, t("still out (provisional)", "尚未恢复（暂定）"),
           std::to_string(q.ongoing_records()));
  add_fact(sheet, t("overlapping records", "重叠记录"), std::to_string(q.overlapping_records()),
           fmt::format(fmt::runtime(t("{:.4f} user-hours told more than once, counted once",
                                      "重复记录 {:.4f} 时户，只计一次")),
                       q.overlap_user_hours()));
  add_fact(sheet, t("outside any registration", "登记期之外"),
           fmt::format(fmt::runtime(t("{:.4f} user-hours left out", "{:.4f} 时户，未计入")),
                       q.unregistered_user_hours()));
}

}  // namespace

std::string area_zone_word(std::string_view zone, Language language) {
  return zone == "all" ? Speech{language}("all zones", "全口径") : zone_word(zone, language);
}

std::string target_verdict_word(std::string_view verdict, Language language) {
  Speech const t{language};
  if (verdict == "met") {
    return t("met", "达标");
  }
  if (verdict == "missed") {
    return t("missed", "超标");
  }
  if (verdict == "no_last_year") {
    return t("no data last year", "缺去年数据");
  }
  if (verdict == "no_records") {
    return t("no records", "无停电记录");
  }
  return verdict == "no_users" ? t("no users", "无用户") : t("no target", "无目标");
}

Tone tone_of(std::string_view verdict) {
  return verdict == "met"                                       ? Tone::good
         : verdict == "missed"                                  ? Tone::bad
         : verdict == "no_last_year" || verdict == "no_records" ? Tone::open
                                                                : Tone::plain;
}

std::string base_word(std::string_view base, Language language) {
  Speech const t{language};
  return base == "household"  ? t("households", "低压用户")
         : base == "capacity" ? t("capacity, kVA", "容量 kVA")
                              : t("MV users", "中压用户");
}

std::string report_title(v1::AnnualReportResponse const& report, Language language) {
  return fmt::format(fmt::runtime(Speech{language}("{}: interruption hours of {} against targets",
                                                   "{}：{} 年用户平均停电时间与目标")),
                     report.network(), report.year());
}

std::vector<std::string> report_remarks(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  std::vector<std::string> lines;
  lines.push_back(fmt::format(
      fmt::runtime(t("counted: {} to {}{}", "统计期：{} 至 {}{}")), report.from(), report.as_of(),
      report.year_is_over() ? t("", "") : t(" (the year is not over)", "（年度未结束）")));
  for (auto const& note : report.notes()) {
    lines.push_back(note.text());
  }
  for (auto const& target : report.targets()) {
    lines.push_back(fmt::format(
        fmt::runtime(t("targets of {}: {}{}", "{}目标依据：{}{}")), target.jurisdiction(),
        target.documents().empty() ? "—" : fmt::format("{}", fmt::join(target.documents(), "; ")),
        target.shipped() ? t(" (shipped with tieline)", "（随软件提供）")
                         : t(" (plan/targets.csv)", "（plan/targets.csv）")));
  }
  return lines;
}

Sheet summary_sheet(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  Sheet sheet{.title = t("Zones against targets", "各地区与目标"),
              .columns = {{t("users of", "范围")},
                          {t("zone", "地区")},
                          {t("base", "口径")},
                          {t("units", "等效用户数"), true},
                          {t("SAIDI h", "停电时间 h/户"), true},
                          {t("target", "目标")},
                          {t("limit h", "限值 h"), true},
                          {t("gap h", "差值 h"), true},
                          {t("budget used %", "预算占用 %"), true},
                          {t("verdict", "结论")},
                          {t("last year h", "去年同期 h"), true},
                          {t("change %", "同比 %"), true},
                          {t("trend to year end h", "年末趋势 h"), true},
                          {t("by trend", "趋势结论")},
                          {t("fault h", "故障 h"), true},
                          {t("pre-arranged h", "预安排 h"), true},
                          {t("without MED h", "剔除重大事件日 h"), true},
                          {t("SAIFI", "停电次数"), true},
                          {t("jurisdiction", "目标辖区")}},
              .rows = {}};
  for (auto const& part : report.parts()) {
    for (auto const& zone : part.zones()) {
      auto const is_judged = std::any_of(
          zone.targets().begin(), zone.targets().end(),
          [&](v1::TargetJudgement const& target) { return target.base() == report.base(); });
      if (!is_judged) {
        v1::TargetJudgement none;
        none.set_verdict("no_target");
        none.set_trend_verdict("no_target");
        sheet.rows.push_back(summary_row(part, zone, report.base(), none, language));
      }
      for (auto const& target : zone.targets()) {
        if (target.base() == report.base() || target.branches_size() != 0) {
          sheet.rows.push_back(summary_row(part, zone, target.base(), target, language));
        }
      }
    }
  }
  return sheet;
}

Sheet narrow_summary_sheet(v1::AnnualReportResponse const& report, Language language) {
  auto sheet = summary_sheet(report, language);
  auto const says_the_same = [&](std::size_t c) {
    return std::all_of(sheet.rows.begin(), sheet.rows.end(),
                       [&](auto const& row) { return row[c].text == sheet.rows[0][c].text; });
  };
  std::vector<std::size_t> spare;  // from the right, so that places to the left stay
  for (auto const c :
       {kJurisdictionColumn, kByTrendColumn, kTrendColumn, kBaseColumn, kUsersOfColumn}) {
    auto const is_trend = c == kTrendColumn || c == kByTrendColumn;
    if (is_trend ? report.year_is_over() : says_the_same(c)) {
      spare.push_back(c);
    }
    if (c == kBaseColumn && says_the_same(c)) {
      sheet.title = fmt::format(fmt::runtime(Speech{language}("{} ({})", "{}（{}）")), sheet.title,
                                base_word(report.base(), language));
    }
  }
  for (auto const c : spare) {
    auto const at = static_cast<std::ptrdiff_t>(c);
    sheet.columns.erase(sheet.columns.begin() + at);
    for (auto& row : sheet.rows) {
      row.erase(row.begin() + at);
    }
  }
  return sheet;
}

Sheet months_sheet(v1::AnnualReportResponse const& report, Language language) {
  using F = v1::AnnualFigures;
  Speech const t{language};
  Sheet sheet{.title = fmt::format(fmt::runtime(t("Months, h a unit ({})", "分月，h/户（{}）")),
                                   base_word(report.base(), language)),
              .columns = {{t("month", "月份")},
                          {t("all h", "合计 h"), true},
                          {t("fault h", "故障 h"), true},
                          {t("pre-arranged h", "预安排 h"), true},
                          {t("unclassified h", "未分类 h"), true},
                          {t("since January h", "累计 h"), true},
                          {t("last year h", "去年当月 h"), true},
                          {unit_hours_word(report.base(), t), true}},
              .rows = {}};
  for (auto const& month : report.months()) {
    auto const* const f = of_base(month.figures(), report.base());
    auto const* const before = of_base(month.last_year(), report.base());
    auto const* const sum = of_base(month.cumulative(), report.base());
    sheet.rows.push_back({word(std::to_string(month.month())),
                          hours_of(f, &F::saidi_h, &F::has_saidi_h),
                          hours_of(f, &F::saidi_fault_h, &F::has_saidi_fault_h),
                          hours_of(f, &F::saidi_prearranged_h, &F::has_saidi_prearranged_h),
                          hours_of(f, &F::saidi_unclassified_h, &F::has_saidi_unclassified_h),
                          figure_if(sum != nullptr && sum->has_saidi_h(),
                                    sum == nullptr ? 0 : sum->saidi_h(), kHourDecimals),
                          hours_of(before, &F::saidi_h, &F::has_saidi_h),
                          figure_if(f != nullptr, f == nullptr ? 0 : f->user_hours(), 2)});
  }
  return sheet;
}

Sheet variants_sheet(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  std::array<std::string, 4> const names{t("1 everything", "1 全部"),
                                         t("2 without external influence", "2 不计外部影响"),
                                         t("3 without source shortage", "3 不计系统电源不足限电"),
                                         t("4 without momentary", "4 不计短时停电")};
  Sheet sheet{.title = fmt::format(fmt::runtime(t("Variants 1 to 4 ({})", "四种口径（{}）")),
                                   base_word(report.base(), language)),
              .columns = {{t("variant", "口径")},
                          {t("zone", "地区")},
                          {t("SAIDI h", "停电时间 h/户"), true},
                          {t("SAIFI", "停电次数"), true},
                          {t("ASAI %", "供电可靠率 %"), true}},
              .rows = {}};
  for (auto const& variant : report.variants()) {
    for (auto const& zone : variant.zones()) {
      auto const& f = *of_base(zone.figures(), report.base());
      sheet.rows.push_back({word(names.at(static_cast<std::size_t>(variant.variant() - 1))),
                            word(area_zone_word(zone.zone(), language)),
                            figure_if(f.has_saidi_h(), f.saidi_h(), kHourDecimals),
                            figure_if(f.has_saifi(), f.saifi(), kHourDecimals),
                            figure_if(f.has_asai(), f.asai() * kPercent, kHourDecimals)});
    }
  }
  return sheet;
}

Sheet quality_sheet(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  auto const& q = report.quality();
  Sheet sheet{.title = t("Quality of the records", "数据质量"),
              .columns = {{t("what", "项目")}, {t("value", "数值")}, {t("remark", "说明")}},
              .rows = {}};
  for (auto const& file : q.files()) {
    add_fact(sheet, file.file(), fmt::format(fmt::runtime(t("{} rows", "{} 行")), file.read()),
             fmt::format(fmt::runtime(t("{} set aside", "隔离 {} 行")), file.set_aside()));
  }
  auto const add = [&](auto const& list, std::string const& of) {
    for (auto const& c : list) {
      add_fact(sheet, of + field_word(c.field(), language), share_text(c),
               fmt::format(fmt::runtime(t("{} of {}", "{} / {}")), c.known(), c.all()));
    }
  };
  add(q.events(), t("events with ", "事件："));
  add(q.users(), t("users with ", "用户："));
  add_coverage(q, t, sheet);
  for (auto const& excluded : q.excluded()) {
    add_fact(
        sheet, t("left out: ", "不统计：") + excluded.reason(),
        fmt::format(fmt::runtime(t("{} records", "{} 条")), excluded.records()),
        fmt::format(fmt::runtime(t("{:.4f} user-hours", "{:.4f} 时户")), excluded.user_hours()));
  }
  return sheet;
}

Sheet provenance_sheet(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  auto const& p = report.provenance();
  Sheet sheet{.title = t("Provenance", "计算依据"),
              .columns = {{t("what", "项目")}, {t("value", "数值")}, {t("remark", "说明")}},
              .rows = {}};
  add_fact(sheet, "tieline", p.engine_version());
  add_fact(sheet, t("rules", "规则集"), p.rules());
  add_fact(sheet, t("time zone database", "时区数据库"),
           p.tz_database().empty() ? "—" : p.tz_database());
  for (auto const& parameter : p.parameters()) {
    add_fact(sheet, "--" + parameter.name(), parameter.value());
  }
  for (auto const& input : p.inputs()) {
    add_fact(sheet, input.file(), input.sha256(),
             fmt::format(fmt::runtime(t("{} bytes", "{} 字节")), input.bytes()));
  }
  return sheet;
}

Sheet requirements_sheet(v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  Sheet sheet{.title = t("Other limits of these documents (not judged here)",
                         "同一文件的其他要求（此处不作判定）"),
              .columns = {{t("document", "文件")},
                          {t("item", "事项")},
                          {t("applies to", "适用对象")},
                          {t("limit", "要求")},
                          {t("deadline", "期限")},
                          {t("wording", "原文")}},
              .rows = {}};
  for (auto const& r : report.requirements()) {
    auto const limit = r.has_value()
                           ? fmt::format("{} {:g} {}", r.comparison(), r.value(), r.unit())
                           : t("told, no figure", "仅报告");
    sheet.rows.push_back({word(r.document()), word(r.item()), word(r.applies_to()), word(limit),
                          word(r.deadline()), word(r.wording())});
  }
  return sheet;
}

}  // namespace tieline::services
