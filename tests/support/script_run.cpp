#include "tests/support/script_run.hpp"

#include <set>
#include <string_view>

#include "tests/support/build_clean.hpp"

namespace tieline::test {
namespace {

switching::Device device_of(network::NetworkModel const& model, ScriptStep const& step) {
  if (!step.switch_id.empty()) {
    return switching::Device::of(switch_of(model, step.switch_id));
  }
  if (!step.source_id.empty()) {
    return switching::Device::of(model.find_source(step.source_id));
  }
  return switching::Device::temporary(step.temporary);
}

network::SectionId section_or_none(network::NetworkModel const& model, std::string_view node) {
  return node.empty() ? network::SectionId::none() : section_at(model, node);
}

}  // namespace

ScriptRun::ScriptRun(network::NetworkModel const& model, Script const& script) {
  for (auto const& step : script.steps) {
    steps_.push_back({.at = step.at,
                      .action = step.action,
                      .device = device_of(model, step),
                      .section = section_or_none(model, step.node)});
  }
  for (auto const& temporary : script.temporaries) {
    std::vector<network::UserId> users;
    for (auto const& user : temporary.users) {
      users.push_back(user_of(model, user));
    }
    temporaries_.push_back({.kind = temporary.kind,
                            .id = "temporary",
                            .a = section_or_none(model, temporary.node_a),
                            .b = section_or_none(model, temporary.node_b),
                            .users = std::move(users)});
  }
  simulation_ = {.steps = steps_,
                 .temporaries = temporaries_,
                 .horizon = script.horizon,
                 .momentary_s = script.momentary_s,
                 .merge_gap_s = script.merge_gap_s};
}

std::vector<std::vector<DarkTime>> dark_times_by_user(network::NetworkModel const& model,
                                                      network::Tables const& tables,
                                                      Script const& script,
                                                      reliability::Seen const& seen) {
  std::set<std::string_view> named;
  for (auto const& temporary : script.temporaries) {
    named.insert(temporary.users.begin(), temporary.users.end());
  }
  std::vector<std::vector<DarkTime>> by_user;
  for (auto const& row : tables.transformers) {
    auto const user = user_of(model, row.id);
    auto& dark = by_user.emplace_back();
    if (named.contains(row.id) || !row.second_supply.empty()) {
      for (auto const& interval : seen.users) {
        if (interval.user == user) {
          dark.push_back({interval.from, interval.to});
        }
      }
      continue;
    }
    for (auto const& interval : seen.sections) {
      if (interval.section == model.col().user_section[user]) {
        dark.push_back({interval.from, interval.to});
      }
    }
  }
  return by_user;
}

}  // namespace tieline::test
