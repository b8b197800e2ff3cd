// The sentences of the annual report, in both languages.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/adapters/annual_to_proto.hpp"
#include "services/adapters/rounding.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::Language;
using study::AnnualReport;
using study::TargetVerdict;

constexpr double kPercent = 100;
constexpr int kHourDecimals = 4;

std::string pick(Language language, std::string en, std::string zh) {
  return language == Language::zh ? std::move(zh) : std::move(en);
}

/// What one branch asks, in words.
std::string demand_of(study::TargetBranch const& branch, Language language) {
  auto const& target = branch.target;
  if (target.kind == network::TargetKind::absolute_h) {
    return pick(language, fmt::format("at most {:g} h", target.value),
                fmt::format("不超过 {:g} h", target.value));
  }
  auto const percent = target.value * kPercent;
  if (!branch.limit_h) {
    return pick(language, fmt::format("{:g} % less than last year (no records of it)", percent),
                fmt::format("同比压降 {:g} %（去年无记录）", percent));
  }
  return pick(language,
              fmt::format("{:g} % less than last year: {} h", percent,
                          fixed(*branch.limit_h, kHourDecimals)),
              fmt::format("同比压降 {:g} %：{} h", percent, fixed(*branch.limit_h, kHourDecimals)));
}

std::string demands_of(study::Judgement const& judgement, Language language) {
  std::string text;
  for (auto const at : judgement.decided_by) {
    auto const& branch = judgement.branches[at];
    text += (text.empty() ? "" : pick(language, "; ", "；")) + demand_of(branch, language);
  }
  return text;
}

void add_note(v1::AnnualReportResponse& message, std::string code, std::string text) {
  auto& note = *message.add_notes();
  note.set_code(std::move(code));
  note.set_text(std::move(text));
}

void note_as_of(AnnualReport const& report, history::History const& history, Language language,
                v1::AnnualReportResponse& message) {
  if (report.is_over) {
    return;
  }
  auto const at = io::format_time(report.to_date.to, history.time_zone());
  auto const next = report.query.year + 1;
  if (report.is_as_of_by_default) {
    add_note(
        message, "as_of_by_default",
        pick(language,
             fmt::format("the records end before {}: the year is taken as not over; if "
                         "nothing more happened in it, give --as-of {}-01-01",
                         at, next),
             fmt::format("停电记录止于 {} 之前，按年度未结束处理；若此后确无停电，请用 --as-of "
                         "{}-01-01",
                         at, next)));
  }
}

void note_last_year(AnnualReport const& report, history::History const& history, Language language,
                    v1::AnnualReportResponse& message) {
  if (!report.has_last_year) {
    add_note(message, "no_last_year",
             pick(language,
                  fmt::format("no interruption of {} is on record: nothing is compared with it",
                              report.query.year - 1),
                  fmt::format("{} 年没有停电记录：不作同比", report.query.year - 1)));
    return;
  }
  constexpr Seconds kMonth = Seconds{31} * Seconds{24} * kSecondsPerHour;
  if (auto const first = report.quality.first_record;
      first && *first > report.last_year.from + kMonth) {
    auto const at = io::format_time(*first, history.time_zone());
    add_note(message, "last_year_in_part",
             pick(language,
                  fmt::format("the records begin at {}: {} may be on record in part only, compare "
                              "with care",
                              at, report.query.year - 1),
                  fmt::format("记录始于 {}：{} 年数据可能不全，同比仅供参考", at,
                              report.query.year - 1)));
  }
}

void note_trend(AnnualReport const& report, Language language, v1::AnnualReportResponse& message) {
  auto const& trend = report.parts.front().zones.back().trend.front();
  if (trend.method == study::TrendMethod::past_years) {
    auto const years = fmt::format("{}", fmt::join(trend.years, ", "));
    add_note(message, "trend_past_years",
             pick(language,
                  fmt::format(
                      "trend: hours so far plus what the same part of {} still lost, their mean{}",
                      years, trend.years.size() > 1 ? "; the band is their least and most" : ""),
                  fmt::format("趋势：累计值加 {} 年同一时段的剩余停电时间，取平均{}", years,
                              trend.years.size() > 1 ? "；区间为其最小值和最大值" : "")));
  } else if (trend.method == study::TrendMethod::straight_line) {
    add_note(message, "trend_straight_line",
             pick(language, "trend: no past year is on record, so as much a day as so far; no band",
                  "趋势：没有历史年份记录，按目前日均外推，无区间"));
  }
}

