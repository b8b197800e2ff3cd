#include "tests/support/plain_calendar.hpp"

#include <array>
#include <cstdio>

namespace tieline::test {
namespace {

constexpr Seconds kDay = 86'400;

/// A day of the year and a UTC minute of the day at which clocks change.
struct Moment {
  std::int64_t month, day, minute;
};

struct ZoneTable {
  std::string_view zone;
  std::int64_t winter_min, summer_min;             ///< offsets from UTC
  std::array<Moment, 6> to_summer{}, to_winter{};  ///< of 2019 … 2024
};

constexpr int kFirstYear = 2019;
constexpr std::int64_t kHour = 60;

// Source: the time zone database of IANA, release 2026f, as printed by zdump.
constexpr std::array kTables{
    ZoneTable{.zone = "Asia/Shanghai", .winter_min = 480, .summer_min = 480},
    ZoneTable{.zone = "America/New_York",
              .winter_min = -300,
              .summer_min = -240,
              .to_summer = {{{3, 10, 7 * kHour},
                             {3, 8, 7 * kHour},
                             {3, 14, 7 * kHour},
                             {3, 13, 7 * kHour},
                             {3, 12, 7 * kHour},
                             {3, 10, 7 * kHour}}},
              .to_winter = {{{11, 3, 6 * kHour},
                             {11, 1, 6 * kHour},
                             {11, 7, 6 * kHour},
                             {11, 6, 6 * kHour},
                             {11, 5, 6 * kHour},
                             {11, 3, 6 * kHour}}}},
    ZoneTable{.zone = "Europe/London",
              .winter_min = 0,
              .summer_min = 60,
              .to_summer = {{{3, 31, kHour},
                             {3, 29, kHour},
                             {3, 28, kHour},
                             {3, 27, kHour},
                             {3, 26, kHour},
                             {3, 31, kHour}}},
              .to_winter = {{{10, 27, kHour},
                             {10, 25, kHour},
                             {10, 31, kHour},
                             {10, 30, kHour},
                             {10, 29, kHour},
                             {10, 27, kHour}}}},
    // the southern summer: clocks go forward in October, by half an hour
    ZoneTable{.zone = "Australia/Lord_Howe",
              .winter_min = 630,
              .summer_min = 660,
              .to_summer = {{{10, 5, 15 * kHour + 30},
                             {10, 3, 15 * kHour + 30},
                             {10, 2, 15 * kHour + 30},
                             {10, 1, 15 * kHour + 30},
                             {9, 30, 15 * kHour + 30},
                             {10, 5, 15 * kHour + 30}}},
              .to_winter = {{{4, 6, 15 * kHour},
                             {4, 4, 15 * kHour},
                             {4, 3, 15 * kHour},
                             {4, 2, 15 * kHour},
                             {4, 1, 15 * kHour},
                             {4, 6, 15 * kHour}}}},
    // at midnight: the first hour of a day in spring does not exist
    ZoneTable{.zone = "America/Havana",
              .winter_min = -300,
              .summer_min = -240,
              .to_summer = {{{3, 10, 5 * kHour},
                             {3, 8, 5 * kHour},
                             {3, 14, 5 * kHour},
                             {3, 13, 5 * kHour},
                             {3, 12, 5 * kHour},
                             {3, 10, 5 * kHour}}},
              .to_winter = {{{11, 3, 5 * kHour},
                             {11, 1, 5 * kHour},
                             {11, 7, 5 * kHour},
                             {11, 6, 5 * kHour},
                             {11, 5, 5 * kHour},
                             {11, 3, 5 * kHour}}}},
};

[[nodiscard]] ZoneTable const& table_of(std::string_view zone) {
  for (auto const& table : kTables) {
    if (table.zone == zone) {
      return table;
    }
  }
  return kTables.front();
}

[[nodiscard]] bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

[[nodiscard]] std::int64_t days_in(std::int64_t year, std::int64_t month) {
  if (month == 2) {
    return is_leap(year) ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

[[nodiscard]] std::int64_t floor_days(Seconds seconds) {
  return seconds >= 0 ? seconds / kDay : -((-seconds + kDay - 1) / kDay);
}

}  // namespace

std::int64_t days_from_civil(CivilDay date) {
  std::int64_t days = 0;
  for (std::int64_t year = 1970; year < date.year; ++year) {
    days += is_leap(year) ? 366 : 365;
  }
  for (std::int64_t month = 1; month < date.month; ++month) {
    days += days_in(date.year, month);
  }
  return days + date.day - 1;
}

CivilDay civil_from_days(std::int64_t days) {
  CivilDay date;
  while (days >= (is_leap(date.year) ? 366 : 365)) {
    days -= is_leap(date.year) ? 366 : 365;
    ++date.year;
  }
  while (days >= days_in(date.year, date.month)) {
    days -= days_in(date.year, date.month);
    ++date.month;
  }
  date.day = days + 1;
  return date;
}

Seconds utc(std::int64_t year, std::int64_t month, std::int64_t day, std::int64_t hour,
            std::int64_t minute) {
  return days_from_civil({.year = year, .month = month, .day = day}) * kDay + hour * 3600 +
         minute * 60;
}

PlainCalendar::PlainCalendar(std::string_view zone) {
  auto const& table = table_of(zone);
  auto const south = table.to_winter[0].month < table.to_summer[0].month;
  changes_.push_back({.from = 0, .offset = (south ? table.summer_min : table.winter_min) * 60});
  if (table.winter_min == table.summer_min) {
    return;
  }
  for (std::size_t i = 0; i < table.to_summer.size(); ++i) {
    auto const add = [&](Moment const& m, std::int64_t offset_min) {
      auto const year = kFirstYear + static_cast<std::int64_t>(i);
      changes_.push_back(
          {.from = utc(year, m.month, m.day, 0, m.minute), .offset = offset_min * 60});
    };
    if (south) {
      add(table.to_winter[i], table.winter_min);
      add(table.to_summer[i], table.summer_min);
    } else {
      add(table.to_summer[i], table.summer_min);
      add(table.to_winter[i], table.winter_min);
    }
  }
}

Seconds PlainCalendar::offset(Seconds instant) const {
  Seconds offset = changes_.front().offset;
  for (auto const& change : changes_) {
    if (change.from <= instant) {
      offset = change.offset;
    }
  }
  return offset;
}

std::int64_t PlainCalendar::day_of(Seconds instant) const {
  return floor_days(instant + offset(instant));
}

Seconds PlainCalendar::day_start(std::int64_t day) const {
  constexpr Seconds kQuarter = 900;  // every change and every offset is a multiple of it
  auto instant = day * kDay - 16 * Seconds{3600};
  while (day_of(instant) < day) {
    instant += kQuarter;
  }
  return instant;
}

std::int64_t PlainCalendar::year_of(Seconds instant) const {
  return civil_from_days(day_of(instant)).year;
}

std::string PlainCalendar::day_name(Seconds instant) const {
  auto const date = civil_from_days(day_of(instant));
  std::array<char, 32> text{};
  auto const length =
      std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", static_cast<int>(date.year),
                    static_cast<int>(date.month), static_cast<int>(date.day));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string PlainCalendar::month_name(Seconds instant) const {
  return day_name(instant).substr(0, 7);
}

std::vector<std::string> const& plain_zones() {
  static std::vector<std::string> const zones = [] {
    std::vector<std::string> names;
    names.reserve(kTables.size());
    for (auto const& table : kTables) {
      names.emplace_back(table.zone);
    }
    return names;
  }();
  return zones;
}

std::vector<Seconds> clock_changes(std::string_view zone) {
  auto const& table = table_of(zone);
  std::vector<Seconds> all;
  if (table.winter_min != table.summer_min) {
    for (std::size_t i = 0; i < table.to_summer.size(); ++i) {
      auto const year = kFirstYear + static_cast<std::int64_t>(i);
      for (auto const& m : {table.to_summer[i], table.to_winter[i]}) {
        all.push_back(utc(year, m.month, m.day, 0, m.minute));
      }
    }
  }
  return all;
}

}  // namespace tieline::test
