#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "services/adapters/rounding.hpp"
#include "services/cli/frequent_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

struct PhaseWord {
  std::string_view phase;
  Words words;
};
constexpr std::array kPhaseWords{
    PhaseWord{"report_dispatch", {.en = "report to dispatch", .zh = "报修至派单"}},
    PhaseWord{"dispatch_arrive", {.en = "dispatch to arrival", .zh = "派单至到达"}},
    PhaseWord{"arrive_locate", {.en = "arrival to located", .zh = "到达至定位"}},
    PhaseWord{"locate_isolate", {.en = "located to isolated", .zh = "定位至隔离"}},
    PhaseWord{"isolate_repair", {.en = "isolated to repaired", .zh = "隔离至修复"}},
    PhaseWord{"repair_restored", {.en = "repaired to last user on", .zh = "修复至全部复电"}},
    PhaseWord{"report_arrive", {.en = "report to arrival", .zh = "报修至到达"}},
    PhaseWord{"report_restored", {.en = "report to last user on", .zh = "报修至全部复电"}},
    PhaseWord{"out_restored", {.en = "first user off to last on", .zh = "首户停电至全部复电"}},
};

std::string phase_word(std::string_view phase, Language language) {
  for (auto const& word : kPhaseWords) {
    if (word.phase == phase) {
      return std::string{word.words.in(language)};
    }
  }
  return std::string{phase};
}

std::string percent(bool has, double share) {
  return has ? fixed(share * 100, 2) + " %" : "—";
}

/// "1 h 05 min 09 s", the larger parts only where there are any.
std::string clock(std::int64_t seconds) {
  auto const sign = seconds < 0 ? "-" : "";
  auto const s = seconds < 0 ? -seconds : seconds;
  return s >= 3600 ? fmt::format("{}{}:{:02}:{:02}", sign, s / 3600, s / 60 % 60, s % 60)
                   : fmt::format("{}{}:{:02}", sign, s / 60, s % 60);
}

std::string zone_or_all(std::string const& zone, Speech const& t) {
  return zone == "all" ? t("all", "合计") : zone_word(zone, t.language);
}

std::string arrival_table(v1::JudgeResponseResponse const& a, Speech const& t) {
  TextTable table{{{t("zone", "地区")},
                   {t("limit min", "时限 min"), Align::right},
                   {t("events", "事件"), Align::right},
                   {t("in time", "按时"), Align::right},
                   {t("late", "超时"), Align::right},
                   {t("unknown", "未知"), Align::right},
                   {t("contradictory", "矛盾"), Align::right},
                   {t("not judged", "无时限"), Align::right},
                   {t("share of all", "占全部"), Align::right},
                   {t("of known", "占已知"), Align::right}}};
  for (auto const& r : a.rows()) {
    table.add({zone_or_all(r.zone(), t), r.has_limit_min() ? std::to_string(r.limit_min()) : "—",
               std::to_string(r.events()), std::to_string(r.in_time()), std::to_string(r.late()),
               std::to_string(r.unknown()), std::to_string(r.contradictory()),
               std::to_string(r.not_judged()), percent(r.has_share_of_all(), r.share_of_all()),
               percent(r.has_share_of_known(), r.share_of_known())});
  }
  return table.text();
}

/// Phases of the row of all zones.
std::string phase_table(v1::ResponseRow const& row, Speech const& t) {
  TextTable table{{{t("phase (h:min:s)", "阶段（时:分:秒）")},
                   {t("known", "已知"), Align::right},
                   {t("unknown", "未知"), Align::right},
                   {t("negative", "为负"), Align::right},
                   {t("mean", "平均"), Align::right},
                   {t("median", "中位"), Align::right}}};
  for (auto const& p : row.phases()) {
    table.add({phase_word(p.phase(), t.language), std::to_string(p.known()),
               std::to_string(p.unknown()), std::to_string(p.negative()),
               p.has_mean_s() ? clock(static_cast<std::int64_t>(p.mean_s() + 0.5)) : "—",
               p.has_median_s() ? clock(p.median_s()) : "—"});
  }
  return table.text();
}

