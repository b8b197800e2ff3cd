#include "tests/support/tables_of.hpp"

#include <string>

namespace tieline::test {
namespace {

using network::NetworkModel;
using network::SectionId;

std::string node_in(NetworkModel const& model, SectionId section) {
  return section.is_some() ? std::string{model.id_of(model.nodes_of(section).first())} : "";
}

void add_users(NetworkModel const& model, network::Tables& tables) {
  auto const& col = model.col();
  for (auto const user : all_ids<network::UserId>(model.n_user())) {
    auto const second = col.user_second_node[user];
    tables.transformers.push_back(
        {.id = model.id_of(user),
         .node = model.id_of(col.user_node[user]),
         .second_supply = second.is_some() ? model.id_of(second) : std::string_view{},
         .zone = col.user_zone[user],
         .households = col.user_households[user]});
  }
}

}  // namespace

network::Tables tables_of(NetworkModel const& model) {
  auto const& col = model.col();
  network::Tables tables;
  for (auto const node : all_ids<network::NodeId>(model.n_node())) {
    tables.nodes.push_back({.id = model.id_of(node)});
  }
  for (auto const line : all_ids<network::LineId>(model.n_line())) {
    tables.lines.push_back({.id = model.id_of(line),
                            .from_node = model.id_of(col.line_nodes[line].a),
                            .to_node = model.id_of(col.line_nodes[line].b)});
  }
  for (auto const s : all_ids<network::SwitchId>(model.n_switch())) {
    tables.switches.push_back({.id = model.id_of(s),
                               .from_node = model.id_of(col.switch_nodes[s].a),
                               .to_node = model.id_of(col.switch_nodes[s].b),
                               .kind = col.switch_kind[s],
                               .normal_closed = model.is_closed_normally(s)});
  }
  for (auto const source : all_ids<network::SourceId>(model.n_source())) {
    tables.sources.push_back(
        {.id = model.id_of(source), .node = model.id_of(col.source_node[source])});
  }
  add_users(model, tables);
  return tables;
}

Script script_of(NetworkModel const& model, std::span<switching::Step const> steps,
                 std::span<switching::Temporary const> temporaries) {
  Script script;
  for (auto const& step : steps) {
    auto& row = script.steps.emplace_back(ScriptStep{.at = step.at, .action = step.action});
    row.node = node_in(model, step.section);
    if (row.action == switching::Action::check || row.action == switching::Action::ground ||
        row.action == switching::Action::unground) {
      continue;
    }
    switch (step.device.kind) {
      case switching::DeviceKind::network_switch:
        row.switch_id = model.id_of(step.device.as_switch());
        break;
      case switching::DeviceKind::source:
        row.source_id = model.id_of(step.device.as_source());
        break;
      case switching::DeviceKind::temporary:
        row.temporary = step.device.row;
        break;
    }
  }
  for (auto const& temporary : temporaries) {
    auto& row = script.temporaries.emplace_back(ScriptTemporary{.kind = temporary.kind});
    row.node_a = node_in(model, temporary.a);
    row.node_b = node_in(model, temporary.b);
    for (auto const user : temporary.users) {
      row.users.emplace_back(model.id_of(user));
    }
  }
  return script;
}

}  // namespace tieline::test
