#include "engine/network/plan_tables.hpp"

#include <array>

#include <gtest/gtest.h>

namespace tieline::network {
namespace {

constexpr Seconds kDay = 86'400;

TEST(Holidays, CoverASpanOnlyAsAWhole) {
  std::array const may{HolidaySpan{0, 4 * kDay}};
  EXPECT_TRUE(is_holiday_throughout(may, 0, 4 * kDay));
  EXPECT_FALSE(is_holiday_throughout(may, -1, 2));
  EXPECT_FALSE(is_holiday_throughout(may, 0, 4 * kDay + 1));
  EXPECT_FALSE(is_holiday_throughout({}, 0, 1));
}

TEST(Holidays, AreHalfOpenAndAnInstantIsEnough) {
  std::array const day{HolidaySpan{0, kDay}};
  EXPECT_TRUE(is_holiday_throughout(day, 0, 0));
  EXPECT_TRUE(is_holiday_throughout(day, kDay - 1, 0));
  EXPECT_FALSE(is_holiday_throughout(day, kDay, 0));
}

TEST(Holidays, MayTouchOverlapAndStandInAnyOrder) {
  std::array const spans{HolidaySpan{2 * kDay, 3 * kDay}, HolidaySpan{kDay / 2, 2 * kDay},
                         HolidaySpan{0, kDay}, HolidaySpan{4 * kDay, 5 * kDay}};
  EXPECT_TRUE(is_holiday_throughout(spans, 0, 3 * kDay));
  EXPECT_FALSE(is_holiday_throughout(spans, 0, 5 * kDay)) << "the fourth day is a workday";
}

}  // namespace
}  // namespace tieline::network
