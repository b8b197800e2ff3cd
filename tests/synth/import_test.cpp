// What is generated imports without a single finding.

#include <string>

#include <gtest/gtest.h>

#include "engine/io/case_folder.hpp"
#include "engine/network/faults.hpp"
#include "engine/synth/generate.hpp"
#include "tests/synth/plain_csv.hpp"

namespace tieline::synth::test {
namespace {

struct Size {
  char const* preset;
  std::uint32_t feeders;
  std::uint64_t seed;
};

class GeneratedCase : public testing::TestWithParam<Size> {};

TEST_P(GeneratedCase, imports_without_a_finding_and_in_full) {
  auto const& size = GetParam();
  ScratchFolder const scratch{"import" + std::to_string(size.feeders)};
  auto const made = generate_case(
      {.preset = size.preset, .feeders = size.feeders, .seed = size.seed}, scratch / "case");
  ASSERT_TRUE(made) << made.error().en;
  auto const loaded = io::load_case(scratch / "case");
  ASSERT_TRUE(loaded) << loaded.error().en;
  for (auto const& fault : loaded->faults.all()) {
    ADD_FAILURE() << network::to_text(fault, network::Language::en);
  }
  ASSERT_NE(loaded->model, nullptr);
  auto const& model = *loaded->model;
  EXPECT_EQ(model.n_feeder(), made->feeders);
  EXPECT_EQ(model.n_section(), made->sections);
  EXPECT_EQ(model.n_switch(), made->switches);
  EXPECT_EQ(model.n_user(), made->users);
  EXPECT_EQ(model.col().normal_loops.size(), 0U);
  std::uint64_t households = 0;
  for (auto const zone : model.totals().households) {
    households += zone;
  }
  EXPECT_EQ(households, made->households);
  EXPECT_FALSE(loaded->plan.works.empty());
  EXPECT_TRUE(loaded->plan.has_crews);
  EXPECT_EQ(loaded->plan.targets.size(), 13U);
}

INSTANTIATE_TEST_SUITE_P(Sizes, GeneratedCase,
                         testing::Values(Size{"city", 1, 1}, Size{"city", 4, 2}, Size{"city", 0, 1},
                                         Size{"city", 185, 3}, Size{"province", 500, 4}),
                         [](auto const& of) {
                           return std::string{of.param.preset} + std::to_string(of.param.feeders);
                         });

}  // namespace
}  // namespace tieline::synth::test
