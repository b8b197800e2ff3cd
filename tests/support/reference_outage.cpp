#include "tests/support/reference_outage.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace tieline::test {
namespace {

using switching::Action;
using switching::TemporaryKind;

/// What is closed and connected at one moment.
struct Moment {
  std::map<std::string_view, bool> closed;  // switches by id
  std::vector<bool> connected;              // temporaries: joined, feeding; a jumper: cut
};

Moment moment_before(network::Tables const& tables, Script const& script) {
  Moment now;
  for (auto const& row : tables.switches) {
    now.closed[row.id] = row.normal_closed;
  }
  now.connected.assign(script.temporaries.size(), false);
  return now;
}

void apply(ScriptStep const& step, Moment& now) {
  auto const is_switch = !step.switch_id.empty();
  switch (step.action) {
    case Action::open:
      if (is_switch) {
        now.closed.at(step.switch_id) = false;
      } else {
        now.connected[step.temporary] = true;  // a jumper is cut
      }
      return;
    case Action::close:
      if (is_switch) {
        now.closed.at(step.switch_id) = true;
      } else {
        now.connected[step.temporary] = false;
      }
      return;
    case Action::connect:
      now.connected[step.temporary] = true;
      return;
    case Action::disconnect:
      now.connected[step.temporary] = false;
      return;
    case Action::check:
    case Action::ground:
    case Action::unground:
      return;  // change no supply
  }
}

using Neighbours = std::multimap<std::string_view, std::string_view>;

void join(Neighbours& neighbours, std::string_view a, std::string_view b) {
  neighbours.emplace(a, b);
  neighbours.emplace(b, a);
}

/// Every node that current can reach.
std::set<std::string_view> live_nodes(network::Tables const& tables, Script const& script,
                                      Moment const& now) {
  Neighbours neighbours;
  for (auto const& line : tables.lines) {
    join(neighbours, line.from_node, line.to_node);
  }
  for (auto const& row : tables.switches) {
    if (now.closed.at(row.id)) {
      join(neighbours, row.from_node, row.to_node);
    }
  }
  std::vector<std::string_view> reached;
  for (auto const& source : tables.sources) {
    if (std::ranges::find(script.lost_sources, source.id) == script.lost_sources.end()) {
      reached.push_back(source.node);
    }
  }
  for (std::size_t i = 0; i < script.temporaries.size(); ++i) {
    auto const& temporary = script.temporaries[i];
    if (now.connected[i] && temporary.kind == TemporaryKind::bypass) {
      join(neighbours, temporary.node_a, temporary.node_b);
    }
    if (now.connected[i] && temporary.kind == TemporaryKind::section_supply) {
      reached.push_back(temporary.node_a);
    }
  }
  std::set<std::string_view> live{reached.begin(), reached.end()};
  while (!reached.empty()) {
    auto const node = reached.back();
    reached.pop_back();
    auto const [first, last] = neighbours.equal_range(node);
    for (auto at = first; at != last; ++at) {
      if (live.insert(at->second).second) {
        reached.push_back(at->second);
      }
    }
  }
  return live;
}

/// Is `user` named by a connected temporary of this kind?
bool touched_by(TemporaryKind kind, std::string_view user, Script const& script,
                Moment const& now) {
  for (std::size_t i = 0; i < script.temporaries.size(); ++i) {
    auto const& temporary = script.temporaries[i];
    if (now.connected[i] && temporary.kind == kind &&
        std::ranges::find(temporary.users, user) != temporary.users.end()) {
      return true;
    }
  }
  return false;
}

/// Does each user's lamp burn? By row of Tables::transformers.
std::vector<bool> lamps(network::Tables const& tables, Script const& script, Moment const& now) {
  auto const live = live_nodes(tables, script, now);
  std::vector<bool> burning;
  for (auto const& user : tables.transformers) {
    auto const from_network = live.contains(user.node) || live.contains(user.second_supply);
    auto const cut = touched_by(TemporaryKind::jumper, user.id, script, now);
    auto const vehicle = touched_by(TemporaryKind::user_supply, user.id, script, now);
    burning.push_back(vehicle || (from_network && !cut));
  }
  return burning;
}

std::int64_t households_of(network::TransformerRow const& user) {
  return user.households < 0 ? 1 : user.households;
}

/// Independent loops among all that is live: edges − (nodes − sources), with the nodes joined by
/// lines taken as one and every source standing for itself.
std::uint32_t live_loops(network::Tables const& tables, Script const& script, Moment const& now) {
  auto const live = live_nodes(tables, script, now);
  std::map<std::string_view, std::string_view> block;  // node → a node that stands for its block
  auto const block_of = [&](std::string_view node) {
    while (block.contains(node)) {
      node = block.at(node);
    }
    return node;
  };
  for (auto const& line : tables.lines) {
    if (auto const a = block_of(line.from_node), b = block_of(line.to_node); a != b) {
      block[a] = b;
    }
  }
  std::set<std::string_view> parts;
  std::set<std::string_view> roots;
  for (auto const& node : live) {
    parts.insert(block_of(node));
  }
  for (auto const& source : tables.sources) {
    if (std::ranges::find(script.lost_sources, source.id) == script.lost_sources.end()) {
      roots.insert(block_of(source.node));
    }
  }
  std::size_t edges = 0;
  for (auto const& row : tables.switches) {
    if (now.closed.at(row.id) && live.contains(row.from_node) && live.contains(row.to_node)) {
      ++edges;
    }
  }
  for (std::size_t i = 0; i < script.temporaries.size(); ++i) {
    auto const& temporary = script.temporaries[i];
    if (now.connected[i] && temporary.kind == TemporaryKind::bypass &&
        live.contains(temporary.node_a)) {
      ++edges;
    }
    if (now.connected[i] && temporary.kind == TemporaryKind::section_supply) {
      roots.insert(block_of(temporary.node_a));
    }
  }
  return static_cast<std::uint32_t>(edges + roots.size() - parts.size());
}

/// Adds one user's dark times to the sums of one base, `weight` counted units strong.
void count(std::vector<DarkTime> const& dark, std::int64_t weight, Script const& script,
           reliability::BaseSums& sums) {
  for (std::size_t i = 0; i < dark.size();) {
    Seconds length = 0;  // of one interruption: dark times with short gaps in between
    auto next = i;
    do {
      length += dark[next].to - dark[next].from;
      ++next;
    } while (next < dark.size() && dark[next].from - dark[next - 1].to <= script.merge_gap_s);
    sums.dark_s += weight * length;
    if (length > script.momentary_s) {
      sums.sustained_s += weight * length;
      sums.interruptions += weight;
    } else {
      sums.momentary += weight;
    }
    i = next;
  }
  sums.out += dark.empty() ? 0 : weight;
}

}  // namespace

