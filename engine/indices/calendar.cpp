#include "engine/indices/calendar.hpp"

#include "engine/io/civil_time.hpp"

namespace tieline::indices {
namespace {

constexpr Seconds kDay_s = 24 * kSecondsPerHour;

[[nodiscard]] Seconds local_seconds(Seconds utc, std::string_view zone) {
  return utc + io::utc_offset(utc, zone).value_or(0);
}

/// The first day of the month after that of `day`.
[[nodiscard]] std::chrono::sys_days next_month(std::chrono::sys_days day) {
  std::chrono::year_month_day const date{day};
  return std::chrono::sys_days{(date.year() / date.month() + std::chrono::months{1}) /
                               std::chrono::day{1}};
}

}  // namespace

Seconds first_instant(Seconds local, std::string_view zone) {
  auto const reading = io::local_to_utc(local, zone);
  if (reading.trouble == io::TimeTrouble::none) {
    return reading.utc;
  }
  if (reading.trouble == io::TimeTrouble::ambiguous) {
    auto const offset_before = io::utc_offset(local - kDay_s, zone).value_or(0);
    if (auto const first = local - offset_before; local_seconds(first, zone) == local) {
      return first;
    }
  }
  // Clocks are put forward over it: the first second that shows it or later.
  Seconds before = local - kDay_s;
  Seconds after = local + kDay_s;
  while (after - before > 1) {
    Seconds const middle = before + (after - before) / 2;
    (local_seconds(middle, zone) >= local ? after : before) = middle;
  }
  return after;
}

Seconds midnight(std::chrono::sys_days day, std::string_view zone) {
  return first_instant(day.time_since_epoch().count() * kDay_s, zone);
}

std::chrono::sys_days local_day(Seconds utc, std::string_view zone) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds{std::chrono::seconds{local_seconds(utc, zone)}});
}

Calendar::Calendar(Instant from, Instant to, Step step, std::string_view zone)
    : bounds_{from}, days_{std::chrono::year_month_day{local_day(from, zone)}} {
  std::chrono::sys_days day{days_.front()};
  while (step != Step::whole) {
    day = step == Step::month ? next_month(day) : day + std::chrono::days{1};
    auto const bound = midnight(day, zone);
    if (bound >= Seconds{to}) {
      break;
    }
    if (bound <= Seconds{bounds_.back()}) {
      days_.back() = day;  // a local day that the zone skipped
      continue;
    }
    bounds_.push_back(static_cast<Instant>(bound));
    days_.emplace_back(day);
  }
  bounds_.push_back(to);
  first_of_block_.assign(((to - from - 1) >> kBlockBits) + 1, 0);
  std::uint32_t stretch = 0;
  for (std::size_t block = 0; block < first_of_block_.size(); ++block) {
    auto const at = Seconds{from} + static_cast<Seconds>(block << kBlockBits);
    while (at >= Seconds{bounds_[stretch + 1]}) {
      ++stretch;
    }
    first_of_block_[block] = stretch;
  }
}

}  // namespace tieline::indices