std::string late_table(v1::JudgeResponseResponse const& a, Speech const& t) {
  TextTable table{{{t("late event", "超时事件")},
                   {t("began", "开始")},
                   {t("zone", "地区")},
                   {t("feeder", "馈线")},
                   {t("arrived after", "到达用时"), Align::right},
                   {t("limit min", "时限 min"), Align::right}}};
  for (int i = 0; i < std::min(kListedRows, a.late_size()); ++i) {
    auto const& e = a.late(i);
    table.add({e.event(), minute_of(e.begin()), zone_word(e.zone(), t.language), e.feeder(),
               clock(e.took_s()), std::to_string(e.limit_min())});
  }
  return table.text() + more_listed(a.late_size(), t.language);
}

std::string contradiction_table(v1::JudgeResponseResponse const& a, Speech const& t) {
  TextTable table{{{t("contradictory event", "时间矛盾事件")},
                   {t("began", "开始")},
                   {t("phases that end before they begin", "终点早于起点的阶段")}}};
  for (int i = 0; i < std::min(kListedRows, a.contradictory_size()); ++i) {
    auto const& e = a.contradictory(i);
    std::vector<std::string> phases;
    for (auto const& phase : e.negative_phases()) {
      phases.push_back(phase_word(phase, t.language));
    }
    table.add({e.event(), minute_of(e.begin()), fmt::format("{}", fmt::join(phases, "; "))});
  }
  return table.text() + more_listed(a.contradictory_size(), t.language);
}

}  // namespace

std::string response_table(v1::JudgeResponseResponse const& a, Language language) {
  Speech const t{language};
  auto text =
      fmt::format(fmt::runtime(t("{}: arrival and repair of faults, {} to {}\nLimits: {}{}\n\n",
                                 "{}：故障抢修到达与修复，{} 至 {}\n时限：{}{}\n\n")),
                  a.network(), minute_of(a.from()), minute_of(a.to()), a.limits(),
                  a.source().empty() ? "" : fmt::format(" ({})", a.source()));
  text += arrival_table(a, t) + "\n" + phase_table(a.rows(0), t);
  if (a.late_size() != 0) {
    text += "\n" + late_table(a, t);
  }
  if (a.contradictory_size() != 0) {
    text += "\n" + contradiction_table(a, t);
  }
  return text + "\n" +
         fmt::format(fmt::runtime(t("Not part of it: {} planned, {} momentary, {} excluded "
                                    "event(s).\n",
                                    "不在统计内：预安排 {}，短时 {}，已剔除 {}。\n")),
                     a.planned_events(), a.momentary_events(), a.excluded_events());
}

std::string response_csv(v1::JudgeResponseResponse const& a) {
  auto text =
      csv_record({"zone", "limit_min", "events", "in_time", "late", "unknown", "contradictory",
                  "not_judged", "share_of_all", "share_of_known", "phase", "phase_known",
                  "phase_unknown", "phase_negative", "total_s", "mean_s", "median_s"});
  for (auto const& r : a.rows()) {
    for (auto const& p : r.phases()) {
      text += csv_record(
          {r.zone(), r.has_limit_min() ? std::to_string(r.limit_min()) : "",
           std::to_string(r.events()), std::to_string(r.in_time()), std::to_string(r.late()),
           std::to_string(r.unknown()), std::to_string(r.contradictory()),
           std::to_string(r.not_judged()), r.has_share_of_all() ? plain(r.share_of_all()) : "",
           r.has_share_of_known() ? plain(r.share_of_known()) : "", p.phase(),
           std::to_string(p.known()), std::to_string(p.unknown()), std::to_string(p.negative()),
           std::to_string(p.total_s()), p.has_mean_s() ? plain(p.mean_s()) : "",
           p.has_median_s() ? std::to_string(p.median_s()) : ""});
    }
  }
  return text;
}

}  // namespace tieline::services
