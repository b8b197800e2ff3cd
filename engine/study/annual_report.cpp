#include "engine/study/annual_report.hpp"

#include <algorithm>
#include <chrono>

#include "engine/indices/calendar.hpp"
#include "engine/indices/compute.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/study/annual_parts.hpp"
#include "engine/study/policy.hpp"

namespace tieline::study {
namespace {

using history::History;
using indices::Key;

constexpr int kMonthsOfYear = 12;

Seconds january_first(int year, std::string_view zone) {
  return indices::midnight(std::chrono::year{year} / std::chrono::January / 1, zone);
}

/// The instant that reads the same on the clock `years` before; 29 February becomes 1 March.
Seconds years_before(Seconds utc, int years, std::string_view zone) {
  using namespace std::chrono;
  auto const offset = io::utc_offset(utc, zone);
  auto const local = sys_seconds{seconds{utc + (offset ? *offset : 0)}};
  auto const day = floor<days>(local);
  auto const then = year_month_day{day} - std::chrono::years{years};
  auto const moved = then.ok() ? sys_seconds{sys_days{then}} + (local - day)
                               : sys_seconds{sys_days{then.year() / March / 1}};
  return indices::first_instant(moved.time_since_epoch().count(), zone);
}

/// Was the window kept on record? A record that begins in it and runs on after `year_end` may be
/// there for the sake of the year after only.
bool is_on_record(History const& history, Window window, Seconds year_end) {
  auto const& col = history.col();
  auto const& starts = col.record_start;
  return std::any_of(starts.ids().begin(), starts.ids().end(), [&](history::RecordId record) {
    auto const start = Seconds{starts[record]};
    auto const end = col.record_end[record];
    return start >= window.from && start < window.to &&
           (Seconds{end} <= year_end || end == history::kStillOut);
  });
}

/// The first second that any record states.
Seconds first_start(History const& history) {
  auto const starts = history.col().record_start.raw();
  auto const first = std::min_element(starts.begin(), starts.end());
  return first == starts.end() ? Seconds{history::kForever} : Seconds{*first};
}

/// Does any record share a second with the window?
bool has_records(History const& history, Window window) {
  auto const& col = history.col();
  auto const& starts = col.record_start;
  return std::any_of(starts.ids().begin(), starts.ids().end(), [&](history::RecordId record) {
    return Seconds{starts[record]} < window.to && Seconds{col.record_end[record]} > window.from;
  });
}

Result<void> check(History const& history, AnnualQuery const& query) {
  constexpr int kFirstYear = 1971;
  constexpr int kLastYear = 2105;
  constexpr int kMostYears = 20;
  if (query.year < kFirstYear || query.year > kLastYear) {
    return fail(ErrorCode::invalid_argument, "the year must be from 1971 to 2105",
                "年份应在 1971 到 2105 之间");
  }
  if (query.forecast_years < 0 || query.forecast_years > kMostYears) {
    return fail(ErrorCode::invalid_argument, "the trend takes 0 to 20 past years",
                "趋势可取 0 到 20 个历史年份");
  }
  auto const zone = history.time_zone();
  if (query.as_of && (*query.as_of <= january_first(query.year, zone) ||
                      *query.as_of > january_first(query.year + 1, zone))) {
    auto const year = std::to_string(query.year);
    return fail(ErrorCode::invalid_argument,
                "as-of must lie inside " + year + ", at the latest at the first second of " +
                    std::to_string(query.year + 1),
                "截止时刻应在 " + year + " 年之内，最晚为次年第一秒");
  }
  return {};
}

/// One answer of compute() for a window, split as the report needs it.
class Counting {
 public:
  Counting(History const& history, AnnualQuery const& query, bool by_organisation)
      : history_{history}, query_{query}, by_organisation_{by_organisation} {}

