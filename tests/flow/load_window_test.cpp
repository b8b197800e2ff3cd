#include "engine/flow/load_window.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/sketch.hpp"

namespace tieline::flow {
namespace {

using network::DayType;
using network::Season;
using test::sketch;

constexpr Seconds kHour = 3600;
constexpr Seconds kDay = 24 * kHour;
constexpr Seconds kEast8 = 8 * kHour;
constexpr Seconds kMonday = 1'620'000'000 - 1'620'000'000 % kDay - kEast8;  // 2021-05-03 00:00 +08

std::vector<int> hours(LoadWindow const& window) {
  std::vector<int> found;
  for (auto const slot : window.slots) {
    found.push_back(slot.hour);
  }
  return found;
}

TEST(LoadWindow, CoversEveryClockHourItTouches) {
  auto const work =
      hours_of({.start = kMonday + 8 * kHour, .duration_s = 6 * kHour, .utc_offset_s = kEast8});
  EXPECT_EQ(hours(work), (std::vector{8, 9, 10, 11, 12, 13}));
  auto const half =
      hours_of({.start = kMonday + 8 * kHour + 1800, .duration_s = kHour, .utc_offset_s = kEast8});
  EXPECT_EQ(hours(half), (std::vector{8, 9}));
}

TEST(LoadWindow, TakesTheHourOfAnInstant) {
  EXPECT_EQ(hours(hours_of({.start = kMonday + 19 * kHour, .utc_offset_s = kEast8})),
            std::vector{19});
  EXPECT_EQ(hours(hours_of({.start = kMonday, .duration_s = -5, .utc_offset_s = 0})),
            std::vector{16});
}

TEST(LoadWindow, NamesDayTypeAndSeasonOfTheCivilDate) {
  auto const slot = hours_of({.start = kMonday, .utc_offset_s = kEast8}).slots.front();
  EXPECT_EQ(slot, (Slot{.hour = 0, .day_type = DayType::workday, .season = Season::spring}));
  auto const night = hours_of(
      {.start = kMonday + 4 * kDay + 23 * kHour, .duration_s = 2 * kHour, .utc_offset_s = kEast8});
  ASSERT_EQ(night.slots.size(), 2U);
  EXPECT_EQ(night.slots[0].day_type, DayType::workday);  // Friday 23:00
  EXPECT_EQ(night.slots[1].day_type, DayType::weekend);  // Saturday 00:00
  auto const holiday = hours_of({.start = kMonday, .utc_offset_s = kEast8, .holiday = true});
  EXPECT_EQ(holiday.slots.front().day_type, DayType::holiday);
  auto const january = hours_of({.start = kMonday - 110 * kDay, .utc_offset_s = kEast8});
  EXPECT_EQ(january.slots.front().season, Season::winter);
  auto const before_1970 = hours_of({.start = -kHour, .utc_offset_s = 0}).slots.front();
  EXPECT_EQ(before_1970,
            (Slot{.hour = 23, .day_type = DayType::workday, .season = Season::winter}));
}

TEST(LoadWindow, NamesEverySlotOnceHoweverLongTheWindow) {
  auto const days = hours_of({.start = kMonday, .duration_s = 3 * kDay, .utc_offset_s = kEast8});
  EXPECT_EQ(days.slots.size(), 24U);
  auto const decades = hours_of({.start = kMonday, .duration_s = 9'000'000'000'000});
  EXPECT_EQ(decades.slots.size(), 24U * 2 * 4);
}

class SlotLoadsTest : public testing::Test {
 protected:
  SlotLoadsTest() : s_{sketch("S=a")} {
    user_ = &s_.user_row("a.1");
    *user_ = {.id = user_->id, .node = user_->node, .households = 1, .rated_kva = 400};
    std::array<float, 24> shape{};
    shape.fill(0.5F);
    shape[19] = 0.9F;
    s_.tables().profiles.push_back({.profile = "evening", .per_unit = shape});
    shape.fill(0.2F);
    s_.tables().profiles.push_back({.profile = "evening",
                                    .day_type = DayType::weekend,
                                    .season = Season::summer,
                                    .per_unit = shape});
  }
  /// The load in one slot; NaN if unknown.
  Load load(Slot slot) {
    auto const model = s_.build();
    SlotLoads loads{*model};
    loads.prepare({.slots = {slot}});
    std::array<Load, 1> sum{};
    if (!loads.add(test::user_of(*model, "a.1"), sum)) {
      return {.kw = std::nan(""), .kvar = std::nan("")};
    }
    return sum[0];
  }
  test::Sketch s_;
  network::TransformerRow* user_;
  Slot const evening_{.hour = 19, .day_type = DayType::workday, .season = Season::spring};
};

TEST_F(SlotLoadsTest, ScalesPeakByProfile) {
  user_->peak_kw = 200;
  user_->load_kw = 80;
  user_->profile = "evening";
  EXPECT_NEAR(load(evening_).kw, 180, 1e-4);
  EXPECT_NEAR(load({.hour = 3}).kw, 100, 1e-9);
  EXPECT_NEAR(load({}).kw, 200, 1e-9);  // peak
}

TEST_F(SlotLoadsTest, TakesPeakThenAverageWhereTheProfileDoesNotHelp) {
  user_->peak_kw = 200;
  EXPECT_NEAR(load(evening_).kw, 200, 1e-9);
  user_->peak_kw = kUnknown;
  user_->load_kw = 80;
  user_->profile = "evening";
  EXPECT_NEAR(load(evening_).kw, 80, 1e-9);
}

TEST_F(SlotLoadsTest, IsUnknownWithoutAnyFigure) {
  EXPECT_TRUE(std::isnan(load(evening_).kw));
}

TEST_F(SlotLoadsTest, ReadsTheShapeOfDayTypeAndSeason) {
  user_->peak_kw = 100;
  user_->profile = "evening";
  auto const at = [&](DayType day, Season season) {
    return load({.hour = 19, .day_type = day, .season = season}).kw;
  };
  EXPECT_NEAR(at(DayType::weekend, Season::summer), 20, 1e-4);
  EXPECT_NEAR(at(DayType::weekend, Season::winter), 90, 1e-4);
  EXPECT_NEAR(at(DayType::workday, Season::summer), 90, 1e-4);
}

TEST_F(SlotLoadsTest, TakesReactiveLoadFromTheStatedAngle) {
  user_->peak_kw = 200;
  user_->load_kw = 80;
  user_->load_kvar = 40;
  EXPECT_NEAR(load({}).kvar, 100, 1e-4);  // the angle of 80 kW and 40 kvar
  user_->load_kw = kUnknown;
  EXPECT_NEAR(load({}).kvar, 40, 1e-4);
  user_->load_kvar = -40;
  EXPECT_NEAR(load({}).kvar, -40, 1e-4);
  user_->peak_kw = 0;
  EXPECT_NEAR(load({}).kvar, -40, 1e-4);  // a capacitor alone
}

TEST_F(SlotLoadsTest, TakesReactiveLoadFromThePowerFactor) {
  user_->peak_kw = 100;
  user_->power_factor = 0.8F;
  EXPECT_NEAR(load({}).kvar, 75, 1e-3);
  user_->power_factor = kUnknown;
  EXPECT_NEAR(load({}).kvar, 100 * std::tan(std::acos(0.95)), 1e-3);
}

}  // namespace
}  // namespace tieline::flow
