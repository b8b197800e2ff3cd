#include "engine/synth/clock.hpp"

#include <chrono>

#include <fmt/format.h>

namespace tieline::synth {

std::int64_t local_midnight(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  auto const days =
      sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
  return std::int64_t{days.time_since_epoch().count()} * kDay_s;
}

std::string local_date(std::int64_t local_s) {
  using namespace std::chrono;
  auto const date = year_month_day{floor<days>(sys_seconds{seconds{local_s}})};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string local_time(std::int64_t local_s) {
  auto const day_s = ((local_s % kDay_s) + kDay_s) % kDay_s;
  return fmt::format("{}T{:02}:{:02}:{:02}+08:00", local_date(local_s), day_s / kHour_s,
                     day_s % kHour_s / kMinute_s, day_s % kMinute_s);
}

}  // namespace tieline::synth
