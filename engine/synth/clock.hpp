#pragma once
// Local times of the generated year, written with their offset. China keeps +08:00 all year.

#include <cstdint>
#include <string>

namespace tieline::synth {

inline constexpr std::int64_t kMinute_s = 60;
inline constexpr std::int64_t kHour_s = 3600;
inline constexpr std::int64_t kDay_s = 86400;

/// Seconds since 1970-01-01 00:00 local time of a day.
[[nodiscard]] std::int64_t local_midnight(int year, unsigned month, unsigned day);
/// "2021-05-03T08:00:00+08:00"
[[nodiscard]] std::string local_time(std::int64_t local_s);
/// "2021-05-03"
[[nodiscard]] std::string local_date(std::int64_t local_s);

}  // namespace tieline::synth
