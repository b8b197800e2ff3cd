#include "engine/topology/live_network.hpp"

#include <random>

#include <gtest/gtest.h>

#include "engine/topology/energize.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"

namespace tieline {
namespace {

using network::SectionId;
using network::SwitchId;
using topology::LiveNetwork;

TEST(LiveNetwork, HotTransferMakesOneLoopAndDropsNobody) {
  auto const model = test::sketch("S1=a=b-c=S2").build();
  LiveNetwork live{*model};
  auto const tie = model->find_switch("bc");

  auto const closed = live.close(tie);
  EXPECT_EQ(closed.loops, 1);
  EXPECT_TRUE(closed.sections.empty());

  auto const opened = live.open(model->find_switch("ab"));
  EXPECT_EQ(opened.loops, -1);
  EXPECT_TRUE(opened.sections.empty());
}

TEST(LiveNetwork, ColdTransferDarkensAndRelightsExactlyTheTail) {
  auto const model = test::sketch("S1=a=b=c-d=S2").build();
  LiveNetwork live{*model};

  auto const opened = live.open(model->find_switch("ab"));
  EXPECT_FALSE(opened.now_live);
  EXPECT_EQ(opened.sections.size(), 2U);

  auto const closed = live.close(model->find_switch("cd"));
  EXPECT_TRUE(closed.now_live);
  EXPECT_EQ(closed.sections.size(), 2U);
}

TEST(LiveNetwork, OpeningAnOpenSwitchChangesNothing) {
  auto const model = test::sketch("S1=a-b=S2").build();
  LiveNetwork live{*model};
  auto const change = live.open(model->find_switch("ab"));
  EXPECT_TRUE(change.sections.empty());
  EXPECT_EQ(change.loops, 0);
}

TEST(LiveNetwork, ALostSourceIsReplacedThroughItsBusbar) {
  auto const model = test::sketch("S1=a=b-c=S2").build();
  LiveNetwork live{*model};
  auto const busbar = model->col().source_section[model->find_source("S1")];

  EXPECT_EQ(live.take_out(model->find_source("S1")).sections.size(), 3U);
  EXPECT_FALSE(live.is_live(busbar));
  EXPECT_EQ(live.close(model->find_switch("bc")).sections.size(), 3U);
  EXPECT_TRUE(live.is_live(busbar));
  EXPECT_EQ(live.put_back(model->find_source("S1")).loops, 1);
}

/// Loops of the closed network with all live sources as one node, counted by the definition.
int cycle_rank(network::NetworkModel const& model, network::SwitchState const& closed) {
  auto const n = model.n_section();
  std::vector<std::size_t> parent(n + 1);
  for (std::size_t i = 0; i <= n; ++i) {
    parent[i] = i;
  }
  auto const root = [&](std::size_t i) {
    while (parent[i] != i) {
      i = parent[i];
    }
    return i;
  };
  for (auto const s : model.col().source_section) {
    parent[root(s.index())] = root(n);
  }
  auto loops = 0;
  for (auto const s : all_ids<SwitchId>(model.n_switch())) {
    if (!closed.test(s)) {
      continue;
    }
    auto const ends = model.col().switch_ends[s];
    if (root(ends.a.index()) == root(ends.b.index())) {
      ++loops;
    }
    parent[root(ends.a.index())] = root(ends.b.index());
  }
  return loops;
}

TEST(LiveNetworkProperty, EveryOperationAgreesWithAFullFloodAndTheCycleRank) {
  for (std::uint32_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const model = test::build_clean(test::random_network(seed, {.unfed = 5, .loop = 10}));
    LiveNetwork live{*model};
    topology::EnergizeScratch scratch;
    auto const normal_loops = cycle_rank(*model, live.closed());
    std::mt19937 random{seed};
    auto loops = normal_loops;
    for (auto operation = 0; operation < 12 && model->n_switch() != 0; ++operation) {
      auto const s = SwitchId{static_cast<std::uint32_t>(random() % model->n_switch())};
      auto const was_live = [&] {
        std::vector<bool> seen;
        for (auto const section : all_ids<SectionId>(model->n_section())) {
          seen.push_back(live.is_live(section));
        }
        return seen;
      }();
      auto const change = live.is_closed(s) ? live.open(s) : live.close(s);
      loops += change.loops;
      auto const oracle = topology::energize(*model, live.closed(), scratch);
      std::size_t changed = 0;
      for (auto const section : all_ids<SectionId>(model->n_section())) {
        ASSERT_EQ(live.is_live(section), oracle.source[section].is_some());
        changed += live.is_live(section) != was_live[section.index()] ? 1U : 0U;
      }
      ASSERT_EQ(change.sections.size(), changed);
      ASSERT_EQ(loops, cycle_rank(*model, live.closed()));
    }
    live.reset();
    ASSERT_EQ(live.closed(), network::normal_state(*model));
    for (auto const section : all_ids<SectionId>(model->n_section())) {
      ASSERT_EQ(live.is_live(section), model->col().section_source[section].is_some());
    }
  }
}

TEST(LiveNetworkProperty, OpeningAtOnceEndsWhereOpeningOneByOneEnds) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const model = test::build_clean(
        test::random_network(seed, {.pieces = 12, .ties = 5, .unfed = 10, .loop = 50}));
    test::Random random{seed};
    LiveNetwork at_once{*model};
    LiveNetwork one_by_one{*model};
    std::vector<SwitchId> some;
    for (auto const s : all_ids<SwitchId>(model->n_switch())) {
      if (random.percent(40)) {
        some.push_back(s);
        one_by_one.open(s);
      }
    }
    at_once.open_all(some);
    ASSERT_EQ(at_once.closed(), one_by_one.closed());
    for (auto const section : all_ids<SectionId>(model->n_section())) {
      ASSERT_EQ(at_once.is_live(section), one_by_one.is_live(section));
    }
    at_once.reset();
    ASSERT_EQ(at_once.closed(), network::normal_state(*model));
    for (auto const section : all_ids<SectionId>(model->n_section())) {
      ASSERT_EQ(at_once.is_live(section), model->col().section_source[section].is_some());
    }
  }
}

}  // namespace
}  // namespace tieline
