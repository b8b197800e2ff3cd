// The tiers of the sweep answer only what they can prove, and then what the search answers.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "engine/sweep/sweep.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::sweep {
namespace {

std::string describe(Outcome const& o, std::span<network::SwitchId const> ties) {
  auto text = "out " + std::to_string(o.users_out) + " isolated " +
              std::to_string(o.users_isolated) + " restored " + std::to_string(o.users_restored) +
              " households " + std::to_string(o.households_out) + "/" +
              std::to_string(o.households_restored) + " kw " +
              std::to_string(std::lround(o.kw_beyond * 10)) + "/" +
              std::to_string(std::lround(o.kw_restored * 10)) + " proven " +
              std::to_string(o.proven) + " passed " + std::to_string(o.passed) + " ties";
  for (auto const tie : ties) {
    text += " " + std::to_string(tie.raw());
  }
  return text;
}

std::string describe(SweepAnswer const& answer, std::size_t i) {
  return describe(answer.outcome[i],
                  std::span{answer.ties}.subspan(answer.tie_begin[i],
                                                 answer.tie_begin[i + 1] - answer.tie_begin[i]));
}

/// Sweeps with all tiers and with the search alone; counts what cheaper tiers settled.
std::array<std::size_t, 3> expect_tiers_agree(network::NetworkModel const& model) {
  auto const quick = sweep_n1(model, {.threads = 1});
  auto const searched = sweep_n1(model, {.threads = 1, .lowest = Tier::search});
  auto const flowed = sweep_n1(model, {.threads = 1, .lowest = Tier::one_tie});
  EXPECT_EQ(quick.outcome.size(), searched.outcome.size());
  std::array<std::size_t, 3> settled{};
  for (std::size_t i = 0; i < quick.outcome.size(); ++i) {
    auto const what = std::to_string(static_cast<int>(quick.contingency[i].kind)) + ":" +
                      std::to_string(quick.contingency[i].row);
    EXPECT_EQ(describe(quick, i), describe(searched, i)) << what;
    EXPECT_EQ(describe(flowed, i), describe(searched, i)) << what;
    if (searched.outcome[i].tier == Tier::search) {
      ++settled[static_cast<std::size_t>(quick.outcome[i].tier)];
    }
  }
  return settled;
}

TEST(SweepTiers, PropertyAgreeOnRandomNetworks) {
  std::array<std::size_t, 3> settled{};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto const tables = test::random_network(seed, {.sources = 3,
                                                    .pieces = 14,
                                                    .ties = 5,
                                                    .max_users = 3,
                                                    .joined_by_line = seed % 3 == 0 ? 8U : 0U,
                                                    .unfed = seed % 4 == 0 ? 10U : 0U,
                                                    .loop = seed % 5 == 0 ? 10U : 0U,
                                                    .dual_user = seed % 2 == 0 ? 10U : 0U});
    auto const some = expect_tiers_agree(*test::build_clean(tables));
    for (std::size_t t = 0; t < 3; ++t) {
      settled[t] += some[t];
    }
    if (HasFailure()) {
      break;
    }
  }
  EXPECT_GT(settled[0], 1000U);
  EXPECT_GT(settled[1], 0U);
  EXPECT_GT(settled[2], 50U);
}

TEST(SweepTiers, AgreeWhereALineBetweenLacksAPhase) {
  auto whole = test::sketch("S1=a=b=c=d-e=f=S2");
  auto const fed = sweep_n1(*whole.build(), {.kinds = {ElementKind::section}, .threads = 1});
  for (auto const* const line : {"b", "c", "d", "e"}) {
    SCOPED_TRACE(line);
    auto s = test::sketch("S1=a=b=c=d-e=f=S2");
    s.line_row(line).phases = 0b011;
    auto const model = s.build();
    expect_tiers_agree(*model);
    auto const answer = sweep_n1(*model, {.kinds = {ElementKind::section}, .threads = 1});
    EXPECT_LT(answer.total.users_restored, fed.total.users_restored);
  }
}

}  // namespace
}  // namespace tieline::sweep
