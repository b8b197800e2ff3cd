#include "services/adapters/annual_to_proto.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "engine/indices/ratios.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/study/annual_parts.hpp"
#include "engine/study/policy.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using history::History;
using indices::Row;
using indices::Weight;
using network::Language;
using study::AnnualReport;
using study::AnnualZone;

constexpr std::array kBases{Weight::user, Weight::household, Weight::capacity_va};
constexpr std::array<std::string_view, 3> kBaseNames{"mv_user", "household", "capacity"};
constexpr std::size_t kDateLength = 10;  // "2021-05-03"

std::string base_text(Weight base) {
  return std::string{kBaseNames[static_cast<std::size_t>(base)]};
}

std::string text_of(network::TargetBase base) {
  return base == network::TargetBase::household ? "household" : "mv_user";
}

std::string text_of(std::optional<network::Zone> zone) {
  return std::string{zone ? network::name_of(*zone) : "all"};
}

std::string date_of(Seconds utc, std::string_view zone) {
  return io::format_time(utc, zone).substr(0, kDateLength);
}

/// VA are printed as kVA, all else as it is counted.
double unit_of(Weight base) {
  constexpr double kVaInKva = 1000;
  return base == Weight::capacity_va ? kVaInKva : 1;
}

template <class Figures>
void add_all_bases(Row const& row, Figures* figures) {
  for (auto const base : kBases) {
    *figures->Add() = to_figures(row, base);
  }
}

template <class Set>
void set_if(std::optional<double> figure, Set set) {
  if (figure) {
    set(*figure);
  }
}

std::optional<double> change(std::optional<double> now, std::optional<double> before) {
  if (!now || !before || *before == 0) {
    return std::nullopt;
  }
  return *now / *before - 1;
}

void add_year_on_year(AnnualZone const& zone, v1::AnnualZone& message) {
  for (auto const base : kBases) {
    auto const now = indices::ratios(zone.to_date, base);
    auto const before = indices::ratios(zone.last_to_date, base);
    auto& line = *message.add_year_on_year();
    line.set_base(base_text(base));
    set_if(before.saidi_h, [&](double v) { line.set_last_saidi_h(v); });
    set_if(change(now.saidi_h, before.saidi_h), [&](double v) { line.set_saidi_change(v); });
    set_if(change(now.saifi, before.saifi), [&](double v) { line.set_saifi_change(v); });
  }
}

void add_trends(AnnualZone const& zone, v1::AnnualZone& message) {
  for (auto const base : kBases) {
    auto const& trend = zone.trend[static_cast<std::size_t>(base)];
    auto& line = *message.add_trends();
    line.set_base(base_text(base));
    line.set_method(std::string{name_of(trend.method)});
    for (auto const year : trend.years) {
      line.add_years(year);
    }
    set_if(trend.saidi_h, [&](double v) { line.set_saidi_h(v); });
    if (trend.years.size() > 1) {  // one past year is no band
      set_if(trend.low_h, [&](double v) { line.set_low_h(v); });
      set_if(trend.high_h, [&](double v) { line.set_high_h(v); });
    }
  }
}

v1::TargetBranch to_proto(study::TargetBranch const& branch) {
  v1::TargetBranch message;
  auto const& target = branch.target;
  message.set_kind(target.kind == network::TargetKind::absolute_h ? "absolute_h" : "yoy_reduction");
  message.set_logic(target.logic == network::TargetLogic::any ? "any" : "all");
  message.set_value(target.value);
  set_if(branch.limit_h, [&](double v) { message.set_limit_h(v); });
  message.set_verdict(std::string{name_of(branch.verdict)});
  message.set_source(utf8(target.source));
  return message;
}

v1::TargetJudgement to_proto(study::Judgement const& judgement, study::TargetVerdict foretold,
                             study::ExactHours const& value) {
  v1::TargetJudgement message;
  message.set_jurisdiction(utf8(judgement.jurisdiction));
  message.set_base(text_of(judgement.base));
  message.set_shipped(judgement.is_shipped);
  message.set_verdict(std::string{name_of(judgement.verdict)});
  message.set_trend_verdict(std::string{name_of(foretold)});
  for (auto const& branch : judgement.branches) {
    *message.add_branches() = to_proto(branch);
  }
  for (auto const at : judgement.decided_by) {
    message.add_decided_by(message.branches(static_cast<int>(at)).kind());
  }
  if (judgement.limit_h) {
    message.set_limit_h(*judgement.limit_h);
  }
  if (judgement.limit_h && value.is_known()) {
    auto const budget = *judgement.limit_h * value.units();
    message.set_gap_h(value.hours() - *judgement.limit_h);
    message.set_budget_user_hours(budget);
    if (budget > 0) {
      message.set_used_share(to_hours(value.seconds) / budget);
    }
  }
  return message;
}