ReferenceOutage simulate_by_definition(network::Tables const& tables, Script const& script) {
  ReferenceOutage answer;
  answer.users.resize(tables.transformers.size());
  auto now = moment_before(tables, script);
  auto burning = lamps(tables, script, now);
  auto time = script.steps.empty() ? script.horizon : script.steps.front().at;
  auto const pass_until = [&](Seconds until) {  // whoever is dark stays so from `time` to `until`
    for (std::size_t u = 0; u < burning.size() && until > time; ++u) {
      auto& dark = answer.users[u];
      if (burning[u]) {
        continue;
      }
      if (!dark.empty() && dark.back().to == time) {
        dark.back().to = until;
      } else {
        dark.push_back({time, until});
      }
    }
    time = std::max(time, until);
  };
  for (auto const& step : script.steps) {
    pass_until(step.at);
    apply(step, now);
    burning = lamps(tables, script, now);
    ReferenceEffect effect{.loops = live_loops(tables, script, now)};
    for (std::size_t u = 0; u < burning.size(); ++u) {
      effect.users_out += burning[u] ? 0 : 1;
      effect.households_out += burning[u] ? 0 : households_of(tables.transformers[u]);
    }
    answer.effects.push_back(effect);
  }
  pass_until(script.horizon);
  for (std::size_t u = 0; u < burning.size(); ++u) {
    auto const& user = tables.transformers[u];
    auto& zone = answer.ledger.zone[static_cast<std::size_t>(user.zone)];
    count(answer.users[u], 1, script, zone.users);
    count(answer.users[u], households_of(user), script, zone.households);
  }
  return answer;
}

std::vector<Seconds> dark_seconds_one_by_one(network::Tables const& tables, Script const& script) {
  std::vector<Seconds> dark(tables.transformers.size(), 0);
  if (script.steps.empty()) {
    return dark;
  }
  auto const end = std::max(script.horizon, script.steps.back().at);
  for (auto second = script.steps.front().at; second < end; ++second) {
    auto now = moment_before(tables, script);
    for (auto const& step : script.steps) {
      if (step.at <= second) {
        apply(step, now);
      }
    }
    auto const burning = lamps(tables, script, now);
    for (std::size_t u = 0; u < dark.size(); ++u) {
      dark[u] += burning[u] ? 0 : 1;
    }
  }
  return dark;
}

}  // namespace tieline::test
