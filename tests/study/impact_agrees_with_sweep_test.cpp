// One question and the sweep of all of them go different ways through the engine: sweep tiers and
// a book of contingencies here, isolation and planner there. They must say the same.

#include <cstdint>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/io/case_folder.hpp"
#include "engine/study/outage.hpp"
#include "engine/sweep/sweep.hpp"
#include "engine/synth/generate.hpp"

namespace tieline::study {
namespace {

network::NetworkPtr generated_city(std::uint32_t feeders, std::uint64_t seed) {
  namespace fs = std::filesystem;
  auto const folder = fs::temp_directory_path() / ("tieline-impact-" + std::to_string(::getpid()));
  auto const generated = synth::generate_case(
      {.feeders = feeders, .seed = seed, .history = false, .plan = false}, folder);
  EXPECT_TRUE(generated);
  auto const loaded = io::load_case(folder.string());
  fs::remove_all(folder);
  EXPECT_TRUE(loaded);
  return loaded ? loaded->model : nullptr;
}

TEST(ImpactProperty, AgreesWithEveryRowOfTheSweepOfAGeneratedCity) {
  auto const model = generated_city(20, 5);
  ASSERT_NE(model, nullptr);
  Workspace workspace{model};
  for (auto const levels : {1, 2}) {
    SCOPED_TRACE(testing::Message() << "levels " << levels);
    auto const swept = sweep::sweep_n1(
        *model, {.kinds = {sweep::ElementKind::section, sweep::ElementKind::network_switch},
                 .levels = levels,
                 .threads = 1});
    std::size_t compared = 0, partly = 0, lost = 0, proven = 0;
    for (std::size_t i = 0; i < swept.contingency.size(); ++i) {
      auto const& contingency = swept.contingency[i];
      auto const& outcome = swept.outcome[i];
      auto const is_section = contingency.kind == sweep::ElementKind::section;
      Equipment const lost_one{is_section ? EquipmentKind::section : EquipmentKind::network_switch,
                               contingency.row};
      SCOPED_TRACE(testing::Message() << (is_section ? "section " : "switch ") << contingency.row);
      auto const impact =
          assess_outage(*model, {.equipment = {lost_one}, .levels = levels}, workspace);
      ASSERT_TRUE(impact) << impact.error().en;
      EXPECT_EQ(impact->users_out, outcome.users_out);
      EXPECT_EQ(impact->households_out, outcome.households_out);
      if (outcome.proven != 0 && impact->plan.proven_optimal) {
        EXPECT_EQ(impact->restorable_users, outcome.users_restored);
        EXPECT_EQ(impact->restorable_households, outcome.households_restored);
        ++proven;
      }
      auto const beyond = outcome.users_out - outcome.users_isolated;
      ++compared;
      partly +=
          static_cast<std::size_t>(outcome.users_restored > 0 && outcome.users_restored < beyond);
      lost += static_cast<std::size_t>(outcome.users_restored == 0 && beyond > 0);
    }
    EXPECT_GT(compared, 500U);
    EXPECT_GT(proven * 100, compared * 99);
    EXPECT_GT(partly, 0U);
    EXPECT_GT(lost, 0U);
  }
}

}  // namespace
}  // namespace tieline::study
