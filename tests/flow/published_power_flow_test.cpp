// Published systems, solved to the digit that their authors print. Sources of all figures:
// testdata/reference/powerflow/README.md.

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/flow/radial_flow.hpp"
#include "tests/synth/plain_csv.hpp"

namespace tieline::flow {
namespace {

using synth::test::read_csv;
using synth::test::Row;

std::vector<Row> table(std::string const& name) {
  return read_csv(std::string{TIELINE_TESTDATA} + "/reference/powerflow/" + name + ".csv");
}

std::vector<std::string> words(std::string const& text) {
  std::istringstream stream{text};
  std::vector<std::string> found;
  for (std::string word; stream >> word;) {
    found.push_back(word);
  }
  return found;
}

struct Branch {
  std::string to;
  double r = 0;
  double x = 0;
};

/// One published system with some branches open.
struct System {
  System(std::string const& name, std::string const& open) {
    std::set<std::string> const opened = [&] {
      auto const list = words(open);
      return std::set(list.begin(), list.end());
    }();
    for (auto const& row : table(name + "_branches")) {
      if (!opened.contains(row.at("id"))) {
        auto const r = std::stod(row.at("r_ohm"));
        auto const x = std::stod(row.at("x_ohm"));
        at[row.at("from")].push_back({row.at("to"), r, x});
        at[row.at("to")].push_back({row.at("from"), r, x});
      }
    }
    for (auto const& row : table(name + "_loads")) {
      loads[row.at("node")] = {std::stod(row.at("p_kw")), std::stod(row.at("q_kvar"))};
    }
    for (auto const& row : table("systems")) {
      if (row.at("system") == name) {
        kv = std::stod(row.at("kv"));
        sources = words(row.at("sources"));
      }
    }
  }

  /// Rows of everything behind one source; names of its nodes go to `names`.
  RadialTree tree_of(std::string const& source, std::vector<std::string>& names) const {
    RadialTree tree;
    tree.root_kv = kv;
    names = {source};
    auto const add = [&](std::uint32_t parent, Branch const& branch) {
      tree.parent.push_back(parent);
      tree.r_ohm.push_back(branch.r);
      tree.x_ohm.push_back(branch.x);
      tree.node.emplace_back(tree.node.size());
      tree.element.emplace_back();
      auto const load = loads.find(branch.to);
      tree.load.push_back(load == loads.end() ? Load{} : load->second);
    };
    add(0, {source});
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (auto const& branch : at.at(names[i])) {
        if (branch.to != names[tree.parent[i]]) {
          names.push_back(branch.to);
          add(static_cast<std::uint32_t>(i), branch);
        }
      }
    }
    return tree;
  }

  std::map<std::string, std::vector<Branch>> at;
  std::map<std::string, Load> loads;
  double kv = 0;
  std::vector<std::string> sources;
};

/// `value` with as many decimals as `printed` has.
std::string as_printed(double value, std::string const& printed) {
  auto const decimals = static_cast<int>(printed.size() - printed.find('.') - 1);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

TEST(PublishedPowerFlow, GivesLossesAndLowestVoltagesToThePrintedDigit) {
  auto const cases = table("expected");
  ASSERT_EQ(cases.size(), 7U);
  for (auto const& expected : cases) {
    SCOPED_TRACE(expected.at("system") + " " + expected.at("case"));
    System const system{expected.at("system"), expected.at("open")};
    double loss_kw = 0;
    auto lowest_pu = std::numeric_limits<double>::infinity();
    std::string lowest_node;
    std::size_t n = 0;
    for (auto const& source : system.sources) {
      std::vector<std::string> names;
      auto const tree = system.tree_of(source, names);
      RadialFlow flow;
      ASSERT_TRUE(flow.solve(tree, 0).converged);
      EXPECT_LE(flow.summary().iterations, 15U);
      loss_kw += flow.summary().loss_kw;
      n += tree.n();
      if (flow.summary().lowest_pu < lowest_pu) {
        lowest_pu = flow.summary().lowest_pu;
        lowest_node = names[flow.summary().lowest_row];
      }
    }
    EXPECT_EQ(n, system.at.size());  // radial: every node, once
    EXPECT_EQ(as_printed(loss_kw, expected.at("loss_kw")), expected.at("loss_kw"));
    EXPECT_EQ(as_printed(lowest_pu, expected.at("lowest_pu")), expected.at("lowest_pu"));
    EXPECT_EQ(lowest_node, expected.at("lowest_node"));
    for (auto const& [figure, column] :
         {std::pair{loss_kw, "printed_loss_kw"}, std::pair{lowest_pu, "printed_lowest_pu"}}) {
      if (auto const& printed = expected.at(column); !printed.empty()) {
        EXPECT_EQ(as_printed(figure, printed), printed);
      }
    }
  }
}

TEST(PublishedPowerFlow, ShowsTheTrapOfCivanlarsUnits) {
  System system{"civanlar16", "14 15 16"};
  system.kv = 12.66;
  double loss_kw = 0;
  for (auto const& source : system.sources) {
    std::vector<std::string> names;
    RadialFlow flow;
    loss_kw += flow.solve(system.tree_of(source, names), 0).loss_kw;
  }
  EXPECT_NEAR(loss_kw, 312.8, 0.05);
}

}  // namespace
}  // namespace tieline::flow
