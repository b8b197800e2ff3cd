// The four-section feeder (testdata/cases/domain_d) as explicit step lists: D.0–D.6, both bases, in
// exact seconds, by the reference and by the engine. D.7 is a rate over a year of
// works.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/reliability/ledger.hpp"
#include "tests/golden/step_lists.hpp"
#include "tests/support/worked_networks.hpp"

namespace tieline::test {
namespace {

constexpr Seconds kDay = 24 * kSecondsPerHour;

std::string const kHead = "S1a";
std::string const kSw1 = "ab";
std::string const kSw2 = "bc";
std::string const kSw3 = "cd";
std::string const kTie = "de";

/// `last` and what lies beyond it over to the tie, then S2 off 08:00–14:00.
std::vector<ScriptStep> hot_transfer(std::string const& last) {
  return {close(at(7, 40), kTie), open(at(7, 50), last),   open(at(8), kSw1),
          close(at(14), kSw1),    close(at(14, 10), last), open(at(14, 20), kTie)};
}

/// Ten of the forty users of b, with a vehicle each.
ScriptTemporary ten_vehicles() {
  ScriptTemporary vehicles = vehicle({});
  for (int i = 1; i <= 10; ++i) {
    vehicles.users.push_back("b." + std::to_string(i));
  }
  return vehicles;
}

TEST(DomainSteps, D0WholeFeeder) {
  expect_sums(four_section_feeder(), {.steps = {open(at(8), kHead), close(at(14), kHead)}},
              {.users = {4'320'000, 4'320'000, 200, 0, 200},
               .households = {96'120'000, 96'120'000, 4'450, 0, 4'450}});
}

TEST(DomainSteps, D1WithoutTransfer) {
  expect_sums(four_section_feeder(), {.steps = {open(at(8), kSw1), close(at(14), kSw1)}},
              {.users = {3'024'000, 3'024'000, 140, 0, 140},
               .households = {70'200'000, 70'200'000, 3'250, 0, 3'250}});
}

TEST(DomainSteps, D2aHotTransfer) {
  expect_sums(four_section_feeder(), {.steps = hot_transfer(kSw2)},
              {.users = {864'000, 864'000, 40, 0, 40},
               .households = {25'920'000, 25'920'000, 1'200, 0, 1'200}});
}

TEST(DomainSteps, D2bColdTransferTenMinutesEachWay) {
  expect_sums(four_section_feeder(),
              {.steps = {open(at(7, 40), kSw2), close(at(7, 50), kTie), open(at(8), kSw1),
                         close(at(14), kSw1), open(at(14, 10), kTie), close(at(14, 20), kSw2)}},
              {.users = {984'000, 984'000, 240, 0, 140},
               .households = {28'380'000, 28'380'000, 1'200 + 2 * 2'050, 0, 3'250}});
}

TEST(DomainSteps, D2cTieWithRoomForS4Only) {
  expect_sums(four_section_feeder(), {.steps = hot_transfer(kSw3)},
              {.users = {1'512'000, 1'512'000, 70, 0, 70},
               .households = {32'400'000, 32'400'000, 1'500, 0, 1'500}});
}

TEST(DomainSteps, D3LiveWorkWithABypass) {
  auto const bypass = ScriptTemporary{
      .kind = switching::TemporaryKind::bypass, .node_a = "a.end", .node_b = "c", .users = {}};
  expect_sums(four_section_feeder(),
              {.steps = {connect(at(8), 0), check(at(9), "b"), disconnect(at(14), 0)},
               .temporaries = {bypass}},
              {});
}

TEST(DomainSteps, D3bLiveDisconnectionOfALateral) {
  auto jumper = ScriptTemporary{.kind = switching::TemporaryKind::jumper};
  for (int i = 33; i <= 40; ++i) {
    jumper.users.push_back("b." + std::to_string(i));
  }
  expect_sums(
      four_section_feeder(),
      {.steps = {open_jumper(at(8), 0), close_jumper(at(14), 0)}, .temporaries = {jumper}},
      {.users = {172'800, 172'800, 8, 0, 8}, .households = {5'184'000, 5'184'000, 240, 0, 240}});
}

TEST(DomainSteps, D4GeneratorsForTenOfForty) {
  auto script = Script{.steps = hot_transfer(kSw2), .temporaries = {ten_vehicles()}};
  script.steps.insert(script.steps.begin() + 3, {connect(at(8, 30), 0), disconnect(at(13, 30), 0)});
  expect_sums(four_section_feeder(), script,
              {.users = {684'000, 684'000, 50, 0, 40},
               .households = {20'520'000, 20'520'000, 1'500, 0, 1'200}});
}

TEST(DomainSteps, D5TwoJobsOnDifferentDays) {
  expect_sums(four_section_feeder(),
              {.steps = {open(at(8), kSw1), close(at(14), kSw1), open(kDay + at(8), kSw2),
                         close(kDay + at(13), kSw2)}},
              {.users = {4'824'000, 4'824'000, 240, 0, 140},
               .households = {107'100'000, 107'100'000, 3'250 + 2'050, 0, 3'250}});
}

TEST(DomainSteps, D5TwoJobsMergedIntoOneWindow) {
  expect_sums(
      four_section_feeder(),
      {.steps = {open(at(8), kSw1), open(at(8), kSw2), close(at(13), kSw2), close(at(14), kSw1)}},
      {.users = {3'024'000, 3'024'000, 140, 0, 140},
       .households = {70'200'000, 70'200'000, 3'250, 0, 3'250}});
}

TEST(DomainSteps, D6OverlappingOutagesAreAUnion) {
  expect_sums(
      four_section_feeder(),
      {.steps = {open(at(8), kSw1), open(at(10), kSw2), close(at(14), kSw1), close(at(16), kSw2)}},
      {.users = {3'744'000, 3'744'000, 140, 0, 140},
       .households = {84'960'000, 84'960'000, 3'250, 0, 3'250}});
}

TEST(DomainSteps, D7LiveWorkRateIsTheSavedShareOfUserTime) {
  EXPECT_DOUBLE_EQ(reliability::live_work_rate(5200 * kSecondsPerHour, 3100 * kSecondsPerHour),
                   5200.0 / 8300.0);
  EXPECT_TRUE(std::isnan(reliability::live_work_rate(0, 0)));
}

}  // namespace
}  // namespace tieline::test
