// The generated network/ against what a case must say, read back plainly.

#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/synth/generate.hpp"
#include "tests/synth/plain_csv.hpp"

namespace tieline::synth::test {
namespace {

struct Network {
  std::vector<Row> sources, nodes, lines, switches, users, feeders;
  Generated counts;
};

Network const& city() {
  static auto const network = [] {
    ScratchFolder const scratch{"network"};
    auto const counts = generate_case({.seed = 7, .history = false, .plan = false}, scratch / "c");
    EXPECT_TRUE(counts) << counts.error().en;
    auto const read = [&](char const* name) { return read_csv(scratch / "c/network" / name); };
    return Network{.sources = read("sources.csv"),
                   .nodes = read("nodes.csv"),
                   .lines = read("lines.csv"),
                   .switches = read("switches.csv"),
                   .users = read("transformers.csv"),
                   .feeders = read("feeders.csv"),
                   .counts = counts.value()};
  }();
  return network;
}

std::set<std::string> ids_of(std::vector<Row> const& rows) {
  std::set<std::string> ids;
  for (auto const& row : rows) {
    EXPECT_TRUE(ids.insert(row.at("id")).second) << "twice: " << row.at("id");
    EXPECT_FALSE(row.contains("ragged")) << row.at("ragged");
  }
  return ids;
}

double figure(Row const& row, char const* column) {
  return std::stod(row.at(column));
}

/// Groups of nodes joined by the given edges.
class Groups {
 public:
  std::string find(std::string node) {
    while (parent_.contains(node)) {
      node = parent_[node];
    }
    return node;
  }
  bool join(std::string const& a, std::string const& b) {
    auto const ra = find(a);
    auto const rb = find(b);
    if (ra == rb) {
      return false;
    }
    parent_[ra] = rb;
    return true;
  }

