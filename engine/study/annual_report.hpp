#pragma once
// A year against its targets: zones, last year, trend to year end, quality of the figures.
// What each figure means is written in docs/methods/annual-report.md.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/answer.hpp"
#include "engine/indices/query.hpp"
#include "engine/study/record_quality.hpp"
#include "engine/study/targets.hpp"

namespace tieline::study {

struct AnnualQuery {
  int year = 0;                            ///< 1971 to 2105: instants are 32 bits
  std::vector<std::string> jurisdictions;  ///< empty: those of plan/targets.csv for the year
  std::optional<Seconds> as_of;            ///< UTC, inside the year; unset: see default_as_of()
  bool by_organisation = false;            ///< a part for every organisation, too
  indices::Rules rules;
  indices::MedPolicy med;
  int forecast_years = 5;  ///< at most so many past years make the trend, 0 to 20
  unsigned threads = 0;    ///< 0: one a core. The answer does not depend on it.
};

struct Window {
  Seconds from = 0, to = 0;  ///< [from, to), UTC
};

/// How the rest of a year that is not over is told.
enum class TrendMethod : std::uint8_t {
  year_is_over,   ///< nothing to tell: the figure itself
  past_years,     ///< the same window of past years: mean; least and most of them as the band
  straight_line,  ///< no past year has records: as so far, no band
  none,           ///< nobody registered, or nothing of the year is over
};
[[nodiscard]] std::string_view name_of(TrendMethod method);

/// SAIDI of the whole year as foretold, one base.
struct Trend {
  TrendMethod method = TrendMethod::none;
  std::vector<int> years;  ///< the past years used, latest first
  std::optional<double> saidi_h, low_h, high_h;
};

inline constexpr std::size_t kTrendBases = 3;  ///< user, household, capacity_va

/// One zone (or all of them) of one part of the area.
struct AnnualZone {
  std::optional<network::Zone> zone;     ///< unset: all zones
  indices::Row to_date, last_to_date;    ///< Jan 1 to as-of, and the same calendar window before
  indices::Row last_year;                ///< the whole year before
  std::array<Trend, kTrendBases> trend;  ///< [indices::Weight]
  std::vector<Judgement> judgements;     ///< of what is so far; one a jurisdiction and base
  std::vector<TargetVerdict> foretold;   ///< [judgements]: the trend's mean against the limit
};

/// The users of one part of the area, judged by the targets that hold for them.
struct AnnualPart {
  enum class Kind : std::uint8_t {
    area,          ///< every user
    organisation,  ///< the users of one organisation
    rest,          ///< the users of no organisation that has targets of its own
  };
  Kind kind = Kind::area;
  std::string organisation;       ///< empty: of no organisation, or not of one
  std::vector<AnnualZone> zones;  ///< zones with users, a target or a figure, then all
};

/// Do the zones' targets together allow more than the target of the whole area?
struct NestedTargets {
  std::string jurisdiction;
  network::TargetBase base = network::TargetBase::mv_user;
  double zones_mean_h = 0;   ///< Σ H_z N_z / Σ N_z with the actual equivalent units N_z
  double units_covered = 0;  ///< share of the units in zones with a target, 0 to 1
  double area_limit_h = 0;
  bool zones_allow_more = false;
};

struct AnnualMonth {
  int month = 0;           ///< 1 to 12
  indices::Row to_date;    ///< of all users, clipped to as-of; nothing in a month to come
  indices::Row last_year;  ///< the whole month of the year before
};

/// One reading of the four variants of RS (domain: −1 to −4), all zones and each.
struct AnnualVariant {
  indices::Variant variant = indices::Variant::all;
  std::vector<std::pair<std::optional<network::Zone>, indices::Row>> zones;
};

struct AnnualReport {
  AnnualQuery query;
  Window to_date, last_to_date, last_year;
  Seconds rest_s = 0;                ///< from as-of to the end of the year
  bool is_over = false;              ///< rest_s is 0
  bool is_as_of_by_default = false;  ///< nobody asked for it: the end of the records
  bool has_records = false;          ///< some record shares a second with to_date
  bool has_last_year = false;   ///< some record begins in the same window of last year and ends in
                                ///< that year (one that runs on into this year proves nothing)
  std::vector<TargetSet> sets;  ///< used, those of organisations too
  std::vector<AnnualPart> parts;  ///< area; organisations by name; rest
  std::vector<NestedTargets> nested;
  std::vector<AnnualMonth> months;      ///< 12
  std::vector<AnnualVariant> variants;  ///< 1 to 4
  indices::MedOutcome med, last_med;
  std::vector<indices::ExcludedSum> excluded;
  std::int64_t ongoing_records = 0;  ///< still out at as-of: provisional
  std::int64_t unregistered_seconds = 0;
  RecordQuality quality;
};

/// Jan 1 of the year after, or the local midnight after the last instant any record states, if that
/// is earlier; Jan 1 of the year after where no record lies in the year or after it.
[[nodiscard]] Seconds default_as_of(history::History const& history, int year);

/// The report of one year. `targets`: rows of the case's plan/targets.csv.
/// Errors: invalid_argument (year, as-of outside the year), unknown_id (jurisdiction); those of
///         indices::compute().
/// Cost: about ten passes of indices::compute() over the records of their windows.
[[nodiscard]] Result<AnnualReport> report_year(history::History const& history,
                                               std::span<TargetRow const> targets,
                                               AnnualQuery const& query);

}  // namespace tieline::study
