#pragma once
// Local days of a few time zones, from a table of clock changes written by hand: a second witness
// to the time zone database for the years 2019 to 2024.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"

namespace tieline::test {

struct CivilDay {
  std::int64_t year = 1970, month = 1, day = 1;
};

/// Days since 1970-01-01, counted year by year and month by month.
[[nodiscard]] std::int64_t days_from_civil(CivilDay date);
[[nodiscard]] CivilDay civil_from_days(std::int64_t days);
/// The instant of a UTC date and time.
[[nodiscard]] Seconds utc(std::int64_t year, std::int64_t month, std::int64_t day,
                          std::int64_t hour = 0, std::int64_t minute = 0);

/// One of plain_zones(). Days are named by their number since 1970-01-01.
class PlainCalendar {
 public:
  explicit PlainCalendar(std::string_view zone);

  [[nodiscard]] Seconds offset(Seconds instant) const;
  [[nodiscard]] std::int64_t day_of(Seconds instant) const;
  /// The first instant of a local day: not always 00:00, where clocks change at midnight.
  [[nodiscard]] Seconds day_start(std::int64_t day) const;
  [[nodiscard]] std::int64_t year_of(Seconds instant) const;
  [[nodiscard]] std::string month_name(Seconds instant) const;  ///< "2021-05"
  [[nodiscard]] std::string day_name(Seconds instant) const;    ///< "2021-05-03"

 private:
  struct Change {
    Seconds from;  ///< UTC
    Seconds offset;
  };
  std::vector<Change> changes_;
};

/// Zones with a table: fixed, northern and southern summer time, half an hour, changes at midnight.
[[nodiscard]] std::vector<std::string> const& plain_zones();
/// Clock changes of a zone, UTC; empty for a fixed one.
[[nodiscard]] std::vector<Seconds> clock_changes(std::string_view zone);

}  // namespace tieline::test
