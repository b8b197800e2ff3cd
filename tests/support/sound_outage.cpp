#include "tests/support/sound_outage.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/reference_outage.hpp"
#include "tests/support/tables_of.hpp"

namespace tieline::test {
namespace {

using network::NetworkModel;
using switching::Action;

/// A node of every section that must be dead.
std::set<std::string> nodes_at_work(NetworkModel const& model, study::OutageQuery const& query) {
  auto const& col = model.col();
  std::set<std::string> nodes;
  for (auto const& equipment : query.equipment) {
    auto const row = equipment.row;
    if (equipment.kind == study::EquipmentKind::line) {
      nodes.emplace(model.id_of(col.line_nodes[network::LineId{row}].a));
    } else if (equipment.kind == study::EquipmentKind::network_switch) {
      nodes.emplace(model.id_of(col.switch_nodes[network::SwitchId{row}].a));
      nodes.emplace(model.id_of(col.switch_nodes[network::SwitchId{row}].b));
    } else if (equipment.kind == study::EquipmentKind::user) {
      nodes.emplace(model.id_of(col.user_node[network::UserId{row}]));
    } else if (equipment.kind == study::EquipmentKind::node) {
      nodes.emplace(model.id_of(network::NodeId{row}));
    } else if (equipment.kind == study::EquipmentKind::source) {
      nodes.emplace(model.id_of(col.source_node[network::SourceId{row}]));
    } else if (equipment.kind == study::EquipmentKind::section) {
      nodes.emplace(model.id_of(model.nodes_of(network::SectionId{row}).first()));
    } else {
      ADD_FAILURE() << "this check does not know feeders";
    }
  }
  return nodes;
}

/// Every device ends as it began.
void expect_back_to_normal(network::Tables const& tables, Script const& script) {
  std::map<std::string_view, bool> closed;
  for (auto const& row : tables.switches) {
    closed[row.id] = row.normal_closed;
  }
  std::map<std::size_t, bool> connected;
  for (auto const& step : script.steps) {
    auto const joins = step.action == Action::close || step.action == Action::connect;
    auto const parts = step.action == Action::open || step.action == Action::disconnect;
    if (!joins && !parts) {
      continue;
    }
    if (!step.switch_id.empty()) {
      closed[step.switch_id] = joins;
    } else if (step.source_id.empty()) {
      connected[step.temporary] = joins;
    }
  }
  for (auto const& row : tables.switches) {
    EXPECT_EQ(closed[row.id], row.normal_closed) << row.id;
  }
  for (auto const& [row, is_connected] : connected) {
    EXPECT_EQ(is_connected, script.temporaries[row].kind == switching::TemporaryKind::jumper);
  }
}

}  // namespace

void expect_sound(NetworkModel const& model, study::OutageQuery const& query,
                  study::StrategyOutcome const& outcome) {
  SCOPED_TRACE(testing::Message() << "strategy " << study::name_of(outcome.strategy));
  auto const tables = tables_of(model);
  auto script = script_of(model, outcome.steps, outcome.temporaries);
  script.horizon = query.start + query.duration_s;
  script.momentary_s = model.settings().momentary_s;
  script.merge_gap_s = model.settings().merge_gap_s;

  auto const expected = simulate_by_definition(tables, script);
  EXPECT_EQ(outcome.ledger, expected.ledger);
  ASSERT_EQ(outcome.effects.size(), expected.effects.size());
  for (std::size_t i = 0; i < expected.effects.size(); ++i) {
    EXPECT_EQ(outcome.effects[i].users_out, expected.effects[i].users_out) << "step " << i;
    EXPECT_EQ(outcome.effects[i].households_out, expected.effects[i].households_out);
    EXPECT_EQ(outcome.effects[i].loops, expected.effects[i].loops) << "step " << i;
  }
  EXPECT_TRUE(std::ranges::is_sorted(outcome.steps, {}, &switching::Step::at));
  if (!outcome.feasible) {
    return;
  }
  EXPECT_TRUE(outcome.violations.empty());
  if (!expected.effects.empty()) {
    EXPECT_EQ(expected.effects.back().users_out, 0);
    EXPECT_EQ(expected.effects.back().loops, 0);
  }
  expect_back_to_normal(tables, script);
  if (outcome.strategy == study::Strategy::live) {
    return;
  }
  std::optional<Seconds> last_from;
  for (auto const& node : nodes_at_work(model, query)) {
    if (model.col().section_source[model.col().node_section[model.find_node(node)]].is_none()) {
      EXPECT_TRUE(dead_times_of(tables, script, node).empty()) << node << " was never live";
      continue;
    }
    auto const dead = dead_times_of(tables, script, node);
    ASSERT_EQ(dead.size(), 1U) << node;
    EXPECT_LE(dead.front().from, query.start) << node;  // several places open one by one
    EXPECT_GE(dead.front().to, query.start + query.duration_s) << node;
    last_from = std::max(last_from.value_or(dead.front().from), dead.front().from);
  }
  EXPECT_EQ(last_from.value_or(query.start), query.start);
}

}  // namespace tieline::test
