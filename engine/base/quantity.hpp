#pragma once
// Numbers with a meaning: exact times, and physical figures that may be unknown.

#include <cmath>
#include <cstdint>
#include <limits>

namespace tieline {

/// Civil instants are UTC seconds since 1970; durations are seconds. Both exact.
using Seconds = std::int64_t;

/// An unknown physical figure. Unknown is never 0 and never infinite: test with is_known().
inline constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

[[nodiscard]] inline bool is_known(float figure) {
  return !std::isnan(figure);
}
[[nodiscard]] inline bool is_known(double figure) {
  return !std::isnan(figure);
}

inline constexpr Seconds kSecondsPerMinute = 60;
inline constexpr Seconds kSecondsPerHour = 3600;

/// Hours from exact seconds; the only place where time becomes a floating figure.
[[nodiscard]] constexpr double to_hours(Seconds seconds) {
  return static_cast<double>(seconds) / static_cast<double>(kSecondsPerHour);
}

}  // namespace tieline