 private:
  std::map<std::string, std::string> parent_;
};

TEST(GeneratedNetwork, every_reference_resolves_and_ids_are_unique) {
  auto const& net = city();
  auto const nodes = ids_of(net.nodes);
  auto const switches = ids_of(net.switches);
  for (auto const* table : {&net.lines, &net.switches}) {
    ids_of(*table);
    for (auto const& row : *table) {
      EXPECT_TRUE(nodes.contains(row.at("from_node"))) << row.at("id");
      EXPECT_TRUE(nodes.contains(row.at("to_node"))) << row.at("id");
      EXPECT_NE(row.at("from_node"), row.at("to_node")) << row.at("id");
    }
  }
  ids_of(net.sources);
  for (auto const& row : net.sources) {
    EXPECT_TRUE(nodes.contains(row.at("node"))) << row.at("id");
  }
  ids_of(net.users);
  for (auto const& row : net.users) {
    EXPECT_TRUE(nodes.contains(row.at("node"))) << row.at("id");
    auto const& second = row.at("second_supply");
    EXPECT_TRUE(second.empty() || nodes.contains(second)) << row.at("id");
  }
  for (auto const& row : net.feeders) {
    EXPECT_TRUE(switches.contains(row.at("head_switch"))) << row.at("id");
  }
}

TEST(GeneratedNetwork, normal_state_is_radial_and_feeds_every_node_from_one_source) {
  auto const& net = city();
  Groups groups;
  for (auto const& row : net.lines) {
    EXPECT_TRUE(groups.join(row.at("from_node"), row.at("to_node"))) << "loop at " << row.at("id");
  }
  for (auto const& row : net.switches) {
    if (row.at("normal") == "closed") {
      EXPECT_TRUE(groups.join(row.at("from_node"), row.at("to_node")))
          << "loop at " << row.at("id");
    }
  }
  std::map<std::string, int> sources_in;
  for (auto const& row : net.sources) {
    ++sources_in[groups.find(row.at("node"))];
  }
  for (auto const& row : net.nodes) {
    EXPECT_EQ(sources_in[groups.find(row.at("id"))], 1) << row.at("id");
  }
}

TEST(GeneratedNetwork, ties_join_different_feeders_once_a_pair) {
  std::map<std::string, int> pairs;
  auto other_source = 0;
  auto ties = 0;
  for (auto const& row : city().switches) {
    if (row.at("normal") == "closed" || row.at("id").ends_with("-K")) {
      continue;
    }
    auto const a = row.at("from_node").substr(0, 6);
    auto const b = row.at("to_node").substr(0, 6);
    EXPECT_NE(a, b) << row.at("id");
    EXPECT_EQ(++pairs[std::min(a, b) + std::max(a, b)], 1) << row.at("id");
    ++ties;
  }
  for (auto const& [pair, n] : pairs) {
    std::string bus[2];
    for (auto const& row : city().switches) {
      for (auto side = 0; side < 2; ++side) {
        if (row.at("id") == pair.substr(static_cast<std::size_t>(side) * 6, 6) + "-S0") {
          bus[side] = row.at("from_node");
        }
      }
    }
    other_source += bus[0] != bus[1] ? 1 : 0;
  }
  EXPECT_GT(ties, 60);
  EXPECT_GT(other_source, ties * 9 / 10);
}

TEST(GeneratedNetwork, loads_lie_within_ratings_from_transformer_to_station) {
  auto const& net = city();
  std::map<std::string, double> feeder_kva, source_kva;
  for (auto const& row : net.users) {
    auto const peak = figure(row, "peak_kw");
    EXPECT_LE(figure(row, "load_kw"), peak) << row.at("id");
    EXPECT_LE(peak, figure(row, "rated_kva") * figure(row, "power_factor")) << row.at("id");
    EXPECT_GE(figure(row, "households"), 1) << row.at("id");
    feeder_kva[row.at("id").substr(0, 6)] += peak / figure(row, "power_factor");
  }
  for (auto const& row : net.lines) {
    if (row.at("id").ends_with("-L0")) {
      auto const limit = std::sqrt(3.0) * 10 * figure(row, "ampacity_a");
      EXPECT_LE(feeder_kva[row.at("id").substr(0, 6)], limit) << row.at("id");
    }
  }
  for (auto const& row : net.switches) {
    if (row.at("id").ends_with("-S0")) {
      source_kva[row.at("from_node")] += feeder_kva[row.at("id").substr(0, 6)];
    }
  }
  for (auto const& row : net.sources) {
    auto const rate = source_kva[row.at("node")] / figure(row, "rated_kva");
    EXPECT_GT(rate, 0.28) << row.at("id");
    EXPECT_LT(rate, 0.60) << row.at("id");
  }
}

TEST(GeneratedNetwork, counts_told_are_counts_written) {
  auto const& net = city();
  EXPECT_EQ(net.counts.feeders, net.feeders.size());
  EXPECT_EQ(net.counts.feeders, 120U);
  EXPECT_EQ(net.counts.switches, net.switches.size());
  EXPECT_EQ(net.counts.users, net.users.size());
  EXPECT_EQ(net.counts.sections, net.nodes.size() - net.lines.size());
  std::uint64_t households = 0;
  for (auto const& row : net.users) {
    households += std::stoul(row.at("households"));
  }
  EXPECT_EQ(net.counts.households, households);
}

TEST(GeneratedNetwork, has_every_kind_of_thing_a_planner_meets) {
  auto const& net = city();
  std::map<std::string, int> seen;
  for (auto const& row : net.switches) {
    ++seen[row.at("kind")];
    ++seen[row.at("control")];
    ++seen["loop_close=" + row.at("loop_close")];
  }
  for (auto const& row : net.lines) {
    ++seen[row.at("kind")];
  }
  for (auto const& row : net.users) {
    ++seen[row.at("zone")];
    ++seen[row.at("nature")];
    ++seen[row.at("profile")];
    ++seen["core_area=" + row.at("core_area")];
    ++seen[row.at("second_supply").empty() ? "one supply" : "two supplies"];
    ++seen[row.at("priority") == "0" ? "ordinary" : "priority"];
  }
  for (auto const* kind : {"breaker",
                           "recloser",
                           "load_break",
                           "disconnector",
                           "fuse",
                           "manual",
                           "remote",
                           "loop_close=yes",
                           "loop_close=no",
                           "overhead",
                           "overhead_insulated",
                           "cable",
                           "city_center",
                           "urban",
                           "town",
                           "rural",
                           "public",
                           "dedicated",
                           "residential",
                           "commercial",
                           "industrial",
                           "core_area=yes",
                           "core_area=no",
                           "two supplies",
                           "ordinary",
                           "priority"}) {
    EXPECT_GT(seen[kind], 0) << kind;
  }
}

}  // namespace
}  // namespace tieline::synth::test
