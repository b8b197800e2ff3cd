// D.1–D.4 of testdata/cases/domain_d as the engine plans them itself. D.0 is bad practice that no
// strategy proposes; D.5 and D.6 are several works (domain_steps_test.cpp).

#include <gtest/gtest.h>

#include "tests/golden/answered_work.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

using study::Strategy;

TEST(DomainStrategies, D1None) {
  expect_outcome(answer_work(case_path("domain_d"), "D2"), Strategy::none,
                 {.users = {3'024'000, 3'024'000, 140, 0, 140},
                  .households = {70'200'000, 70'200'000, 3'250, 0, 3'250}});
}

TEST(DomainStrategies, D2aHot) {
  expect_outcome(answer_work(case_path("domain_d"), "D2"), Strategy::hot,
                 {.users = {864'000, 864'000, 40, 0, 40},
                  .households = {25'920'000, 25'920'000, 1'200, 0, 1'200}});
}

TEST(DomainStrategies, D2bCold) {
  expect_outcome(answer_work(case_path("domain_d"), "D2"), Strategy::cold,
                 {.users = {984'000, 984'000, 240, 0, 140},
                  .households = {28'380'000, 28'380'000, 5'300, 0, 3'250}});
}

TEST(DomainStrategies, D2cTieOfOneAndAHalfMegawattsTakesS4Only) {
  CaseCopy copy{"domain_d"};
  copy.set("network/switches.csv", "T", "ampacity_a", "91.16");
  auto const answered = answer_work(copy.path(), "D2");
  expect_outcome(answered, Strategy::hot,
                 {.users = {1'512'000, 1'512'000, 70, 0, 70},
                  .households = {32'400'000, 32'400'000, 1'500, 0, 1'500}});
  auto const& options = answered.under(Strategy::hot).options;
  ASSERT_FALSE(options.empty());
  EXPECT_EQ(options.front().users, 70);
  expect_all_sound(answered);
}

TEST(DomainStrategies, D3LiveWorkPutsNobodyOut) {
  auto const answered = answer_work(case_path("domain_d"), "D2");
  expect_outcome(answered, Strategy::live, {});
  EXPECT_EQ(answered.best(), Strategy::live);
}

TEST(DomainStrategies, D3bLiveDisconnectionPutsTheLateralOut) {
  auto const answered = answer_work(case_path("domain_d"), "D3b");
  expect_outcome(
      answered, Strategy::live,
      {.users = {172'800, 172'800, 8, 0, 8}, .households = {5'184'000, 5'184'000, 240, 0, 240}});
  EXPECT_EQ(answered.best(), Strategy::live);
  expect_all_sound(answered);
}

TEST(DomainStrategies, D4GeneratorsForTenOfForty) {
  expect_outcome(answer_work(case_path("domain_d"), "D2"), Strategy::generator,
                 {.users = {684'000, 684'000, 50, 0, 40},
                  .households = {20'520'000, 20'520'000, 1'500, 0, 1'200}});
}

TEST(DomainStrategies, RankingByUserHoursIsThatOfTheExample) {
  auto const answered = answer_work(case_path("domain_d"), "D2");
  auto const user_s = [&](Strategy strategy) {
    return answered.under(strategy).ledger.total().users.dark_s;
  };
  EXPECT_LT(user_s(Strategy::live), user_s(Strategy::generator));
  EXPECT_LT(user_s(Strategy::generator), user_s(Strategy::hot));
  EXPECT_LT(user_s(Strategy::hot), user_s(Strategy::cold));
  EXPECT_LT(user_s(Strategy::cold), user_s(Strategy::none));
}

TEST(DomainStrategies, EveryPlanIsSoundAndLeadsBackToNormal) {
  for (auto const* const work : {"D2", "D3b", "D5"}) {
    SCOPED_TRACE(work);
    expect_all_sound(answer_work(case_path("domain_d"), work));
  }
}

}  // namespace
}  // namespace tieline::test