v1::AnnualZone to_proto(AnnualZone const& zone, AnnualReport const& report, Language language) {
  v1::AnnualZone message;
  message.set_zone(text_of(zone.zone));
  add_all_bases(zone.to_date, message.mutable_figures());
  if (report.has_last_year) {
    add_all_bases(zone.last_to_date, message.mutable_last_year_to_date());
    add_all_bases(zone.last_year, message.mutable_last_year());
    add_year_on_year(zone, message);
  }
  add_trends(zone, message);
  for (std::size_t i = 0; i < zone.judgements.size(); ++i) {
    auto const& judgement = zone.judgements[i];
    auto const value = study::exact_hours(zone.to_date, study::weight_of(judgement.base));
    auto& line = *message.add_targets();
    line = to_proto(judgement, zone.foretold[i], value);
    line.set_text(sentence_of(judgement, value, report.is_over, language));
  }
  return message;
}

std::string text_of(study::AnnualPart::Kind kind) {
  constexpr std::array<std::string_view, 3> kNames{"area", "organisation", "rest"};
  return std::string{kNames[static_cast<std::size_t>(kind)]};
}

void add_parts(AnnualReport const& report, Language language, v1::AnnualReportResponse& message) {
  for (auto const& part : report.parts) {
    auto& line = *message.add_parts();
    line.set_kind(text_of(part.kind));
    line.set_organisation(utf8(part.organisation));
    for (auto const& zone : part.zones) {
      *line.add_zones() = to_proto(zone, report, language);
    }
  }
  for (auto const& nested : report.nested) {
    auto& line = *message.add_nested();
    line.set_jurisdiction(utf8(nested.jurisdiction));
    line.set_base(text_of(nested.base));
    line.set_zones_mean_h(nested.zones_mean_h);
    line.set_covered_share(nested.units_covered);
    line.set_area_limit_h(nested.area_limit_h);
    line.set_zones_allow_more(nested.zones_allow_more);
  }
}

void add_months(AnnualReport const& report, v1::AnnualReportResponse& message) {
  std::array<study::ExactHours, kBases.size()> so_far{};
  for (auto const& month : report.months) {
    auto& line = *message.add_months();
    line.set_month(month.month);
    if (report.has_last_year) {
      add_all_bases(month.last_year, line.mutable_last_year());
    }
    if (month.to_date.period_s == 0) {
      continue;  // still to come
    }
    add_all_bases(month.to_date, line.mutable_figures());
    for (auto const base : kBases) {
      auto& sum = so_far[static_cast<std::size_t>(base)];
      auto const hours = study::exact_hours(month.to_date, base);
      sum.seconds += hours.seconds;
      sum.registered += hours.registered;
      sum.period_s += hours.period_s;
      auto& cumulative = *line.add_cumulative();
      cumulative.set_base(base_text(base));
      if (sum.is_known()) {
        cumulative.set_saidi_h(sum.hours());
      }
    }
  }
}

void add_variants(AnnualReport const& report, v1::AnnualReportResponse& message) {
  for (auto const& variant : report.variants) {
    auto& line = *message.add_variants();
    line.set_variant(static_cast<std::int32_t>(variant.variant));
    for (auto const& [zone, row] : variant.zones) {
      auto& cell = *line.add_zones();
      cell.set_zone(text_of(zone));
      add_all_bases(row, cell.mutable_figures());
    }
  }
}

void add_major_events(History const& history, AnnualReport const& report,
                      v1::MajorEvents& message) {
  auto const& med = report.med;
  set_if(med.t_med_min, [&](double v) { message.set_t_med_min(v); });
  message.set_days_used(count32(std::uint64_t{med.n_day}));
  if (med.first_year) {
    message.set_first_year(*med.first_year);
  }
  if (med.last_year) {
    message.set_last_year(*med.last_year);
  }
  for (auto const& day : med.days) {
    auto& line = *message.add_days();
    line.set_date(date_of(day.day, history.time_zone()));
    line.set_saidi_min(day.users > 0 ? static_cast<double>(day.user_seconds) / day.users /
                                           static_cast<double>(kSecondsPerMinute)
                                     : 0);
    line.set_by_beta(day.is_med_by_beta);
    line.set_official(day.is_official);
    line.set_dropped(day.is_dropped);
  }
}

