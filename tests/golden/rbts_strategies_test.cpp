// Planned outages of testdata/cases/rbts_bus4, computed by hand from its figure: isolation by
// disconnectors, so the feeder's breaker opens first and the feeder takes a short outage.

#include <gtest/gtest.h>

#include "tests/golden/answered_work.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

using study::Strategy;

// Main S5 of feeder F1 lies between B2 and B3. Out: CB1 at 08:00, D5a at 08:10, CB1 at 08:20: LP1
// and LP2 wait 20 min; back in the same way from 16:00. LP3–LP7 (660 households) wait from 08:00
// to 16:20.
TEST(RbtsStrategies, WithoutTransferTheFeederTakesTwoShortOutages) {
  expect_outcome(answer_work(case_path("rbts_bus4"), "W1"), Strategy::none,
                 {.users = {2 * 2'400 + 5 * 30'000, 154'800, 2 * 2 + 5, 0, 7},
                  .households = {440 * 2'400 + 660 * 30'000, 20'856'000, 2 * 440 + 660, 0, 1'100}});
}

// The way to B3 is parted by the disconnector D5b, which opens only once the work is dead: D5b at
// 08:30 and T1 at 08:40, so LP3–LP7 wait 40 min. Back: T1 at 16:00, D5b at 16:10, then CB1 at
// 16:20, D5a at 16:30, CB1 at 16:40.
TEST(RbtsStrategies, ColdTransferPartsTheDeadEndFirst) {
  expect_outcome(
      answer_work(case_path("rbts_bus4"), "W1"), Strategy::cold,
      {.users = {2 * 2'400 + 5 * 4'800, 28'800, 2 * 2 + 5 * 2, 0, 7},
       .households = {440 * 2'400 + 660 * 4'800, 4'224'000, 2 * 440 + 2 * 660, 0, 1'100}});
}

// A disconnector cannot end a loop, so there is no hot transfer on these feeders.
TEST(RbtsStrategies, DisconnectorsLeaveNoHotTransfer) {
  auto const answered = answer_work(case_path("rbts_bus4"), "W1");
  EXPECT_FALSE(answered.under(Strategy::hot).feasible);
  EXPECT_FALSE(answered.under(Strategy::hot).reasons.empty());
}

TEST(RbtsStrategies, EveryPlanOfTheYearIsSound) {
  for (auto const* const work : {"W1", "W2", "W3", "W4", "W5", "W6"}) {
    SCOPED_TRACE(work);
    auto const answered = answer_work(case_path("rbts_bus4"), work);
    expect_all_sound(answered);
    EXPECT_TRUE(answered.answer.best.has_value());
  }
}

}  // namespace
}  // namespace tieline::test