void note_nested(AnnualReport const& report, Language language, v1::AnnualReportResponse& message) {
  for (auto const& nested : report.nested) {
    if (nested.zones_allow_more) {
      add_note(
          message, "zones_allow_more",
          pick(language,
               fmt::format("{}: the zones' targets weighted with their actual users allow "
                           "{:.2f} h, more than the {:g} h of the whole area; all zones may "
                           "pass and the area still fail",
                           utf8(nested.jurisdiction), nested.zones_mean_h, nested.area_limit_h),
               fmt::format("{}：按实际用户数加权，各地区目标合计允许 {:.2f} h，高于全口径目标 "
                           "{:g} h；各地区均达标时全口径仍可能超标",
                           utf8(nested.jurisdiction), nested.zones_mean_h, nested.area_limit_h)));
    }
  }
}

void note_targets(AnnualReport const& report, Language language,
                  v1::AnnualReportResponse& message) {
  if (report.sets.empty()) {
    add_note(message, "no_targets",
             pick(language,
                  fmt::format("no target of {} is set; name a jurisdiction with --jurisdiction or "
                              "state targets in plan/targets.csv",
                              report.query.year),
                  fmt::format("没有 {} 年的目标；请用 --jurisdiction 指定辖区，或在 "
                              "plan/targets.csv 中填写",
                              report.query.year)));
  }
  for (auto const& set : report.sets) {
    if (set.rows.empty()) {
      add_note(
          message, "no_targets_of_year",
          pick(language,
               fmt::format("{} sets no target for {}", utf8(set.jurisdiction), report.query.year),
               fmt::format("{} 没有 {} 年的目标", utf8(set.jurisdiction), report.query.year)));
    }
  }
}

void note_quality(AnnualReport const& report, Language language,
                  v1::AnnualReportResponse& message) {
  if (report.ongoing_records != 0) {
    add_note(
        message, "ongoing",
        pick(language,
             fmt::format("{} interruption(s) are still open: counted to the as-of instant, "
                         "provisional",
                         report.ongoing_records),
             fmt::format("{} 条停电尚未恢复：计至截止时刻，为暂定值", report.ongoing_records)));
  }
  if (report.unregistered_seconds != 0) {
    add_note(message, "unregistered",
             pick(language,
                  fmt::format("{:.2f} user-hours lie outside any registration and are left out",
                              to_hours(report.unregistered_seconds)),
                  fmt::format("{:.2f} 时户在用户登记期之外，未计入",
                              to_hours(report.unregistered_seconds))));
  }
  if (!report.has_records) {
    add_note(message, "no_records",
             pick(language,
                  fmt::format("no interruption of {} is on record: 0 h proves nothing",
                              report.query.year),
                  fmt::format("{} 年没有任何停电记录：0 h 不能说明问题", report.query.year)));
  } else if (auto const n = report.quality.silent_months.size(); n != 0) {
    add_note(message, "silent_months",
             pick(language,
                  fmt::format("no interruption begins in month(s) {}: are their records complete?",
                              fmt::join(report.quality.silent_months, ", ")),
                  fmt::format("{} 月没有停电记录：数据是否完整？",
                              fmt::join(report.quality.silent_months, "、"))));
  }
}

}  // namespace

std::string sentence_of(study::Judgement const& judgement, study::ExactHours const& value,
                        bool is_over, Language language) {
  auto const hours = fixed(value.hours(), kHourDecimals);
  auto const demands = demands_of(judgement, language);
  switch (judgement.verdict) {
    case TargetVerdict::met:
      return is_over ? pick(language, fmt::format("met: {} h ({})", hours, demands),
                            fmt::format("达标：{} h（{}）", hours, demands))
                     : pick(language, fmt::format("met so far: {} h ({})", hours, demands),
                            fmt::format("目前未超：{} h（{}）", hours, demands));
    case TargetVerdict::missed:
      return pick(language, fmt::format("missed: {} h ({})", hours, demands),
                  fmt::format("超标：{} h（{}）", hours, demands));
    case TargetVerdict::no_last_year:
      return pick(language, fmt::format("cannot be told: {} h ({})", hours, demands),
                  fmt::format("无法判定：{} h（{}）", hours, demands));
    case TargetVerdict::no_users:
      return pick(language, "nobody is registered there", "该地区没有登记用户");
    case TargetVerdict::no_records:
      return pick(language, "cannot be told: no interruption of the year is on record",
                  "无法判定：该年没有停电记录");
    case TargetVerdict::no_target:
      break;
  }
  return pick(language, "no target is set", "未设目标");
}

void add_notes(AnnualReport const& report, history::History const& history, Language language,
               v1::AnnualReportResponse& message) {
  note_as_of(report, history, language, message);
  note_targets(report, language, message);
  note_last_year(report, history, language, message);
  note_trend(report, language, message);
  note_nested(report, language, message);
  note_quality(report, language, message);
}

}  // namespace tieline::services
