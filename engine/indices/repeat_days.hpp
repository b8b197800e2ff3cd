#pragma once
// Civil days of one time zone as whole numbers, so that windows of days are subtractions.

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"

namespace tieline::indices {

/// A civil day, counted from 1970-01-01.
using DayNumber = std::int32_t;

[[nodiscard]] DayNumber first_day_of_year(int year);
/// The same day of the month `months` later; the last day of that month where there is no such day.
[[nodiscard]] DayNumber add_months(DayNumber day, int months);

/// Where the days of one zone begin, over a range of days.
///
/// Where the clock skips midnight or shows it twice the day begins as midnight() says. Cost: built
/// in O(days), asked in O(log days). Threads: any number of readers.
class LocalDays {
 public:
  /// Days `first` … `last`. Requires: a zone of the database, first ≤ last.
  LocalDays(std::string_view zone, DayNumber first, DayNumber last);

  [[nodiscard]] bool holds(Seconds instant) const {
    return instant >= begins_.front() && instant < begins_.back();
  }
  /// Of an instant that the range holds; before it `first − 1`, after it `last + 1`.
  [[nodiscard]] DayNumber day_of(Seconds instant) const;
  /// First second of a day of the range, or of the day after it.
  [[nodiscard]] Seconds begin_of(DayNumber day) const;

 private:
  DayNumber first_;
  std::vector<Seconds> begins_;  ///< [days + 1]
};

}  // namespace tieline::indices
