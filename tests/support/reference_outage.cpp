#include "tests/support/reference_outage.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace tieline::test {
namespace {

using switching::Action;
using switching::TemporaryKind;

/// What is closed, in service and connected at one moment.
struct Moment {
  std::map<std::string_view, bool> closed;      // switches by id
  std::map<std::string_view, bool> in_service;  // sources by id
  std::vector<bool> connected;                  // temporaries; a jumper: whole
};

Moment normal_moment(network::Tables const& tables, Script const& script) {
  Moment now;
  for (auto const& row : tables.switches) {
    now.closed[row.id] = row.normal_closed;
  }
  for (auto const& row : tables.sources) {
    now.in_service[row.id] = true;
  }
  for (auto const& temporary : script.temporaries) {
    now.connected.push_back(temporary.kind == TemporaryKind::jumper);
  }
  return now;
}

void apply(ScriptStep const& step, Moment& now) {
  auto const joins = step.action == Action::close || step.action == Action::connect;
  auto const parts = step.action == Action::open || step.action == Action::disconnect;
  if (!joins && !parts) {
    return;  // a check or an earth changes no supply
  }
  if (!step.switch_id.empty()) {
    now.closed.at(step.switch_id) = joins;
  } else if (!step.source_id.empty()) {
    now.in_service.at(step.source_id) = joins;
  } else {
    now.connected[step.temporary] = joins;
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
    if (now.in_service.at(source.id)) {
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

/// Is `user` named by a temporary of this kind that is connected, or not?
bool named_by(TemporaryKind kind, bool connected, std::string_view user, Script const& script,
              Moment const& now) {
  for (std::size_t i = 0; i < script.temporaries.size(); ++i) {
    auto const& temporary = script.temporaries[i];
    if (now.connected[i] == connected && temporary.kind == kind &&
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
    auto const cut = named_by(TemporaryKind::jumper, false, user.id, script, now);
    auto const vehicle = named_by(TemporaryKind::user_supply, true, user.id, script, now);
    burning.push_back(vehicle || (from_network && !cut));
  }
  return burning;
}

std::int64_t households_of(network::TransformerRow const& user) {
  return user.households < 0 ? 1 : user.households;
}

/// Independent loops of all that is joined: edges − parts + islands, where parts are nodes joined
/// by lines, and one more part, the ground, has an edge to every part with a source in service and
/// to every mobile source.
std::int64_t count_loops(network::Tables const& tables, Script const& script, Moment const& now) {
  constexpr std::string_view kGround = "ground";
  std::map<std::string_view, std::string_view> joined_to;
  auto const end_of = [&](std::string_view node) {
    while (joined_to.contains(node)) {
      node = joined_to.at(node);
    }
    return node;
  };
  auto const makes_loop = [&](std::string_view a, std::string_view b) {
    auto const end_a = end_of(a);
    auto const end_b = end_of(b);
    if (end_a != end_b) {
      joined_to[end_a] = end_b;
    }
    return end_a == end_b;
  };
  for (auto const& line : tables.lines) {
    std::ignore = makes_loop(line.from_node, line.to_node);  // a ring of lines is one part
  }
  std::set<std::string_view> fed_parts;
  for (auto const& source : tables.sources) {
    if (now.in_service.at(source.id)) {
      fed_parts.insert(end_of(source.node));
    }
  }
  std::int64_t loops = 0;
  for (auto const part : fed_parts) {
    loops += makes_loop(part, kGround) ? 1 : 0;
  }
  for (auto const& row : tables.switches) {
    loops += now.closed.at(row.id) && makes_loop(row.from_node, row.to_node) ? 1 : 0;
  }
  for (std::size_t i = 0; i < script.temporaries.size(); ++i) {
    auto const& temporary = script.temporaries[i];
    if (now.connected[i] && temporary.kind == TemporaryKind::bypass) {
      loops += makes_loop(temporary.node_a, temporary.node_b) ? 1 : 0;
    } else if (now.connected[i] && temporary.kind == TemporaryKind::section_supply) {
      loops += makes_loop(temporary.node_a, kGround) ? 1 : 0;
    }
  }
  return loops;
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
  auto now = normal_moment(tables, script);
  auto const normal_loops = count_loops(tables, script, now);
  auto burning = lamps(tables, script, now);
  auto ever_lit = burning;
  auto time = script.steps.empty() ? script.horizon : script.steps.front().at;
  auto const pass_until = [&](Seconds until) {  // whoever is dark stays so from `time` to `until`
    for (std::size_t u = 0; u < burning.size() && until > time; ++u) {
      auto& dark = answer.users[u];
      if (burning[u] || !ever_lit[u]) {
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
    ReferenceEffect effect{.loops = count_loops(tables, script, now) - normal_loops};
    for (std::size_t u = 0; u < burning.size(); ++u) {
      ever_lit[u] = ever_lit[u] || burning[u];
      auto const is_out = ever_lit[u] && !burning[u];
      effect.users_out += is_out ? 1 : 0;
      effect.households_out += is_out ? households_of(tables.transformers[u]) : 0;
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

std::vector<DarkTime> dead_times_of(network::Tables const& tables, Script const& script,
                                    std::string_view node) {
  std::vector<DarkTime> dead;
  auto now = normal_moment(tables, script);
  auto was_live = live_nodes(tables, script, now).contains(node);
  for (auto const& step : script.steps) {
    apply(step, now);
    auto const is_live = live_nodes(tables, script, now).contains(node);
    if (was_live && !is_live) {
      dead.push_back({step.at, script.horizon});
    } else if (!was_live && is_live && !dead.empty()) {
      dead.back().to = step.at;
    }
    was_live = is_live;
  }
  std::erase_if(dead, [](DarkTime time) { return time.from == time.to; });
  return dead;
}

std::vector<Seconds> dark_seconds_one_by_one(network::Tables const& tables, Script const& script) {
  std::vector<Seconds> dark(tables.transformers.size(), 0);
  if (script.steps.empty()) {
    return dark;
  }
  auto ever_lit = lamps(tables, script, normal_moment(tables, script));
  auto const end = std::max(script.horizon, script.steps.back().at);
  for (auto second = script.steps.front().at; second < end; ++second) {
    auto now = normal_moment(tables, script);
    auto burning = lamps(tables, script, now);
    for (auto const& step : script.steps) {
      if (step.at <= second) {
        apply(step, now);
        burning = lamps(tables, script, now);
        for (std::size_t u = 0; u < burning.size(); ++u) {
          ever_lit[u] = ever_lit[u] || burning[u];
        }
      }
    }
    for (std::size_t u = 0; u < dark.size(); ++u) {
      dark[u] += ever_lit[u] && !burning[u] ? 1 : 0;
    }
  }
  return dark;
}

}  // namespace tieline::test
