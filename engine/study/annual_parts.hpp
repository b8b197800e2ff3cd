#pragma once
// Inside report_year(): answers of compute() → parts, zones, verdicts and trends.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/study/annual_report.hpp"

namespace tieline::study {

/// Rows of one answer by what they are about; rows that are not there are empty ones.
class RowFinder {
 public:
  explicit RowFinder(indices::Answer const& answer) : answer_{answer} {}
  /// Unset: all zones. `organisation` unset: all of them.
  /// Cost: O(rows).
  [[nodiscard]] indices::Row row(std::optional<network::Zone> zone,
                                 std::optional<std::string_view> organisation = {}) const;
  /// All zones and organisations in one month.
  [[nodiscard]] indices::Row month_row(int year, int month) const;

 private:
  [[nodiscard]] indices::Row find(std::optional<std::string_view> zone,
                                  std::optional<std::string_view> organisation,
                                  std::optional<std::string_view> month) const;
  indices::Answer const& answer_;
};

/// What became of the rest of one past year.
struct PastYear {
  int year = 0;
  indices::Answer rest;  ///< from the calendar instant of as-of to its end
};

struct PartSources {
  indices::Answer const& now;
  indices::Answer const& last_to_date;
  indices::Answer const& last_year;
  std::vector<PastYear> const& past_years;  ///< latest first
  std::vector<std::string> organisations;   ///< empty: the answers are not split by them
};

/// Does a set hold for one organisation only?
[[nodiscard]] bool has_districts(std::vector<TargetSet> const& sets,
                                 std::vector<std::string> const& organisations);

/// Area, organisations, rest; judged. Reads query, windows, is_over, has_last_year and sets.
[[nodiscard]] std::vector<AnnualPart> make_parts(PartSources const& sources,
                                                 AnnualReport const& report);

/// Of every set of the area that states zones and the whole area.
[[nodiscard]] std::vector<NestedTargets> nested_targets(AnnualReport const& report);

/// Zones of the part in order; unset for all.
[[nodiscard]] std::vector<std::optional<network::Zone>> zones_of(AnnualPart const& part);

/// The exact hours of one row.
[[nodiscard]] ExactHours exact_hours(indices::Row const& row, indices::Weight weight);
[[nodiscard]] indices::Weight weight_of(network::TargetBase base);

}  // namespace tieline::study
