// Islands that are too large to look at everything: what the search finds within its work.

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "engine/transfer/plan.hpp"
#include "tests/support/random_transfer_case.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::test {
namespace {

using Clock = std::chrono::steady_clock;

transfer::Plan plan_of(TransferCase const& asked, std::uint64_t most_work) {
  transfer::Planner planner{*asked.model};
  auto query = asked.query();
  query.most_work = most_work;
  return planner.best_plan(query);
}

TEST(LargeIsland, LongerSearchesNeverServeLessThanWhatTheyProve) {
  auto proven = 0;
  constexpr std::uint64_t kNetworks = 100;
  for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
    auto sizes = large_sizes(seed);
    sizes.lossless = true;
    auto const asked = transfer_case(random_transfer(seed, sizes));
    auto const early = plan_of(asked, 20'000);
    auto const late = plan_of(asked, 100'000);
    EXPECT_GE(transfer::compare_aims(early.bound, late.served), 0) << "seed " << seed;
    if (early.proven_optimal) {
      EXPECT_EQ(early.served, late.served) << "seed " << seed;
      EXPECT_EQ(early.closed, late.closed) << "seed " << seed;
      EXPECT_EQ(early.opened, late.opened) << "seed " << seed;
    }
    proven += early.proven_optimal ? 1 : 0;
  }
  EXPECT_GE(proven, 95);
}

/// A feeder of so many sections in a row, 1 kW each, cut off; a tie at its last section, perhaps
/// one at its first.
TransferCase broken_chain(int n_section, bool second_tie, float tie_a) {
  std::string picture{"S1=h"};
  for (auto i = 1; i <= n_section; ++i) {
    picture += "=c" + std::to_string(i);
  }
  picture += "-t=S2";
  if (second_tie) {
    picture += ", c1-u=S3";
  }
  Sketch drawn{picture};
  for (auto& row : drawn.tables().lines) {
    row.ampacity_a = 4'000;
    row.r_ohm_per_km = row.x_ohm_per_km = 0;
  }
  for (auto& row : drawn.tables().switches) {
    row.ampacity_a = row.normal_closed ? 4'000 : tie_a;
  }
  for (auto& row : drawn.tables().sources) {
    row.rated_kva = 90'000;
  }
  for (auto& row : drawn.tables().transformers) {
    row.peak_kw = 1;
  }
  TransferSketch sketch;
  sketch.tables = drawn.tables();
  sketch.hit_nodes = {"h"};
  sketch.window = flow::peak_window();
  sketch.levels = 1;
  return transfer_case(drawn.build(), sketch);
}

class LongChain : public testing::TestWithParam<bool> {};

TEST_P(LongChain, IsFedWholeThroughOneTieThatCarriesIt) {
  constexpr auto kSections = 2'000;
  auto const asked = broken_chain(kSections, GetParam(), 4'000);
  ASSERT_EQ(asked.dark.size(), std::size_t{kSections});
  auto const begin = Clock::now();
  auto const plan = plan_of(asked, 20'000);
  RecordProperty("us", static_cast<int>((Clock::now() - begin) / std::chrono::microseconds{1}));
  EXPECT_EQ(plan.served.users, kSections);
  EXPECT_EQ(plan.closed.size(), 1U);
  EXPECT_TRUE(plan.opened.empty());
}

INSTANTIATE_TEST_SUITE_P(Ties, LongChain, testing::Bool());

}  // namespace
}  // namespace tieline::test
