#include <algorithm>

#include "engine/transfer/branch.hpp"
#include "engine/transfer/groups.hpp"
#include "engine/transfer/margins.hpp"
#include "engine/transfer/plan.hpp"
#include "engine/transfer/relief.hpp"
#include "engine/transfer/ties.hpp"

namespace tieline::transfer {

using network::NetworkModel;
using network::NodeId;
using network::UserId;

struct Planner::Parts {
  Parts(NetworkModel const& m, flow::LoadOverlay const* overlay)
      : model{m},
        loads{m, overlay},
        region{m},
        hosts{m},
        forest{m},
        verifier{region, hosts, forest, m},
        branch{m, region, hosts, forest, verifier},
        tails{m},
        relief{region, hosts, forest, verifier, branch},
        ties{m, region, hosts, forest, verifier} {}

  Plan const& answer(Query const& query);
  void collect_second_fed(Query const& query);
  void collect_attaches();
  void search(Query const& query);
  void search_second_level(Query const& query);
  void relieve(std::uint32_t group, Query const& query);
  void take(Answer const& answer, std::vector<Tail> const& with);
  void describe_reliefs();
  void describe_parts();
  void count_reachable();
  [[nodiscard]] bool is_monotone(Group const& group);
  struct Found {  ///< by group
    Answer answer;
    Aims possible, bound;
    std::uint32_t needed = 0;
    bool proven = true;
  };
  [[nodiscard]] static bool is_improvable(Found const& group);
  static void append(Answer const& part, Answer& whole);

