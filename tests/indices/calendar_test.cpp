// Local instants in zones whose clocks skip or repeat them.

#include "engine/indices/calendar.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "engine/io/civil_time.hpp"

namespace tieline::indices {
namespace {

namespace chrono = std::chrono;

std::string midnight_text(chrono::sys_days day, std::string_view zone) {
  return io::format_time(midnight(day, zone), zone);
}

TEST(FirstInstant, IsTheReadingItselfWhereClocksShowItOnce) {
  EXPECT_EQ(first_instant(8 * kSecondsPerHour, "Asia/Shanghai"), 0);
  EXPECT_EQ(midnight_text(chrono::sys_days{chrono::year{2021} / 5 / 3}, "Asia/Shanghai"),
            "2021-05-03T00:00:00+08:00");
}

TEST(FirstInstant, IsTheFirstOfTwo) {  // Havana: 01:00 becomes 00:00
  EXPECT_EQ(midnight_text(chrono::sys_days{chrono::year{2021} / 11 / 7}, "America/Havana"),
            "2021-11-07T00:00:00-04:00");
}

TEST(FirstInstant, IsTheEndOfASkipOfAnyLength) {
  EXPECT_EQ(midnight_text(chrono::sys_days{chrono::year{2021} / 3 / 28}, "Asia/Beirut"),
            "2021-03-28T01:00:00+03:00");
  // Samoa had no 30 December 2011; neither its midnight nor its noon was ever shown.
  chrono::sys_days const skipped{chrono::year{2011} / 12 / 30};
  auto const next = midnight(skipped + chrono::days{1}, "Pacific/Apia");
  EXPECT_EQ(midnight(skipped, "Pacific/Apia"), next);
  auto const noon = (skipped.time_since_epoch() + chrono::hours{12}) / chrono::seconds{1};
  EXPECT_EQ(first_instant(noon, "Pacific/Apia"), next);
  EXPECT_EQ(io::format_time(next, "Pacific/Apia"), "2011-12-31T00:00:00+14:00");
}

}  // namespace
}  // namespace tieline::indices
