#include "engine/indices/repeat_days.hpp"

#include <algorithm>
#include <chrono>

#include "engine/base/check.hpp"
#include "engine/indices/calendar.hpp"

namespace tieline::indices {
DayNumber first_day_of_year(int year) {
  using namespace std::chrono;
  return static_cast<DayNumber>(
      sys_days{std::chrono::year{year} / January / 1}.time_since_epoch().count());
}

DayNumber add_months(DayNumber day, int months) {
  using namespace std::chrono;
  auto const date = year_month_day{sys_days{days{day}}};
  auto const moved = date + std::chrono::months{months};
  auto const valid = moved.ok() ? moved : moved.year() / moved.month() / last;
  return static_cast<DayNumber>(sys_days{valid}.time_since_epoch().count());
}

LocalDays::LocalDays(std::string_view zone, DayNumber first, DayNumber last) : first_{first} {
  TIELINE_CHECK(first <= last);
  begins_.reserve(static_cast<std::size_t>(last - first) + 2);
  for (auto day = first; day <= last + 1; ++day) {
    begins_.push_back(midnight(std::chrono::sys_days{std::chrono::days{day}}, zone));
  }
}

DayNumber LocalDays::day_of(Seconds instant) const {
  auto const after = std::upper_bound(begins_.begin(), begins_.end(), instant);
  return first_ + static_cast<DayNumber>(after - begins_.begin()) - 1;
}

Seconds LocalDays::begin_of(DayNumber day) const {
  TIELINE_CHECK(day >= first_ && static_cast<std::size_t>(day - first_) < begins_.size());
  return begins_[static_cast<std::size_t>(day - first_)];
}

}  // namespace tieline::indices
