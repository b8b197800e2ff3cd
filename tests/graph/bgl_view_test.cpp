#include "engine/graph/bgl_view.hpp"

#include <array>
#include <random>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <gtest/gtest.h>

namespace tieline::graph {
namespace {

using Spot = Id<struct SpotTag>;
using Link = Id<struct LinkTag>;
using View = BglView<Spot, Link>;
using Plain = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<View>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<View>));

struct Sample {
  std::size_t n;
  IdVec<Link, Ends<Spot>> edges;
  IdBits<Link> mask;
  Csr<Spot, Link> csr;
  Plain plain;  ///< the unmasked edges, copied into Boost's own container
};

Sample make_sample(std::uint32_t seed) {
  std::mt19937 random{seed};
  Sample s;
  s.n = 1 + random() % 30;
  auto const n_edge = random() % 50;
  s.mask = IdBits<Link>{n_edge};
  s.plain = Plain{s.n};
  for (std::uint32_t i = 0; i < n_edge; ++i) {
    auto const a = random() % s.n;
    auto const b = random() % s.n;
    s.edges.push_back({Spot{a}, Spot{b}});
    if (random() % 4 != 0) {
      s.mask.set(Link{i});
      boost::add_edge(a, b, s.plain);
    }
  }
  auto const& edges = s.edges;
  s.csr = {s.n, edges.view()};
  return s;
}

TEST(Csr, ListsArcsOfAVertexInEdgeOrderAndLeavesOutAbsentEdges) {
  IdVec<Link, Ends<Spot>> edges;
  edges.push_back({Spot{2}, Spot{0}});
  edges.push_back({Spot::none(), Spot::none()});
  edges.push_back({Spot{0}, Spot{1}});
  edges.push_back({Spot{0}, Spot{0}});
  Csr<Spot, Link> const csr{3, std::as_const(edges).view()};
  auto const arcs = csr.arcs_of(Spot{0});
  ASSERT_EQ(arcs.size(), 4U);
  EXPECT_EQ(arcs[0].to, Spot{2});
  EXPECT_EQ(arcs[0].via, Link{0});
  EXPECT_EQ(arcs[1].to, Spot{1});
  EXPECT_EQ(arcs[1].via, Link{2});
  EXPECT_EQ(arcs[2].to, Spot{0});
  EXPECT_EQ(arcs[3].via, Link{3});
  EXPECT_EQ(csr.arcs_of(Spot{1}).size(), 1U);
  EXPECT_EQ(csr.n_vertex(), 3U);
}

TEST(BglView, GivesTheSameComponentsAsBoostsOwnGraph) {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const s = make_sample(seed);
    View const view{s.csr.view(), &s.mask};
    std::vector<int> mine(s.n), theirs(s.n);
    auto const map = boost::make_iterator_property_map(mine.begin(), VertexIndexMap<Spot>{});
    ASSERT_EQ(boost::connected_components(view, map),
              boost::connected_components(s.plain, theirs.data()));
    ASSERT_EQ(mine, theirs);
  }
}

TEST(BglView, GivesTheSameDistancesAndDegrees) {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const s = make_sample(seed);
    View const view{s.csr.view(), &s.mask};
    std::vector<int> mine(s.n, 0), theirs(s.n, 0);
    auto const map = boost::make_iterator_property_map(mine.begin(), VertexIndexMap<Spot>{});
    boost::breadth_first_search(view, Spot{0},
                                boost::visitor(boost::make_bfs_visitor(
                                    boost::record_distances(map, boost::on_tree_edge{}))));
    boost::breadth_first_search(s.plain, 0,
                                boost::visitor(boost::make_bfs_visitor(boost::record_distances(
                                    theirs.data(), boost::on_tree_edge{}))));
    ASSERT_EQ(mine, theirs);
    for (std::size_t v = 0; v < s.n; ++v) {
      ASSERT_EQ(out_degree(Spot{v}, view), boost::out_degree(v, s.plain));
    }
  }
}

TEST(BglView, ServesAlgorithmsThatDeduceAConstGraph) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const s = make_sample(seed);
    View const view{s.csr.view(), &s.mask};
    std::vector<Spot> cuts;
    boost::articulation_points(view, std::back_inserter(cuts));
    std::vector<std::size_t> mine, theirs;
    for (auto const cut : cuts) {
      mine.push_back(cut.index());
    }
    boost::articulation_points(s.plain, std::back_inserter(theirs));
    std::sort(mine.begin(), mine.end());
    std::sort(theirs.begin(), theirs.end());
    ASSERT_EQ(mine, theirs);
  }
}

}  // namespace
}  // namespace tieline::graph
