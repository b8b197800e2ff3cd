// The golden feeder (testdata/cases/golden_feeder) as explicit step lists: G1–G8, both bases, in
// exact seconds, by the reference and by the engine.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/golden/step_lists.hpp"
#include "tests/support/worked_networks.hpp"

namespace tieline::test {
namespace {

using reliability::BaseSums;

constexpr Seconds kH = kSecondsPerHour;

// Head breaker, switches and tie of the sketch.
std::string const kHead = "S1a";
std::string const kSw1 = "ab";
std::string const kSw2 = "bc";
std::string const kTie = "cd";

/// C over to the tie without a gap, then B off at 08:00; back in reverse from 16:00.
std::vector<ScriptStep> hot_transfer() {
  return {close(at(7, 40), kTie), open(at(7, 50), kSw2),   open(at(8), kSw1),
          close(at(16), kSw1),    close(at(16, 10), kSw2), open(at(16, 20), kTie)};
}

/// C dark for `gap` each way; B off from 08:00 to 16:00 sharp.
std::vector<ScriptStep> cold_transfer(Seconds gap) {
  return {open(at(8) - 2 * gap, kSw2), close(at(8) - gap, kTie), open(at(8), kSw1),
          close(at(16), kSw1),         open(at(16) + gap, kTie), close(at(16) + 2 * gap, kSw2)};
}

TEST(GoldenSteps, G1WithoutTransferLeavesBAndCDark) {
  expect_sums(
      golden_feeder(), {.steps = {open(at(8), kSw1), close(at(16), kSw1)}},
      {.users = {86'400, 86'400, 3, 0, 3}, .households = {10'108'800, 10'108'800, 351, 0, 351}});
}

TEST(GoldenSteps, G2ColdTransferOfTwoMinutesIsMomentaryForC) {
  expect_sums(
      golden_feeder(), {.steps = cold_transfer(120)},
      {.users = {29'280, 28'800, 1, 4, 3}, .households = {5'796'240, 5'760'000, 200, 302, 351}});
}

TEST(GoldenSteps, G3ColdTransferOfTwentyMinutesInterruptsCTwice) {
  expect_sums(
      golden_feeder(), {.steps = cold_transfer(1200)},
      {.users = {33'600, 33'600, 5, 0, 3}, .households = {6'122'400, 6'122'400, 502, 0, 351}});
}

TEST(GoldenSteps, G4HotTransferLeavesOnlyBDark) {
  expect_sums(
      golden_feeder(), {.steps = hot_transfer()},
      {.users = {28'800, 28'800, 1, 0, 1}, .households = {5'760'000, 5'760'000, 200, 0, 200}});
}

TEST(GoldenSteps, G5LiveWorkCostsNothing) {
  expect_sums(golden_feeder(), {.steps = {check(at(8), "b"), check(at(16), "b")}}, {});
}

TEST(GoldenSteps, G6GeneratorLeavesTwoHalfHours) {
  auto script = Script{.steps = hot_transfer(), .temporaries = {vehicle({"T3"})}};
  script.steps.insert(script.steps.begin() + 3, {connect(at(8, 30), 0), disconnect(at(15, 30), 0)});
  expect_sums(golden_feeder(), script,
              {.users = {3'600, 3'600, 2, 0, 1}, .households = {720'000, 720'000, 400, 0, 200}});
}

TEST(GoldenSteps, G7FaultIsRestoredInStepsEachUserOnItsOwn) {
  expect_sums(
      golden_feeder(),
      {.steps = {open(at(10), kHead), open(at(10, 12), kSw1), close(at(10, 12), kHead),
                 open(at(10, 25), kSw2), close(at(10, 25), kTie), close(at(13, 30), kSw1),
                 close(at(13, 30), kSw2), open(at(13, 30), kTie)}},
      {.users = {17'040, 17'040, 5, 0, 5}, .households = {2'890'500, 2'890'500, 551, 0, 551}});
}

TEST(GoldenSteps, G8SecondOutageCountsOnlyWhoWasNotDarkYet) {
  auto script = Script{.steps = hot_transfer()};
  script.steps.insert(script.steps.begin() + 3, {open(at(10), kHead), close(at(11), kHead)});
  expect_sums(
      golden_feeder(), script,
      {.users = {36'000, 36'000, 3, 0, 3}, .households = {6'480'000, 6'480'000, 400, 0, 400}});
}

TEST(GoldenSteps, ZonesAddUpToTheTotal) {
  auto const drawn = golden_feeder();
  for (auto const& ledger : ledgers_of(drawn, {.steps = cold_transfer(120)})) {
    EXPECT_EQ(ledger.zone[0].users, BaseSums{});  // A keeps its supply
    EXPECT_EQ(ledger.zone[1].users, (BaseSums{8 * kH, 8 * kH, 1, 0, 1}));
    EXPECT_EQ(ledger.zone[2].users, (BaseSums{240, 0, 0, 2, 1}));
    EXPECT_EQ(ledger.zone[3].users, (BaseSums{240, 0, 0, 2, 1}));
    EXPECT_EQ(ledger.zone[4].users, BaseSums{});
    EXPECT_EQ(ledger.zone[2].households, (BaseSums{240 * 150, 0, 0, 2 * 150, 150}));
  }
}

}  // namespace
}  // namespace tieline::test