v1::Completeness to_proto(std::string_view field, study::Completeness const& completeness) {
  v1::Completeness message;
  message.set_field(std::string{field});
  message.set_known(count32(completeness.known));
  message.set_all(count32(completeness.all));
  set_if(indices::share(completeness.known, completeness.all),
         [&](double v) { message.set_share(v); });
  return message;
}

void add_completeness(study::RecordQuality const& quality, v1::DataQuality& message) {
  *message.add_events() = to_proto("class", quality.event_class);
  *message.add_events() = to_proto("cause", quality.event_cause);
  *message.add_events() = to_proto("technical_cause", quality.fault_technical_cause);
  for (std::size_t i = 0; i < study::kStampCount; ++i) {
    *message.add_events() = to_proto(study::kStampNames[i], quality.stamps[i]);
  }
  *message.add_users() = to_proto("zone", quality.user_zone);
  *message.add_users() = to_proto("rated_kva", quality.user_capacity);
  *message.add_users() = to_proto("load_kw", quality.user_load);
}

void add_quality(History const& history, AnnualReport const& report, v1::DataQuality& message) {
  auto const& quality = report.quality;
  auto const zone = history.time_zone();
  add_completeness(quality, message);
  message.set_first_day(quality.first_day ? date_of(*quality.first_day, zone) : "");
  message.set_last_day(quality.last_day ? date_of(*quality.last_day, zone) : "");
  message.set_first_record(quality.first_record ? io::format_time(*quality.first_record, zone)
                                                : "");
  message.set_last_record(quality.last_record ? io::format_time(*quality.last_record, zone) : "");
  for (auto const month : quality.silent_months) {
    message.add_silent_months(month);
  }
  message.set_ongoing_records(count32(report.ongoing_records));
  message.set_overlapping_records(count32(quality.overlapping_records));
  message.set_overlap_user_hours(to_hours(quality.overlap_seconds));
  message.set_unregistered_user_hours(to_hours(report.unregistered_seconds));
  for (auto const& excluded : report.excluded) {
    auto& line = *message.add_excluded();
    line.set_reason(utf8(excluded.reason));
    line.set_records(count32(excluded.records));
    line.set_user_hours(to_hours(excluded.user_seconds));
  }
}

void add_targets(AnnualReport const& report, v1::AnnualReportResponse& message) {
  for (auto const& set : report.sets) {
    auto& line = *message.add_targets();
    line.set_jurisdiction(utf8(set.jurisdiction));
    line.set_shipped(set.is_shipped);
    for (auto const& row : set.rows) {
      auto const source = utf8(row.source);
      if (std::find(line.documents().begin(), line.documents().end(), source) ==
          line.documents().end()) {
        line.add_documents(source);
      }
    }
  }
}

/// What one jurisdiction's targets allow the area, by what its zones say; of one base.
void add_zones_mean(v1::TargetJudgement const& of_area, v1::AnnualPart const& area,
                    v1::AnnualReportResponse& message) {
  double budget = 0;
  double covered = 0;
  double units = 0;
  for (auto const& zone : area.zones()) {
    if (zone.zone() == "all") {
      continue;
    }
    auto const figures =
        std::find_if(zone.figures().begin(), zone.figures().end(),
                     [&](v1::AnnualFigures const& f) { return f.base() == of_area.base(); });
    units += figures->users();
    for (auto const& target : zone.targets()) {
      if (target.jurisdiction() == of_area.jurisdiction() && target.base() == of_area.base() &&
          target.has_budget_user_hours()) {
        budget += target.budget_user_hours();
        covered += figures->users();
      }
    }
  }
  if (covered > 0) {
    auto& line = *message.add_budgets();
    line.set_jurisdiction(of_area.jurisdiction());
    line.set_base(of_area.base());
    line.set_limit_h(budget / covered);
    line.set_basis("zones_mean");
    line.set_covered_share(covered / units);
  }
}

