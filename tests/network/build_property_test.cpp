// Random tables against naive answers and Boost.Graph; sizes that recursion would not survive.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <gtest/gtest.h>

#include "engine/network/build.hpp"
#include "engine/network/section_graph.hpp"
#include "tests/network/hand_tables.hpp"
#include "tests/support/random.hpp"

namespace tieline::network {
namespace {

using test::HandTables;
using tieline::test::Random;

std::string numbered(char letter, std::size_t i) {
  return letter + std::to_string(i);
}

/// Anything goes: loops, islands, parallel lines, several sources on one node, nested feeders.
HandTables random_tables(std::uint64_t seed) {
  Random random{seed};
  HandTables t;
  auto const n = 2 + random.below(30);
  for (std::size_t i = 0; i < n; ++i) {
    t.node(numbered('n', i));
  }
  auto const node = [&] { return numbered('n', random.below(n)); };
  auto const pair = [&] {
    auto const a = random.below(n);
    return std::pair{numbered('n', a), numbered('n', (a + 1 + random.below(n - 1)) % n)};
  };
  for (std::size_t i = 1 + random.below(3); i-- > 0;) {
    t.source(numbered('s', i), node(), numbered('z', random.below(2)));
  }
  for (std::size_t i = random.below(n); i-- > 0;) {
    auto const [a, b] = pair();
    t.line(numbered('l', i), a, b);
  }
  auto const n_switch = random.below(2 * n);
  for (std::size_t i = 0; i < n_switch; ++i) {
    auto const [a, b] = pair();
    t.add_switch(numbered('q', i), a, b, random.percent(75));
  }
  for (std::size_t i = random.below(2 * n); i-- > 0;) {
    auto& user = t.user(numbered('u', i), node(), random.between(-1, 300));
    user.zone = kZones[random.below(kZoneCount)];
    user.rated_kva = random.percent(10) ? kUnknown : static_cast<float>(random.between(1, 1000));
  }
  for (std::size_t i = 0; n_switch > 0 && i < random.below(4); ++i) {
    t.feeder(numbered('f', i), numbered('q', random.below(n_switch)));
  }
  return t;
}

/// What one table set is built to; topology alone never sets a row aside here.
NetworkPtr build_all(HandTables const& t) {
  FaultLog log;
  auto outcome = build(t.tables, {}, log);
  EXPECT_TRUE(outcome.quarantined.empty());
  return outcome.model;
}

class Random2000 : public testing::Test {
 protected:
  template <class Check>
  static void for_each(Check const& check) {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed=" << seed);
      auto const t = random_tables(seed);
      auto const model = build_all(t);
      ASSERT_NE(model, nullptr);
      check(t, *model, seed);
      if (testing::Test::HasFailure()) {
        return;
      }
    }
  }
};

using Plain = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

TEST_F(Random2000, SectionsAreTheComponentsOverLines) {
  for_each([](HandTables const& t, NetworkModel const& model, std::uint64_t) {
    Plain lines{model.n_node()};
    for (auto const& line : t.tables.lines) {
      boost::add_edge(model.find_node(line.from_node).index(),
                      model.find_node(line.to_node).index(), lines);
    }
    std::vector<std::size_t> component(model.n_node());
    auto const n = boost::connected_components(lines, component.data());
    ASSERT_EQ(static_cast<std::size_t>(n), model.n_section());
    std::map<std::size_t, SectionId> section_of;
    for (auto const node : all_ids<NodeId>(model.n_node())) {
      auto const section = model.col().node_section[node];
      ASSERT_EQ(section_of.try_emplace(component[node.index()], section).first->second, section);
      ASSERT_TRUE(model.nodes_of(section).contains(node));
    }
  });
}

TEST_F(Random2000, SupplyIsABreadthFirstSearchFromEverySource) {
  for_each([](HandTables const&, NetworkModel const& model, std::uint64_t) {
    auto const& col = model.col();
    auto const closed = normal_state(model);
    auto const view = view_sections(model, &closed);
    auto const n = model.n_section();
    // Distance from the nearest source, by one Boost search a source.
    std::size_t const far = n + 1;
    std::vector<std::size_t> nearest(n, far);
    for (auto const source : col.source_section) {
      std::vector<std::size_t> depth(n, far);
      depth[source.index()] = 0;
      auto const map =
          boost::make_iterator_property_map(depth.begin(), graph::VertexIndexMap<SectionId>{});
      boost::breadth_first_search(view, source,
                                  boost::visitor(boost::make_bfs_visitor(
                                      boost::record_distances(map, boost::on_tree_edge{}))));
      for (std::size_t i = 0; i < n; ++i) {
        nearest[i] = std::min(nearest[i], depth[i]);
      }
    }
    std::size_t roots = 0;
    std::size_t live = 0;
    for (auto const s : all_ids<SectionId>(n)) {
      std::size_t depth = 0;
      auto top = s;
      for (; col.section_parent[top].is_some(); top = col.section_parent[top]) {
        ASSERT_LT(col.section_parent[top], top);
        ASSERT_TRUE(closed.test(col.section_via[top]));
        ASSERT_EQ(model.other_end(col.section_via[top], top), col.section_parent[top]);
        ++depth;
      }
      auto const source = col.section_source[s];
      ASSERT_EQ(source.is_some(), nearest[s.index()] != far);
      if (source.is_some()) {
        ASSERT_EQ(depth, nearest[s.index()]);
        ASSERT_EQ(col.source_section[source], top);
        ++live;
        roots += top == s ? 1U : 0U;
        ASSERT_LT(s.index(), live);  // unfed sections come last
      }
    }
    // Closed switches of what is live, less those a forest needs.
    std::size_t edges = 0;
    for (auto const id : all_ids<SwitchId>(model.n_switch())) {
      edges += closed.test(id) && col.section_source[col.switch_ends[id].a].is_some() ? 1U : 0U;
    }
    ASSERT_EQ(col.normal_loops.size(), edges - (live - roots));
  });
}

TEST_F(Random2000, SubtreesAndFeedersAreIntervals) {
  for_each([](HandTables const&, NetworkModel const& model, std::uint64_t) {
    auto const& col = model.col();
    auto const is_below = [&](SectionId s, SectionId top) {
      while (s.is_some() && s != top) {
        s = col.section_parent[s];
      }
      return s == top;
    };
    for (auto const top : all_ids<SectionId>(model.n_section())) {
      for (auto const s : all_ids<SectionId>(model.n_section())) {
        ASSERT_EQ(model.subtree_of(top).contains(s), is_below(s, top));
      }
    }
    for (auto const feeder : all_ids<FeederId>(model.n_feeder())) {
      auto const range = model.sections_of(feeder);
      if (!range.empty()) {
        ASSERT_EQ(col.section_via[range.first()], col.feeder_head[feeder]);
        ASSERT_EQ(range.last(), col.section_subtree_end[range.first()]);
      }
    }
    for (auto const s : all_ids<SectionId>(model.n_section())) {
      auto top = s;  // the feeder is that of the nearest head switch on the way to the source
      auto expected = FeederId::none();
      for (; top.is_some() && expected.is_none(); top = col.section_parent[top]) {
        for (auto const feeder : all_ids<FeederId>(model.n_feeder())) {
          auto const range = model.sections_of(feeder);
          if (!range.empty() && range.first() == top) {
            expected = feeder;
          }
        }
      }
      ASSERT_EQ(col.section_feeder[s], expected);
    }
  });
}

TEST_F(Random2000, PrefixSumsEqualNaiveSums) {
  for_each([](HandTables const& t, NetworkModel const& model, std::uint64_t seed) {
    Random random{seed};
    for (int i = 0; i < 5; ++i) {
      auto const first = random.below(model.n_section() + 1);
      auto const last = first + random.below(model.n_section() + 1 - first);
      ZoneTotals naive;
      for (auto const& row : t.tables.transformers) {
        auto const user = model.find_user(row.id);
        auto const section = model.col().user_section[user].index();
        if (section >= first && section < last) {
          auto const zone = static_cast<std::size_t>(row.zone);
          naive.users[zone] += 1;
          naive.households[zone] +=
              static_cast<std::uint32_t>(std::max<std::int64_t>(0, row.households));
          naive.capacity_va[zone] +=
              is_known(row.rated_kva) ? static_cast<std::int64_t>(row.rated_kva) * 1000 : 0;
        }
      }
      ASSERT_EQ(model.totals_of({SectionId{first}, SectionId{last}}), naive);
    }
  });
}

TEST_F(Random2000, FindsEveryIdAndNoOther) {
  for_each([](HandTables const& t, NetworkModel const& model, std::uint64_t) {
    for (auto const& row : t.tables.nodes) {
      ASSERT_EQ(model.id_of(model.find_node(row.id)), row.id);
    }
    for (auto const& row : t.tables.lines) {
      ASSERT_EQ(model.id_of(model.find_line(row.id)), row.id);
    }
    for (auto const& row : t.tables.switches) {
      auto const id = model.find_switch(row.id);
      ASSERT_EQ(model.id_of(id), row.id);
      ASSERT_EQ(model.id_of(model.col().switch_nodes[id].a), row.from_node);
      ASSERT_EQ(model.is_closed_normally(id), row.normal_closed);
    }
    for (auto const& row : t.tables.transformers) {
      auto const id = model.find_user(row.id);
      ASSERT_EQ(model.id_of(id), row.id);
      ASSERT_EQ(model.id_of(model.col().user_node[id]), row.node);
      ASSERT_TRUE(model.users_of(model.col().user_section[id]).contains(id));
    }
    for (auto const& row : t.tables.sources) {
      ASSERT_EQ(model.id_of(model.find_source(row.id)), row.id);
    }
    for (auto const& row : t.tables.feeders) {
      ASSERT_EQ(model.id_of(model.find_feeder(row.id)), row.id);
    }
    for (auto const* other : {"", "n", "n999", "N0", "u0 "}) {
      ASSERT_TRUE(model.find_node(other).is_none());
      ASSERT_TRUE(model.find_user(other).is_none());
      ASSERT_TRUE(model.find_switch(other).is_none());
    }
  });
}

/// What a switch cuts off and whether a user is fed must not depend on the order of rows.
TEST_F(Random2000, TheOrderOfRowsDoesNotMatter) {
  for_each([](HandTables const& t, NetworkModel const& model, std::uint64_t seed) {
    auto shuffled = t.tables;
    Random random{seed + 1};
    auto const shuffle = [&](auto& rows) {
      for (auto i = rows.size(); i > 1; --i) {
        std::swap(rows[i - 1], rows[random.below(i)]);
      }
    };
    shuffle(shuffled.nodes);
    shuffle(shuffled.lines);
    shuffle(shuffled.switches);
    shuffle(shuffled.transformers);
    FaultLog log;
    auto const other = build(shuffled, {}, log).model;
    ASSERT_NE(other, nullptr);
    ASSERT_EQ(other->totals(), model.totals());
    ASSERT_EQ(other->n_section(), model.n_section());
    ASSERT_EQ(other->col().normal_loops.size(), model.col().normal_loops.size());
    for (auto const& row : t.tables.transformers) {
      auto const a = model.col().user_section[model.find_user(row.id)];
      auto const b = other->col().user_section[other->find_user(row.id)];
      ASSERT_EQ(model.users_of(a).size(), other->users_of(b).size());
      ASSERT_EQ(model.col().section_source[a].is_some(), other->col().section_source[b].is_some());
      if (model.col().normal_loops.empty() && model.col().section_source[a].is_some()) {
        ASSERT_EQ(model.totals_of(model.subtree_of(a)), other->totals_of(other->subtree_of(b)));
      }
    }
  });
}

TEST(BuildSizes, TakesAChainOfTenThousandAndAStarOfAHundredThousand) {  // B47
  HandTables chain;
  chain.node("n0");
  chain.source("s", "n0");
  constexpr std::size_t kDepth = 10'000;
  for (std::size_t i = 1; i <= kDepth; ++i) {
    chain.node(numbered('n', i));
    chain.add_switch(numbered('q', i), numbered('n', i - 1), numbered('n', i));
  }
  auto const deep = build_all(chain);
  EXPECT_EQ(deep->subtree_of(SectionId{0}).size(), kDepth + 1);
  EXPECT_EQ(deep->col().section_parent[SectionId{kDepth}], SectionId{kDepth - 1});

  HandTables star;
  star.node("n0");
  star.source("s", "n0");
  constexpr std::size_t kWays = 100'000;
  for (std::size_t i = 1; i <= kWays; ++i) {
    star.node(numbered('n', i));
    star.add_switch(numbered('q', i), "n0", numbered('n', i));
    star.user(numbered('u', i), "n0", 1).name = star.keep(numbered('u', i));
  }
  auto const wide = build_all(star);
  EXPECT_EQ(wide->arcs(SectionId{0}).size(), kWays);
  EXPECT_EQ(wide->users_of(SectionId{0}).size(), kWays);
}

}  // namespace
}  // namespace tieline::network
