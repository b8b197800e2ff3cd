// The engine's isolation against the search of every switching sequence.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/reliability/step_simulator.hpp"
#include "engine/switching/isolation.hpp"
#include "engine/switching/sequence.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/exhaustive_isolation.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"

namespace tieline::test {
namespace {

/// The engine's way, measured in the same words as the witness.
struct EngineIsolation {
  bool possible = false;
  std::int64_t dark_users = 0;
  std::int64_t touched_users = 0;
  std::size_t operations = 0;
  std::size_t forbidden = 0;  ///< steps that break a guard
};

EngineIsolation isolate_by_engine(network::NetworkModel const& model,
                                  std::vector<network::SectionId> const& work) {
  topology::LiveNetwork live{model};
  auto const isolation = switching::isolate(model, work, live);
  if (!isolation.is_possible()) {
    return {};
  }
  auto steps = switching::build_sequence(model,
                                         {.isolation = isolation,
                                          .transfers = {},
                                          .generators = {},
                                          .temporaries = {},
                                          .start = 1'000'000,
                                          .duration_s = 1'000'000},
                                         live);
  auto const back = std::ranges::find(steps, switching::Action::unground, &switching::Step::action);
  steps.erase(back, steps.end());  // only the way out is compared
  reliability::StepSimulator simulator{model};
  auto const seen = simulator.run({.steps = steps, .horizon = 3'000'000});
  EngineIsolation answer{.possible = true,
                         .dark_users = seen.effects.empty() ? 0 : seen.effects.back().users_out,
                         .touched_users = seen.ledger.total().users.out};
  for (auto const& step : steps) {
    answer.operations +=
        step.action == switching::Action::open || step.action == switching::Action::close ? 1U : 0U;
  }
  for (auto const& violation : seen.violations) {
    answer.forbidden += violation.step < steps.size() ? 1U : 0U;
  }
  return answer;
}

/// Nodes of up to three sections near each other, none of them with a source.
std::vector<network::SectionId> random_work(Random& random, network::NetworkModel const& model) {
  std::set<network::SectionId> work;
  auto at = network::SectionId{random.below(model.n_section())};
  for (std::size_t n = 1 + random.below(3); n > 0; --n) {
    if (model.col().section_parent[at].is_some()) {
      work.insert(at);
    }
    auto const arcs = model.arcs(at);
    if (arcs.empty()) {
      break;
    }
    at = arcs[random.below(arcs.size())].to;
  }
  return {work.begin(), work.end()};
}

/// How often the hard ways came up, so that the comparison is known to be about them.
struct Hard {
  std::size_t impossible = 0;
  std::size_t short_outages = 0;  ///< somebody else is dark for a moment
};

void expect_best(network::NetworkModel const& model, network::Tables const& tables,
                 std::vector<network::SectionId> const& work, bool all_have_users, Hard& hard) {
  std::set<std::string_view> nodes;
  for (auto const section : work) {
    nodes.insert(model.id_of(model.nodes_of(section).first()));
  }
  auto const best = isolate_exhaustively(tables, nodes);
  auto const engine = isolate_by_engine(model, work);
  ASSERT_EQ(engine.possible, best.has_value());
  if (!best) {
    ++hard.impossible;
    return;
  }
  hard.short_outages += best->touched_users > best->dark_users ? 1U : 0U;
  EXPECT_EQ(engine.forbidden, 0U);
  EXPECT_EQ(engine.dark_users, static_cast<std::int64_t>(best->dark_users));
  EXPECT_EQ(engine.touched_users, static_cast<std::int64_t>(best->touched_users));
  if (all_have_users) {  // else leaving an empty section dark may save an operation
    EXPECT_EQ(engine.operations, best->operations);
  }
}

void compare_on_random_networks(bool all_have_users) {
  Hard hard;
  std::size_t compared = 0;
  for (std::uint64_t seed = 0; compared < 2'000 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const ties = seed % 4;
    auto const tables =
        random_network(seed, {.sources = 1 + seed % 2,
                              .pieces = 2 + seed % 9,
                              .ties = ties,
                              .max_nodes = 2,
                              .min_users = all_have_users ? 1U : 0U,
                              .max_users = 2,
                              .weak_switch = 45,
                              .joined_by_line = static_cast<unsigned>(all_have_users ? 0 : 8)});
    auto const model = build_clean(tables);
    Random random{seed};
    if (auto const work = random_work(random, *model); !work.empty()) {
      expect_best(*model, tables, work, all_have_users, hard);
      ++compared;
    }
  }
  EXPECT_GT(hard.impossible, 100U);
  EXPECT_GT(hard.short_outages, 100U);
}

TEST(IsolationExhaustive, LeavesNoMoreUsersDarkThanAnySequenceMust) {
  compare_on_random_networks(false);
}

// With rings in the normal state the engine looks at one switching pattern only. It may miss a way,
// but what it claims to be possible is possible, and as good as the best.
TEST(IsolationExhaustive, ClaimsNothingImpossibleWhereTheNormalStateHasRings) {
  std::size_t possible = 0;
  std::size_t done = 0;
  for (std::uint64_t seed = 0; seed < 2'000 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const tables = random_network(seed, {.sources = 1 + seed % 2,
                                              .pieces = 2 + seed % 8,
                                              .ties = 1 + seed % 3,
                                              .max_nodes = 2,
                                              .min_users = 1,
                                              .max_users = 2,
                                              .weak_switch = 35,
                                              .joined_by_line = 0,
                                              .loop = 80});
    auto const model = build_clean(tables);
    Random random{seed};
    auto const work = random_work(random, *model);
    if (work.empty()) {
      continue;
    }
    std::set<std::string_view> nodes;
    for (auto const section : work) {
      nodes.insert(model->id_of(model->nodes_of(section).first()));
    }
    auto const best = isolate_exhaustively(tables, nodes);
    auto const engine = isolate_by_engine(*model, work);
    possible += best.has_value() ? 1U : 0U;
    if (engine.possible && engine.forbidden == 0) {
      ++done;
      ASSERT_TRUE(best.has_value());
      EXPECT_EQ(engine.dark_users, static_cast<std::int64_t>(best->dark_users));
    }
  }
  EXPECT_GT(done * 100, possible * 90);
}

TEST(IsolationExhaustive, NeedsNoMoreOperationsWhereEverySectionHasUsers) {
  compare_on_random_networks(true);
}

}  // namespace
}  // namespace tieline::test