  NetworkModel const& model;
  flow::SlotLoads loads;
  Region region;
  Hosts hosts;
  Forest forest;
  Verifier verifier;
  Branch branch;
  Tails tails;
  ReliefSearch relief;
  Ties ties;
  Groups groups, wide;
  std::vector<Found> found;
  std::vector<Tail> group_tails, handed_over;
  Answer together;
  std::vector<UserId> second_fed;
  std::vector<Attach> attaches;
  std::vector<Fed> all_fed;
  std::vector<std::uint32_t> tie_of_section;  ///< [section] row in attaches, or kNowhere
  std::vector<std::uint32_t> stack;
  std::uint32_t n_beside = 0;  ///< the first trees: they stand beside the dark area
  Plan plan;
};

Planner::Planner(NetworkModel const& model, flow::LoadOverlay const* overlay)
    : parts_{std::make_unique<Parts>(model, overlay)} {}
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
  describe_reliefs();
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
  n_beside = hosts.count();
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
  for (std::uint32_t h = 0; h < hosts.count(); ++h) {
    monotone = monotone && !hosts.at(h).negative;
  }
  for (auto const a : group.attaches) {
    auto const& host = hosts.at(attaches[a].host);
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
  handed_over.clear();
  found.resize(std::max<std::size_t>(found.size(), groups.count()));
  auto improvable = false;
  for (std::uint32_t g = 0; g < groups.count(); ++g) {
    auto& here = found[g];
    here.answer =
        branch.search({.group = groups[g],
                       .attaches = attaches,
                       .monotone = is_monotone(groups[g]),
                       .most_work = query.most_work - std::min(query.most_work, plan.work)});
    here.possible = branch.possible();
    here.needed = branch.needed();
    here.bound = branch.bound();
    here.proven = branch.proven();
    plan.work += branch.work();
    improvable = improvable || is_improvable(here);
  }
  if (query.levels >= 2 && improvable) {
    search_second_level(query);
  } else {
    for (std::uint32_t g = 0; g < groups.count(); ++g) {
      plan.bound += found[g].bound;
      plan.proven_optimal = plan.proven_optimal && found[g].proven;
      take(found[g].answer, {});
    }
  }
  std::sort(plan.closed.begin(), plan.closed.end());
  std::sort(plan.opened.begin(), plan.opened.end());
}

/// Could handing tails over serve more, or save as many operations as it takes?
bool Planner::Parts::is_improvable(Found const& group) {
  return !group.proven || compare_aims(group.answer.served, group.possible) < 0 ||
         group.answer.operations >= group.needed + 2;
}

void Planner::Parts::search_second_level(Query const& query) {
  tails.collect(query.closed, region, hosts, n_beside);
  forest.begin(region, hosts, loads.n_slot(), region.has_negative_load());
  wide.split(region, hosts, attaches, tails.all());
  for (std::uint32_t g = 0; g < wide.count(); ++g) {
    relieve(g, query);
  }
}

/// Answers of the groups that a wide one holds, then what tails can do better.
void Planner::Parts::relieve(std::uint32_t g, Query const& query) {
  together.served = {};
  together.operations = together.manual = 0;
  together.closed.clear();
  together.opened.clear();
  together.fed.clear();
  auto all = Found{};
  auto improvable = false;
  for (std::uint32_t k = 0; k < groups.count(); ++k) {
    auto const island = region.sections()[groups[k].sections.front()].island;
    if (wide.at_island(island) != g) {
      continue;
    }
    auto const& part = found[k];
    improvable = improvable || is_improvable(part);
    all.possible += part.possible;
    all.bound += part.bound;
    all.needed += part.needed;
    all.proven = all.proven && part.proven;
    append(part.answer, together);
  }
  group_tails.clear();
  for (auto const& tail : tails.all()) {
    if (wide.at_source(hosts.at(tail.from).source) == g) {
      group_tails.push_back(tail);
    }
  }
  if (!improvable || group_tails.empty()) {
    plan.bound += all.bound;
    plan.proven_optimal = plan.proven_optimal && all.proven;
    take(together, {});
    return;
  }
  relief.search({.group = wide[g],
                 .attaches = attaches,
                 .tails = group_tails,
                 .first_level = together,
                 .possible = all.possible,
                 .needed = all.needed,
                 .monotone = is_monotone(wide[g]),
                 .most_work = query.most_work - std::min(query.most_work, plan.work)});
  plan.work += relief.work();
  auto const proven = all.proven && relief.proven();
  plan.proven_optimal = plan.proven_optimal && proven;
  plan.bound += proven ? relief.best().served : all.possible;
  take(relief.best(), relief.best_tails());
}

void Planner::Parts::append(Answer const& part, Answer& whole) {
  whole.served += part.served;
  whole.operations += part.operations;
  whole.manual += part.manual;
  whole.closed.insert(whole.closed.end(), part.closed.begin(), part.closed.end());
  whole.opened.insert(whole.opened.end(), part.opened.begin(), part.opened.end());
  whole.fed.insert(whole.fed.end(), part.fed.begin(), part.fed.end());
}

void Planner::Parts::take(Answer const& answer, std::vector<Tail> const& with) {
  plan.served += answer.served;
  plan.manual += answer.manual;
  for (auto const e : answer.closed) {
    plan.closed.push_back(region.edges()[e].id);
  }
  for (auto const e : answer.opened) {
    plan.opened.push_back(region.edges()[e].id);
  }
  for (auto const& tail : with) {
    plan.closed.push_back(tail.tie);
    plan.opened.push_back(tail.opened);
    handed_over.push_back(tail);
  }
  all_fed.insert(all_fed.end(), answer.fed.begin(), answer.fed.end());
}

void Planner::Parts::describe_reliefs() {
  for (auto const& tail : handed_over) {
    auto relieved = Relief{
        .opened = tail.opened, .tie = tail.tie, .source = hosts.at(tail.to).source, .sections = {}};
    auto const& tree = hosts.at(tail.from).tree;
    tie_of_section.assign(tree.n(), 0);
    tie_of_section[tail.row] = 1;
    for (auto i = tail.row; i < tree.n(); ++i) {
      if (i != tail.row) {
        tie_of_section[i] = tie_of_section[tree.parent[i]];
      }
      if (tie_of_section[i] != 0) {
        relieved.sections.push_back(model.col().node_section[tree.node[i]]);
      }
    }
    std::sort(relieved.sections.begin(), relieved.sections.end());
    relieved.sections.erase(std::unique(relieved.sections.begin(), relieved.sections.end()),
                            relieved.sections.end());
    plan.reliefs.push_back(std::move(relieved));
    forest.hand_over(tail);
  }
  std::sort(plan.reliefs.begin(), plan.reliefs.end(),
            [](Relief const& a, Relief const& b) { return a.tie < b.tie; });
}

/// What each tie feeds, with the margins that all parts together leave.
void Planner::Parts::describe_parts() {
  if (all_fed.empty()) {
    return;
  }
  tie_of_section.assign(region.sections().size(), kNowhere);
  for (std::size_t i = 0; i < all_fed.size(); ++i) {
    auto const& fed = all_fed[i];
    auto const& edge = region.edges()[fed.edge];
    auto const row = edge.is_inner()
                         ? forest.row_of_dark(edge.a == fed.section ? edge.node_b : edge.node_a)
                         : forest.row_of_live(fed.host, hosts.row_of(edge.node_b));
    (void)forest.feed(fed.section, fed.edge, row, fed.host);
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