void add_budgets(v1::AnnualReportResponse& message) {
  auto const& area = message.parts(0);
  for (auto const& target : area.zones(area.zones_size() - 1).targets()) {
    if (!target.has_limit_h()) {
      add_zones_mean(target, area, message);
      continue;
    }
    auto& line = *message.add_budgets();
    line.set_jurisdiction(target.jurisdiction());
    line.set_base(target.base());
    line.set_limit_h(target.limit_h());
    line.set_basis("area_target");
    line.set_covered_share(1);
  }
}

/// The other limits of the documents whose targets are used.
void add_requirements(Language language, v1::AnnualReportResponse& message) {
  for (auto const& r : study::policy_requirements()) {
    auto const is_used = std::any_of(
        message.targets().begin(), message.targets().end(), [&](v1::TargetSource const& t) {
          return std::find(t.documents().begin(), t.documents().end(), r.document) !=
                 t.documents().end();
        });
    if (!is_used) {
      continue;
    }
    auto& line = *message.add_requirements();
    line.set_document(r.document);
    line.set_jurisdiction(r.jurisdiction);
    line.set_item(language == Language::zh ? r.item_zh : r.item);
    line.set_applies_to(r.applies_to);
    line.set_comparison(r.comparison);
    set_if(r.value, [&](double v) { line.set_value(v); });
    line.set_unit(r.unit);
    line.set_deadline(r.deadline);
    line.set_wording(r.wording);
  }
}

}  // namespace

v1::AnnualFigures to_figures(Row const& row, Weight base) {
  auto const w = static_cast<std::size_t>(base);
  auto const unit = unit_of(base);
  auto const ratios = indices::ratios(row, base);
  v1::AnnualFigures f;
  f.set_base(base_text(base));
  set_if(ratios.users, [&](double v) { f.set_users(v / unit); });
  f.set_user_hours(to_hours(row.total.seconds[w]) / unit);
  f.set_user_interruptions(static_cast<double>(row.total.interruptions[w]) / unit);
  f.set_momentary_user_interruptions(static_cast<double>(row.total.momentary[w]) / unit);
  set_if(ratios.saidi_h, [&](double v) { f.set_saidi_h(v); });
  set_if(ratios.saifi, [&](double v) { f.set_saifi(v); });
  set_if(ratios.maifi, [&](double v) { f.set_maifi(v); });
  set_if(ratios.caidi_h, [&](double v) { f.set_caidi_h(v); });
  set_if(ratios.asai, [&](double v) { f.set_asai(v); });
  set_if(ratios.saidi_fault_h, [&](double v) { f.set_saidi_fault_h(v); });
  set_if(ratios.saidi_prearranged_h, [&](double v) { f.set_saidi_prearranged_h(v); });
  if (ratios.users) {
    auto const& unclassified =
        row.by_nature[static_cast<std::size_t>(history::Nature::unclassified)];
    f.set_saidi_unclassified_h(to_hours(unclassified.seconds[w]) / *ratios.users);
  }
  set_if(ratios.saifi_fault, [&](double v) { f.set_saifi_fault(v); });
  set_if(ratios.saifi_prearranged, [&](double v) { f.set_saifi_prearranged(v); });
  set_if(ratios.saidi_without_med_h, [&](double v) { f.set_saidi_without_med_h(v); });
  set_if(ratios.saifi_without_med, [&](double v) { f.set_saifi_without_med(v); });
  f.set_unit_seconds(row.total.seconds[w]);
  f.set_registered_unit_seconds(digits(row.registered_seconds[w]));
  return f;
}

v1::AnnualReportResponse to_proto(History const& history, AnnualReport const& report, Weight base,
                                  Language language) {
  v1::AnnualReportResponse message;
  auto const zone = history.time_zone();
  message.set_network(utf8(history.case_name()));
  message.set_year(report.query.year);
  message.set_from(io::format_time(report.to_date.from, zone));
  message.set_as_of(io::format_time(report.to_date.to, zone));
  message.set_as_of_by_default(report.is_as_of_by_default);
  message.set_year_is_over(report.is_over);
  message.set_last_year_to(io::format_time(report.last_to_date.to, zone));
  message.set_base(base_text(base));
  add_targets(report, message);
  add_parts(report, language, message);
  add_budgets(message);
  add_months(report, message);
  add_variants(report, message);
  add_major_events(history, report, *message.mutable_major_events());
  add_quality(history, report, *message.mutable_quality());
  add_notes(report, history, language, message);
  add_requirements(language, message);
  return message;
}

}  // namespace tieline::services
