#include "engine/topology/energize.hpp"

#include <array>
#include <random>
#include <set>

#include <boost/graph/connected_components.hpp>
#include <gtest/gtest.h>

#include "engine/network/section_graph.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"

namespace tieline {
namespace {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

TEST(Energize, HotTransferMakesOneLoopAndDropsNobody) {
  auto const model = test::sketch("S1=a=b=c-d=e=S2").build();
  topology::EnergizeScratch scratch;
  auto closed = network::normal_state(*model);
  auto const section_of = [&](std::string_view node) {
    return model->col().node_section[model->find_node(node)];
  };
  EXPECT_EQ(topology::energize(*model, closed, scratch).source[section_of("c")],
            model->find_source("S1"));

  auto const tie = std::array{model->find_switch("cd")};
  auto const closed_tie = network::ScopedFlips{closed, tie};
  auto const live = topology::energize(*model, closed, scratch);
  EXPECT_EQ(live.order.size(), model->n_section());
  EXPECT_EQ(live.loops.size(), 1U);
}

// Boost.Graph is the oracle: the same islands live, and loops == cycle rank of what lives, each
// source being a root of its own.
TEST(EnergizeProperty, AgreesWithBoostGraphOnRandomNetworks) {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const model = test::build_clean(test::random_network(seed, {.unfed = 5, .loop = 10}));
    auto closed = network::normal_state(*model);
    std::mt19937 random{seed};
    for (auto const s : all_ids<SwitchId>(model->n_switch())) {
      if (random() % 4 == 0) {
        closed.set(s, !closed.test(s));
      }
    }
    topology::EnergizeScratch scratch;
    auto const live = topology::energize(*model, closed, scratch);

    std::vector<std::size_t> island(model->n_section());
    auto const view = network::view_sections(*model, &closed);
    boost::connected_components(
        view, boost::make_iterator_property_map(island.begin(), get(boost::vertex_index, view)));
    std::set<std::size_t> fed;
    std::set<SectionId> roots;
    for (auto const s : model->col().source_section) {
      fed.insert(island[s.index()]);
      roots.insert(s);
    }
    std::size_t n_live = 0;
    for (auto const s : all_ids<SectionId>(model->n_section())) {
      ASSERT_EQ(live.source[s].is_some(), fed.contains(island[s.index()]));
      n_live += live.source[s].is_some() ? 1U : 0U;
    }
    std::size_t live_edges = 0;
    for (auto const s : all_ids<SwitchId>(model->n_switch())) {
      auto const ends = model->col().switch_ends[s];
      live_edges += closed.test(s) && ends.a != ends.b && live.source[ends.a].is_some() ? 1U : 0U;
    }
    ASSERT_EQ(live.order.size(), n_live);
    ASSERT_EQ(live.loops.size(), live_edges - (n_live - roots.size()));
  }
}

}  // namespace
}  // namespace tieline
