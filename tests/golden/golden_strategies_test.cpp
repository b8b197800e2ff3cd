// G1–G6 of testdata/cases/golden_feeder as the engine plans them itself.

#include <gtest/gtest.h>

#include "tests/golden/answered_work.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

using study::Strategy;

/// Every switch takes `minutes` by hand.
AnsweredWork answer_with_operate_min(std::string_view minutes) {
  CaseCopy copy{"golden_feeder"};
  copy.set("network/switches.csv", "*", "operate_min", minutes);
  return answer_work(copy.path(), "W1");
}

TEST(GoldenStrategies, G1None) {
  expect_outcome(
      answer_work(case_path("golden_feeder"), "W1"), Strategy::none,
      {.users = {86'400, 86'400, 3, 0, 3}, .households = {10'108'800, 10'108'800, 351, 0, 351}});
}

TEST(GoldenStrategies, G2ColdWithSwitchesOfTwoMinutes) {
  expect_outcome(
      answer_with_operate_min("2"), Strategy::cold,
      {.users = {29'280, 28'800, 1, 4, 3}, .households = {5'796'240, 5'760'000, 200, 302, 351}});
}

TEST(GoldenStrategies, G3ColdWithSwitchesOfTwentyMinutes) {
  expect_outcome(
      answer_with_operate_min("20"), Strategy::cold,
      {.users = {33'600, 33'600, 5, 0, 3}, .households = {6'122'400, 6'122'400, 502, 0, 351}});
}

TEST(GoldenStrategies, G4Hot) {
  expect_outcome(
      answer_work(case_path("golden_feeder"), "W1"), Strategy::hot,
      {.users = {28'800, 28'800, 1, 0, 1}, .households = {5'760'000, 5'760'000, 200, 0, 200}});
}

TEST(GoldenStrategies, G5LiveIsTheBest) {
  auto const answered = answer_work(case_path("golden_feeder"), "W1");
  expect_outcome(answered, Strategy::live, {});
  EXPECT_EQ(answered.best(), Strategy::live);
}

TEST(GoldenStrategies, G6GeneratorOnTopOfHot) {
  expect_outcome(answer_work(case_path("golden_feeder"), "W1"), Strategy::generator,
                 {.users = {3'600, 3'600, 2, 0, 1}, .households = {720'000, 720'000, 400, 0, 200}});
}

TEST(GoldenStrategies, EveryPlanIsSoundAndLeadsBackToNormal) {
  for (auto const* const minutes : {"", "2", "10", "20"}) {
    SCOPED_TRACE(minutes);
    expect_all_sound(answer_with_operate_min(minutes));
  }
}

TEST(GoldenStrategies, RankFollowsTheFigures) {
  CaseCopy copy{"golden_feeder"};
  copy.set("network/lines.csv", "LB", "live_work", "no")
      .set("plan/works.csv", "W1", "bypass_a", "")
      .set("plan/works.csv", "W1", "live_line_item", "");
  auto answered = answer_work(copy.path(), "W1");
  EXPECT_FALSE(answered.under(Strategy::live).feasible);
  EXPECT_EQ(answered.best(), Strategy::generator);
  copy.set("plan/generators.csv", "GEN1", "kw", "100");  // 80 kW usable, T3 peaks at 150
  answered = answer_work(copy.path(), "W1");
  EXPECT_FALSE(answered.under(Strategy::generator).feasible);
  EXPECT_EQ(answered.best(), Strategy::hot);
  copy.set("network/switches.csv", "T", "loop_close", "no");
  answered = answer_work(copy.path(), "W1");
  EXPECT_FALSE(answered.under(Strategy::hot).feasible);
  EXPECT_EQ(answered.best(), Strategy::cold);
  copy.set("network/switches.csv", "T", "ampacity_a", "20");  // C peaks at 540 kW, 32.8 A
  answered = answer_work(copy.path(), "W1");
  EXPECT_FALSE(answered.under(Strategy::cold).feasible);
  EXPECT_EQ(answered.best(), Strategy::none);
}

TEST(GoldenStrategies, EffectsTellWhoIsOutAfterEachStep) {
  auto const answered = answer_work(case_path("golden_feeder"), "W1");
  auto const& outcome = answered.under(Strategy::none);
  ASSERT_FALSE(outcome.steps.empty());
  EXPECT_EQ(outcome.steps.front().at, answered.query.start);
  EXPECT_EQ(outcome.effects.front().users_out, 3);
  EXPECT_EQ(outcome.effects.front().households_out, 351);
  EXPECT_EQ(outcome.effects.back().users_out, 0);
}

}  // namespace
}  // namespace tieline::test
