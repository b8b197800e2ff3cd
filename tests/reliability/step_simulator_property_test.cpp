// The simulator against the reference, on random networks under random step lists.

#include <vector>

#include <gtest/gtest.h>

#include "engine/reliability/step_simulator.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/random_script.hpp"
#include "tests/support/reference_outage.hpp"
#include "tests/support/script_run.hpp"

namespace tieline::test {
namespace {

/// From two sections to a few dozen, with everything odd that an input may hold.
RandomSizes sizes_of(std::uint64_t seed) {
  return {.sources = 1 + seed % 3,
          .pieces = 1 + seed % (seed % 50 == 0 ? 60 : 13),
          .ties = seed % 5,
          .max_nodes = 1 + seed % 4,
          .max_users = 3,
          .unfed = static_cast<unsigned>(seed % 4 == 0 ? 15 : 0),
          .loop = static_cast<unsigned>(seed % 3 == 0 ? 20 : 0),
          .dual_user = static_cast<unsigned>(seed % 2 == 0 ? 25 : 0)};
}

void expect_same_answer(network::NetworkModel const& model, network::Tables const& tables,
                        Script const& script, reliability::Seen const& seen) {
  auto const expected = simulate_by_definition(tables, script);
  ASSERT_EQ(seen.effects.size(), expected.effects.size());
  for (std::size_t i = 0; i < expected.effects.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "step " << i);
    EXPECT_EQ(seen.effects[i].users_out, expected.effects[i].users_out);
    EXPECT_EQ(seen.effects[i].households_out, expected.effects[i].households_out);
    EXPECT_EQ(seen.effects[i].loops, expected.effects[i].loops);
  }
  EXPECT_EQ(dark_times_by_user(model, tables, script, seen), expected.users);
  EXPECT_EQ(seen.ledger, expected.ledger);
}

TEST(StepSimulatorProperty, AgreesWithTheReferenceOnRandomNetworksAndSteps) {
  constexpr std::uint64_t kNetworks = 10'000;
  std::size_t interrupted = 0;
  for (std::uint64_t seed = 0; seed < kNetworks && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const tables = random_network(seed, sizes_of(seed));
    auto const model = build_clean(tables);
    reliability::StepSimulator simulator{*model};
    for (std::uint64_t k = 0; k < 2; ++k) {  // the second one on a simulator that was used
      auto const script = random_script(2 * seed + k, tables);
      SCOPED_TRACE(to_text(script));
      ScriptRun const run{*model, script};
      auto const seen = simulator.run(run.simulation());
      expect_same_answer(*model, tables, script, seen);
      interrupted += seen.ledger.total().users.interruptions != 0 ? 1U : 0U;
    }
  }
  EXPECT_GT(interrupted, kNetworks / 2);  // the comparison is about something
}

TEST(StepSimulatorProperty, OneLongPlanAfterAnotherLeavesNoTrace) {
  auto const tables = random_network(7, {.sources = 4, .pieces = 80, .ties = 30, .dual_user = 20});
  auto const model = build_clean(tables);
  reliability::StepSimulator simulator{*model};
  for (std::uint64_t seed = 0; seed < 100 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const script = random_script(seed, tables, {.max_steps = 60, .max_temporaries = 12});
    ScriptRun const run{*model, script};
    expect_same_answer(*model, tables, script, simulator.run(run.simulation()));
  }
}

// The witness has a witness of its own, which knows no intervals: it looks at every second.
TEST(StepSimulatorProperty, ReferenceAgreesWithLookingAtEverySecond) {
  for (std::uint64_t seed = 0; seed < 300 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const tables = random_network(seed, {.sources = 1 + seed % 2,
                                              .pieces = 1 + seed % 7,
                                              .unfed = 10,
                                              .loop = 10,
                                              .dual_user = 20});
    auto script = random_script(seed, tables, {.max_steps = 8, .longest_wait_s = 12});
    Seconds shift = 0;
    for (auto& step : script.steps) {  // every second is looked at, so bring the plan close
      step.at = shift + (step.at & 7);
      shift = step.at;
    }
    script.horizon = shift + 9;
    auto const dark = dark_seconds_one_by_one(tables, script);
    auto const expected = simulate_by_definition(tables, script);
    for (std::size_t u = 0; u < dark.size(); ++u) {
      Seconds sum = 0;
      for (auto const& [from, to] : expected.users[u]) {
        sum += to - from;
      }
      EXPECT_EQ(sum, dark[u]) << tables.transformers[u].id;
    }
  }
}

}  // namespace
}  // namespace tieline::test