  [[nodiscard]] Result<indices::Answer> count(Window window, bool by_month,
                                              std::optional<indices::Variant> variant = {}) const {
    indices::Query q;
    q.from = window.from;
    q.to = window.to;
    q.by = {Key::zone};
    if (by_organisation_ && !variant) {
      q.by.push_back(Key::organisation);
    }
    if (by_month) {
      q.by.push_back(Key::month);
    }
    q.rules = query_.rules;
    q.rules.variant = variant.value_or(query_.rules.variant);
    q.med = query_.med;
    q.cemi_n.clear();
    q.celid_s.clear();
    q.want_people = false;
    q.want_events = false;
    q.threads = query_.threads;
    return indices::compute(history_, q);
  }

 private:
  History const& history_;
  AnnualQuery const& query_;
  bool by_organisation_;
};

Result<std::vector<TargetSet>> sets_of(std::span<TargetRow const> targets,
                                       AnnualQuery const& query) {
  auto sets = target_sets(targets, query.year);
  if (query.jurisdictions.empty()) {
    return sets;
  }
  std::vector<TargetSet> chosen;
  for (auto const& name : query.jurisdictions) {
    TIELINE_TRY(set, target_set(targets, name, query.year));
    auto const is_there = std::any_of(chosen.begin(), chosen.end(), [&](TargetSet const& c) {
      return c.jurisdiction == set.jurisdiction;
    });
    if (!is_there) {
      chosen.push_back(std::move(set));
    }
  }
  return chosen;
}

/// Every organisation of the users, in order of name.
std::vector<std::string> organisations_of(History const& history) {
  std::vector<std::string> names;
  std::vector<bool> seen(history.col().term.size(), false);
  for (auto const term : history.col().user_organisation) {
    if (term.is_some() && !seen[term.index()]) {
      seen[term.index()] = true;
      names.emplace_back(history.name_of(term));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Targets of districts that the case names stand beside those asked for: they hold for their own
/// users only.
void add_district_sets(std::span<TargetRow const> targets, int year,
                       std::vector<std::string> const& organisations,
                       std::vector<TargetSet>& sets) {
  for (auto& set : target_sets(targets, year)) {
    auto const is_district =
        std::any_of(organisations.begin(), organisations.end(),
                    [&](std::string const& o) { return is_same_place(o, set.jurisdiction); });
    auto const is_there = std::any_of(sets.begin(), sets.end(), [&](TargetSet const& s) {
      return s.jurisdiction == set.jurisdiction;
    });
    if (is_district && !is_there) {
      sets.push_back(std::move(set));
    }
  }
}

Result<void> add_variants(Counting const& counting, AnnualReport& report) {
  for (auto const variant :
       {indices::Variant::all, indices::Variant::without_external,
        indices::Variant::without_source_shortage, indices::Variant::without_momentary}) {
    TIELINE_TRY(answer, counting.count(report.to_date, false, variant));
    AnnualVariant rows;
    rows.variant = variant;
    for (auto const zone : zones_of(report.parts.front())) {
      rows.zones.emplace_back(zone, RowFinder{answer}.row(zone));
    }
    report.variants.push_back(std::move(rows));
  }
  return {};
}

void add_months(indices::Answer const& now, indices::Answer const& last, AnnualReport& report) {
  RowFinder const this_year{now};
  RowFinder const last_year{last};
  for (int month = 1; month <= kMonthsOfYear; ++month) {
    report.months.push_back({.month = month,
                             .to_date = this_year.month_row(report.query.year, month),
                             .last_year = last_year.month_row(report.query.year - 1, month)});
  }
}

/// The windows that tell how past years ended: from the same calendar instant to their end.
Result<std::vector<PastYear>> past_years(History const& history, Counting const& counting,
                                         AnnualReport const& report) {
  std::vector<PastYear> years;
  auto const zone = history.time_zone();
  for (int back = 1; !report.is_over && back <= report.query.forecast_years; ++back) {
    auto const year = report.query.year - back;
    if (year <= 1970) {  // before the first instant
      break;
    }
    auto const from = years_before(report.to_date.to, back, zone);
    auto const end = january_first(year + 1, zone);
    if (first_start(history) > from ||
        !is_on_record(history, {january_first(year, zone), end}, end)) {
      continue;  // the records do not reach back that far
    }
    TIELINE_TRY(answer, counting.count({from, end}, false));
    years.push_back({.year = year, .rest = std::move(answer)});
  }
  return years;
}

void set_windows(History const& history, AnnualReport& report) {
  auto const zone = history.time_zone();
  auto const year = report.query.year;
  auto const end = january_first(year + 1, zone);
  report.is_as_of_by_default = !report.query.as_of;
  auto const as_of = report.query.as_of.value_or(default_as_of(history, year));
  report.query.as_of = as_of;
  report.to_date = {january_first(year, zone), as_of};
  report.rest_s = end - as_of;
  report.is_over = report.rest_s == 0;
  report.last_year = {january_first(year - 1, zone), january_first(year, zone)};
  report.last_to_date = {report.last_year.from, years_before(as_of, 1, zone)};
  report.has_records = has_records(history, report.to_date);
  report.has_last_year = is_on_record(history, report.last_to_date, report.last_year.to);
}

void take_over(indices::Answer const& now, indices::Answer const& last, AnnualReport& report) {
  report.med = now.med;
  report.last_med = last.med;
  report.excluded = now.excluded;
  report.ongoing_records = now.ongoing_records;
  report.unregistered_seconds = now.unregistered_seconds;
}

}  // namespace

std::string_view name_of(TrendMethod method) {
  constexpr std::array<std::string_view, 4> kNames{"year_is_over", "past_years", "straight_line",
                                                   "none"};
  return kNames[static_cast<std::size_t>(method)];
}

Seconds default_as_of(History const& history, int year) {
  auto const zone = history.time_zone();
  auto const begin = january_first(year, zone);
  auto const end = january_first(year + 1, zone);
  Seconds last = 0;
  auto const& col = history.col();
  for (auto const record : col.record_start.ids()) {
    last = std::max(last, Seconds{col.record_start[record]});
    if (col.record_end[record] != history::kStillOut) {
      last = std::max(last, Seconds{col.record_end[record]} - 1);  // its last dark second
    }
  }
  if (last < begin || last >= end) {
    return end;
  }
  auto const day_after = indices::local_day(last, zone) + std::chrono::days{1};
  return std::min(end, indices::midnight(day_after, zone));
}

Result<AnnualReport> report_year(History const& history, std::span<TargetRow const> targets,
                                 AnnualQuery const& query) {
  if (auto checked = check(history, query); !checked) {
    return tl::unexpected{std::move(checked.error())};
  }
  AnnualReport report;
  report.query = query;
  set_windows(history, report);
  TIELINE_TRY(sets, sets_of(targets, query));
  auto const organisations = organisations_of(history);
  add_district_sets(targets, query.year, organisations, sets);
  report.sets = std::move(sets);
  auto const split = query.by_organisation || has_districts(report.sets, organisations);
  Counting const counting{history, query, split};
  TIELINE_TRY(now, counting.count(report.to_date, true));
  TIELINE_TRY(last, counting.count(report.last_year, true));
  TIELINE_TRY(last_to_date, counting.count(report.last_to_date, false));
  TIELINE_TRY(years, past_years(history, counting, report));
  report.parts = make_parts({.now = now,
                             .last_to_date = last_to_date,
                             .last_year = last,
                             .past_years = years,
                             .organisations = split ? organisations : std::vector<std::string>{}},
                            report);
  report.nested = nested_targets(report);
  add_months(now, last, report);
  if (auto added = add_variants(counting, report); !added) {
    return tl::unexpected{std::move(added.error())};
  }
  take_over(now, last_to_date, report);
  report.quality = record_quality(history, report.to_date.from, report.to_date.to);
  return report;
}

}  // namespace tieline::study
