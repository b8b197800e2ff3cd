#include <algorithm>

#include "engine/transfer/branch.hpp"
#include "engine/transfer/groups.hpp"
#include "engine/transfer/margins.hpp"
#include "engine/transfer/plan.hpp"
#include "engine/transfer/ties.hpp"

namespace tieline::transfer {

using network::NetworkModel;
using network::NodeId;
using network::UserId;

struct Planner::Parts {
  explicit Parts(NetworkModel const& m)
      : model{m},
        loads{m},
        region{m},
        hosts{m},
        forest{m},
        verifier{region, hosts, forest, m},
        branch{m, region, hosts, forest, verifier},
        ties{m, region, hosts, forest, verifier} {}

  Plan const& answer(Query const& query);
  void collect_second_fed(Query const& query);
  void collect_attaches();
  void search(Query const& query);
  void take(Group const& group, Answer const& answer);
  void describe_parts();
  void count_reachable();
  [[nodiscard]] bool is_monotone(Group const& group);

  NetworkModel const& model;
  flow::SlotLoads loads;
  Region region;
  Hosts hosts;
  Forest forest;
  Verifier verifier;
  Branch branch;
  Ties ties;
  Groups groups;
  std::vector<UserId> second_fed;
  std::vector<Attach> attaches;
  std::vector<Fed> all_fed;
  std::vector<std::uint32_t> all_rows;
  std::vector<std::uint32_t> tie_of_section;  ///< [section] row in attaches, or kNowhere
  std::vector<std::uint32_t> stack;
  Plan plan;
};

Planner::Planner(NetworkModel const& model) : parts_{std::make_unique<Parts>(model)} {}
Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;
Planner& Planner::operator=(Planner&&) noexcept = default;

Plan const& Planner::best_plan(Query const& query) {
  return parts_->answer(query);
}

Plan const& Planner::Parts::answer(Query const& query) {
  plan = {};
  loads.prepare(query.window);
  region.collect(query.closed, query.dark, query.dead);
  collect_second_fed(query);
  auto const scope = flow::GrowScope{.closed = query.closed,
                                     .barred = region.barred(),
                                     .out = query.out,
                                     .second_fed = second_fed};
  hosts.begin(scope, loads);
  region.load(second_fed, loads);
  collect_attaches();
  forest.begin(region, hosts, loads.n_slot(), region.has_negative_load());
  verifier.begin(loads.n_slot(), loads);
  count_reachable();
  ties.judge_alone(attaches, loads, plan.ties);
  groups.split(region, hosts, attaches);
  search(query);
  describe_parts();
  ties.judge_use(region, plan);
  return plan;
}

/// Users dark at their first supply who draw at their second: what is dead has none else; what is
/// dark changes over where the second supply is live.
void Planner::Parts::collect_second_fed(Query const& query) {
  second_fed.clear();
  if (model.col().dual_users.empty()) {
    return;
  }
  auto const scope =
      flow::GrowScope{.closed = query.closed, .barred = region.barred(), .out = query.out};
  auto const collect = [&](std::span<network::SectionId const> sections) {
    for (auto const section : sections) {
      for (auto const user : model.users_of(section)) {
        auto const second = model.col().user_second_node[user];
        if (second.is_some() &&
            (hosts.is_live(second, scope, loads) ||
             (!region.is_dark(section) && region.is_dark(model.col().node_section[second])))) {
          second_fed.push_back(user);
        }
      }
    }
  };
  collect(query.dark);
  collect(query.dead);
  std::sort(second_fed.begin(), second_fed.end());
  second_fed.erase(std::unique(second_fed.begin(), second_fed.end()), second_fed.end());
}

void Planner::Parts::collect_attaches() {
  attaches.clear();
  for (std::uint32_t e = 0; e < region.edges().size(); ++e) {
    auto& edge = region.edges()[e];
    if (edge.closed || edge.is_inner() || edge.dead_end) {
      continue;
    }
    auto const host = hosts.find(edge.node_b);
    edge.has_live_end = host != kNowhere;
    if (!edge.has_live_end || !edge.may_close()) {
      continue;
    }
    auto const row = hosts.row_of(edge.node_b);
    auto const source = hosts.at(host).source;
    auto attach = Attach{.edge = e, .host = host, .row = row, .unproven = {}};
    attach.unproven = hosts.at(host).unproven;
    if (!attach.unproven.is_some()) {
      attach.unproven = hosts.unknown_on_way(host, row);
    }
    if (!attach.unproven.is_some() && !is_known(hosts.source_limit_kva(source))) {
      attach.unproven = {.kind = flow::LimitKind::source, .row = source.raw()};
    }
    if (!attach.unproven.is_some() && !is_known(model.col().switch_ampacity_a[edge.id])) {
      attach.unproven = {.kind = flow::LimitKind::network_switch, .row = edge.id.raw()};
    }
    if (!attach.unproven.is_some()) {
      attach.unproven = hosts.total_of(source).unproven;
    }
    attaches.push_back(attach);
  }
}

/// What hangs together with a live far end over closed switches and ties that may close.
void Planner::Parts::count_reachable() {
  tie_of_section.assign(region.sections().size(), kNowhere);
  stack.clear();
  auto const enter = [&](std::uint32_t section) {
    if (tie_of_section[section] == kNowhere) {
      tie_of_section[section] = 0;
      stack.push_back(section);
      plan.reachable += region.sections()[section].aims;
    }
  };
  for (auto const& attach : attaches) {
    enter(region.edges()[attach.edge].a);
  }
  while (!stack.empty()) {
    auto const here = stack.back();
    stack.pop_back();
    for (auto const e : region.edges_of(here)) {
      auto const& edge = region.edges()[e];
      if (edge.is_inner() && (edge.closed || edge.may_close())) {
        enter(edge.a == here ? edge.b : edge.a);
      }
    }
  }
}

bool Planner::Parts::is_monotone(Group const& group) {
  auto monotone = !region.has_negative_load();
  for (auto const a : group.attaches) {
    auto const& host = hosts.at(attaches[a].host);
    monotone = monotone && !host.negative;
    for (auto const& load : hosts.total_of(host.source).before) {
      monotone = monotone && load.kw >= 0 && load.kvar >= 0;
    }
  }
  for (auto const s : group.sections) {
    for (auto const line : model.lines_of(region.sections()[s].id)) {
      monotone =
          monotone && !(model.col().line_r_ohm[line] < 0) && !(model.col().line_x_ohm[line] < 0);
    }
  }
  return monotone;
}

void Planner::Parts::search(Query const& query) {
  plan.proven_optimal = true;
  all_fed.clear();
  all_rows.clear();
  for (std::uint32_t g = 0; g < groups.count(); ++g) {
    if (groups[g].attaches.empty()) {
      continue;
    }
    auto const left = query.most_work - std::min(query.most_work, plan.work);
    auto const& found = branch.search({.group = groups[g],
                                       .attaches = attaches,
                                       .monotone = is_monotone(groups[g]),
                                       .most_work = left});
    plan.work += branch.work();
    plan.bound += branch.bound();
    plan.proven_optimal = plan.proven_optimal && branch.proven();
    take(groups[g], found);
  }
  std::sort(plan.closed.begin(), plan.closed.end());
  std::sort(plan.opened.begin(), plan.opened.end());
}

void Planner::Parts::take(Group const& /*group*/, Answer const& answer) {
  plan.served += answer.served;
  plan.manual += answer.manual;
  for (auto const e : answer.closed) {
    plan.closed.push_back(region.edges()[e].id);
  }
  for (auto const e : answer.opened) {
    plan.opened.push_back(region.edges()[e].id);
  }
  all_fed.insert(all_fed.end(), answer.fed.begin(), answer.fed.end());
  all_rows.insert(all_rows.end(), answer.from_row.begin(), answer.from_row.end());
}

/// What each tie feeds, with the margins that all parts together leave.
void Planner::Parts::describe_parts() {
  if (all_fed.empty()) {
    return;
  }
  tie_of_section.assign(region.sections().size(), kNowhere);
  for (std::size_t i = 0; i < all_fed.size(); ++i) {
    auto const& fed = all_fed[i];
    (void)forest.feed(fed.section, fed.edge, all_rows[i], fed.host);
    auto const& edge = region.edges()[fed.edge];
    auto part = plan.parts.size();
    if (edge.is_inner()) {
      part = tie_of_section[edge.a == fed.section ? edge.b : edge.a];
    } else {
      plan.parts.emplace_back();
      plan.parts[part].tie = edge.id;
      plan.parts[part].source = hosts.at(fed.host).source;
    }
    tie_of_section[fed.section] = static_cast<std::uint32_t>(part);
    plan.parts[part].sections.push_back(region.sections()[fed.section].id);
    plan.parts[part].aims += region.sections()[fed.section].aims;
  }
  (void)verifier.holds(forest.fed().size(), false);
  plan.voltage_proven = !verifier.impedance_unknown();
  for (std::size_t i = 0; i < all_fed.size(); ++i) {
    if (!region.edges()[all_fed[i].edge].is_inner()) {
      auto& part = plan.parts[tie_of_section[all_fed[i].section]];
      auto const margin = margin_of(model, hosts, forest, i, loads, Reach::way);
      part.margin_kw = margin.kw;
      part.tightest = margin.tightest;
      std::sort(part.sections.begin(), part.sections.end());
    }
  }
  while (!forest.fed().empty()) {
    forest.unfeed();
  }
  std::sort(plan.parts.begin(), plan.parts.end(),
            [](Part const& a, Part const& b) { return a.tie < b.tie; });
}

}  // namespace tieline::transfer
