// The steady loop of the simulator takes nothing from the heap.

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "engine/reliability/step_simulator.hpp"
#include "tests/support/alloc_count.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/random_script.hpp"
#include "tests/support/script_run.hpp"

namespace tieline::test {
namespace {

TEST(AllocationCount, SeesAnAllocation) {
  auto const before = allocations_so_far();
  auto const made = std::make_unique<int>(1);
  EXPECT_EQ(allocations_so_far() - before, *made == 1 ? 1U : 0U);
}

TEST(StepSimulatorAlloc, SteadyLoopUsesNoHeap) {
  auto const tables =
      random_network(11, {.sources = 5, .pieces = 200, .ties = 40, .dual_user = 10});
  auto const model = build_clean(tables);
  std::vector<std::unique_ptr<ScriptRun>> runs;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    runs.push_back(std::make_unique<ScriptRun>(
        *model, random_script(seed, tables, {.max_steps = 40, .max_temporaries = 8})));
  }
  reliability::StepSimulator simulator{*model};
  std::int64_t dark_s = 0;
  auto const simulate_all = [&] {
    for (auto const& run : runs) {
      dark_s += simulator.run(run->simulation()).ledger.total().users.dark_s;
    }
  };
  simulate_all();  // grows to what these plans need
  auto const before = allocations_so_far();
  simulate_all();
  EXPECT_EQ(allocations_so_far() - before, 0U);
  EXPECT_GT(dark_s, 0);
}

}  // namespace
}  // namespace tieline::test
