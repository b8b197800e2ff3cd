#include "engine/graph/union_find.hpp"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace tieline::graph {
namespace {

using Spot = Id<struct SpotTag>;

TEST(UnionFind, TellsWhetherAJoinWasNew) {
  UnionFind<Spot> sets{4};
  EXPECT_TRUE(sets.join(Spot{0}, Spot{1}));
  EXPECT_TRUE(sets.join(Spot{2}, Spot{1}));
  EXPECT_FALSE(sets.join(Spot{0}, Spot{2}));
  EXPECT_EQ(sets.find(Spot{0}), sets.find(Spot{2}));
  EXPECT_NE(sets.find(Spot{0}), sets.find(Spot{3}));
  EXPECT_EQ(sets.size_of(Spot{1}), 3U);
  EXPECT_EQ(sets.size_of(Spot{3}), 1U);
}

TEST(UnionFind, AgreesWithRelabellingEverything) {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    std::mt19937 random{seed};
    auto const n = 1 + random() % 20;
    UnionFind<Spot> sets{n};
    std::vector<std::size_t> label(n);
    for (std::size_t i = 0; i < n; ++i) {
      label[i] = i;
    }
    for (int step = 0; step < 30; ++step) {
      auto const a = random() % n;
      auto const b = random() % n;
      auto const gone = label[a];
      auto const stays = label[b];
      ASSERT_EQ(sets.join(Spot{a}, Spot{b}), gone != stays);
      for (auto& l : label) {
        l = l == gone ? stays : l;
      }
    }
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) {
        ASSERT_EQ(sets.find(Spot{a}) == sets.find(Spot{b}), label[a] == label[b]);
      }
    }
  }
}

TEST(UnionFind, TakesAChainOfAMillionWithoutRecursion) {
  std::uint32_t const n = 1'000'000;
  UnionFind<Spot> sets{n};
  for (std::uint32_t i = 1; i < n; ++i) {
    sets.join(Spot{i - 1}, Spot{i});
  }
  EXPECT_EQ(sets.size_of(Spot{0U}), n);
}

}  // namespace
}  // namespace tieline::graph
