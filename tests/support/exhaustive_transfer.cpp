#include "tests/support/exhaustive_transfer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/base/check.hpp"
#include "engine/network/ties.hpp"

namespace tieline::test {
namespace {

using network::NetworkModel;
using network::SwitchId;

Mask nodes_of(NetworkModel const& model, std::span<network::SectionId const> sections) {
  Mask nodes = 0;
  for (auto const node : model.col().node_section.ids()) {
    auto const section = model.col().node_section[node];
    nodes |= std::ranges::find(sections, section) != sections.end() ? bit(node.index()) : 0;
  }
  return nodes;
}

/// The page's order of what is served: > 0 if `a` is better.
int order_of(transfer::Aims const& a, transfer::Aims const& b) {
  auto const figures = [](transfer::Aims const& x) {
    return std::array{x.users_by_priority[3], x.users_by_priority[2], x.users_by_priority[1],
                      x.users, x.households};
  };
  auto const left = figures(a);
  auto const right = figures(b);
  return left == right ? 0 : (left > right ? 1 : -1);
}

}  // namespace

struct ExhaustiveTransfer::Candidate {
  Operations operations;
  transfer::Aims served;
  int count = 0;
  int manual = 0;

  [[nodiscard]] bool is_worse_than(Candidate const& other) const {
    if (auto const order = order_of(served, other.served); order != 0) {
      return order < 0;
    }
    if (count != other.count) {
      return count > other.count;
    }
    if (manual != other.manual) {
      return manual > other.manual;
    }
    auto const has_lowest_alone = [](Mask a, Mask b) { return ((a ^ b) & -(a ^ b) & a) != 0; };
    return operations.close != other.operations.close
               ? has_lowest_alone(other.operations.close, operations.close)
               : has_lowest_alone(other.operations.open, operations.open);
  }
};

ExhaustiveTransfer::ExhaustiveTransfer(transfer::Query const& query, NetworkModel const& model)
    : model_{model},
      levels_{query.levels},
      net_{plain_net(model, {query.out.begin(), query.out.end()})},
      dark_{nodes_of(model, query.dark)},
      dead_{nodes_of(model, query.dead)} {
  for (std::size_t i = 0; i < model.n_switch(); ++i) {
    closed_ |= query.closed.test(SwitchId{i}) ? bit(i) : 0;
  }
  for_each_bit(dead_, [&](std::size_t node) { net_.source_at[node] = -1; });
  live_ = live_under(closed_);
  before_ = plain_feeders(net_, closed_);
  behind_before_.assign(net_.edges.size(), 0);
  for (auto const& feeder : before_) {
    if (feeder.is_tree()) {
      auto const behind = behind_edges(net_, feeder);
      for (std::size_t e = 0; e < behind.size(); ++e) {
        behind_before_[e] |= behind[e];
      }
    }
  }
  place_loads(query);
  find_dark_switches();
  find_reliefs();
}

void ExhaustiveTransfer::place_loads(transfer::Query const& query) {
  auto const& col = model_.col();
  net_.n_slot = query.window.slots.size();
  net_.draw_kva.assign(net_.n_slot, std::vector<Complex>(model_.n_node()));
  for (auto const user : col.user_node.ids()) {
    auto const first = col.user_node[user].index();
    auto const second = col.user_second_node[user];
    auto const has_supply_there =
        (live_ & bit(first)) == 0 && second.is_some() && (live_ & bit(second.index())) != 0;
    auto const is_dead = second.is_some() && (dead_ & bit(first)) != 0;
    auto const at = has_supply_there || is_dead ? second.index() : first;
    net_.draws |= bit(at);
    for (std::size_t slot = 0; slot < net_.n_slot; ++slot) {
      auto const kva = plain_draw(model_, user, query.window.slots[slot]);
      if (std::isnan(kva.real())) {
        net_.unknown_draw |= bit(at);
      } else {
        net_.draw_kva[slot][at] += kva;
      }
    }
    auto const fed_normally = col.section_source[col.user_section[user]].is_some();
    if ((dark_ & bit(first)) != 0 && !has_supply_there && fed_normally) {
      transfer::Aims aims{.users = 1, .households = col.user_households[user]};
      aims.users_by_priority[col.user_priority[user]] = 1;
      aims_.emplace_back(first, aims);
    }
  }
}

bool ExhaustiveTransfer::permitted(std::size_t id) const {
  return breaks_load(model_.col().switch_kind[SwitchId{id}]) &&
         !network::is_foreign_tie(model_, SwitchId{id});
}

void ExhaustiveTransfer::find_dark_switches() {
  for (auto const& edge : net_.edges) {
    if (edge.as_switch < 0) {
      continue;
    }
    auto const id = static_cast<std::size_t>(edge.as_switch);
    auto const ends = bit(edge.a) | bit(edge.b);
    if ((closed_ & bit(id)) != 0) {
      if ((dark_ & ends) == ends) {
        may_open_.push_back(id);
      }
    } else if ((dark_ & ends) != 0 && (dead_ & ends) == 0 && permitted(id)) {
      may_close_.push_back(id);
    }
  }
}

Mask ExhaustiveTransfer::live_under(Mask closed) const {
  Mask live = 0;
  for (std::size_t node = 0; node < net_.source_at.size(); ++node) {
    live |= net_.source_at[node] >= 0 ? bit(node) : 0;
  }
  for (auto before = ~live; before != live;) {
    before = live;
    for (auto const& edge : net_.edges) {
      auto const conducts =
          edge.as_switch < 0 || (closed & bit(static_cast<std::size_t>(edge.as_switch))) != 0;
      auto const ends = bit(edge.a) | bit(edge.b);
      live |= conducts && (live & ends) != 0 ? ends : 0;
    }
  }
  return live;
}

std::size_t ExhaustiveTransfer::feeder_before(std::size_t node) const {
  auto const at = std::ranges::find_if(
      before_, [&](auto const& f) { return f.source >= 0 && (f.nodes & bit(node)) != 0; });
  return static_cast<std::size_t>(at - before_.begin());
}

bool ExhaustiveTransfer::is_beside_dark(PlainFeeder const& feeder) const {
  return feeder.source >= 0 && std::ranges::any_of(net_.edges, [&](PlainEdge const& edge) {
           return edge.as_switch >= 0 &&
                  (closed_ & bit(static_cast<std::size_t>(edge.as_switch))) == 0 &&
                  ((feeder.nodes & bit(edge.a) && dark_ & bit(edge.b)) ||
                   (feeder.nodes & bit(edge.b) && dark_ & bit(edge.a)));
         });
}

void ExhaustiveTransfer::find_reliefs() {
  for (std::size_t f = 0; f < before_.size() && levels_ >= 2; ++f) {
    if (!is_beside_dark(before_[f])) {
      continue;
    }
    std::vector<Operations> ways{{}};
    for_each_bit(before_[f].switches & closed_, [&](std::size_t opened) {
      auto const tail = before_[f].nodes & ~live_under(closed_ & ~bit(opened));
      if (tail == 0 || !breaks_load(model_.col().switch_kind[SwitchId{opened}])) {
        return;
      }
      for (auto const& edge : net_.edges) {
        if (edge.as_switch < 0 || (closed_ & bit(static_cast<std::size_t>(edge.as_switch))) != 0) {
          continue;
        }
        auto const tie = static_cast<std::size_t>(edge.as_switch);
        for (auto const& [here, there] : {std::pair{edge.a, edge.b}, std::pair{edge.b, edge.a}}) {
          auto const taker = feeder_before(there);
          if ((tail & bit(here)) != 0 && taker < before_.size() && taker != f && permitted(tie)) {
            ways.push_back({.close = bit(tie), .open = bit(opened)});
          }
        }
      }
    });
    reliefs_.push_back(std::move(ways));
  }
}

std::size_t ExhaustiveTransfer::n_candidate() const {
  auto n = std::size_t{1} << n_switch();
  for (auto const& ways : reliefs_) {
    n *= ways.size();
  }
  return n;
}

std::size_t ExhaustiveTransfer::n_island() const {
  return static_cast<std::size_t>(std::ranges::count_if(before_, [&](auto const& feeder) {
    return feeder.source < 0 && (feeder.nodes & dark_) != 0;
  }));
}

transfer::Aims ExhaustiveTransfer::served(Operations operations) const {
  auto const live = live_under(apply(operations));
  transfer::Aims sum;
  for (auto const& [node, aims] : aims_) {
    if ((live & bit(node)) != 0) {
      sum += aims;
    }
  }
  return sum;
}

transfer::Aims ExhaustiveTransfer::all() const {
  transfer::Aims sum;
  for (auto const& [node, aims] : aims_) {
    sum += aims;
  }
  return sum;
}

ExhaustiveBest ExhaustiveTransfer::best() {
  auto const n = n_switch();
  std::vector<Candidate> heap;
  auto const add = [&](Operations operations, transfer::Aims const& aims) {
    Candidate candidate{.operations = operations, .served = aims};
    for (auto const mask : {operations.close, operations.open}) {
      for_each_bit(mask, [&](std::size_t id) {
        ++candidate.count;
        candidate.manual +=
            model_.col().switch_control[SwitchId{id}] == network::Control::manual ? 1 : 0;
      });
    }
    heap.push_back(candidate);
  };
  for (Mask pick = 0; pick < bit(n); ++pick) {
    Operations first;
    for_each_bit(pick, [&](std::size_t i) {
      (i < may_close_.size() ? first.close : first.open) |=
          bit(i < may_close_.size() ? may_close_[i] : may_open_[i - may_close_.size()]);
    });
    auto const aims = served(first);
    if (aims.users == 0 && pick != 0) {
      continue;  // worse than to operate nothing
    }
    std::vector<Operations> ways{first};
    for (auto const& more : reliefs_) {
      std::vector<Operations> longer;
      for (auto const& way : ways) {
        for (auto const& relief : more) {
          if ((way.close & relief.close) == 0) {
            longer.push_back({way.close | relief.close, way.open | relief.open});
          }
        }
      }
      ways = std::move(longer);
    }
    for (auto const& way : ways) {
      add(way, aims);
    }
  }
  ExhaustiveBest best{.closed = {}, .opened = {}, .candidates = heap.size()};
  auto const worse = [](Candidate const& a, Candidate const& b) { return a.is_worse_than(b); };
  std::ranges::make_heap(heap, worse);
  for (auto broken = judge(heap.front().operations); broken != kFine;
       broken = judge(heap.front().operations)) {
    best.missed |= std::popcount(broken) == 1 ? broken : 0;
    std::ranges::pop_heap(heap, worse);
    heap.pop_back();
    TIELINE_CHECK(!heap.empty());  // to operate nothing is always allowed
  }
  auto const& winner = heap.front();
  for_each_bit(winner.operations.close, [&](std::size_t id) { best.closed.emplace_back(id); });
  for_each_bit(winner.operations.open, [&](std::size_t id) { best.opened.emplace_back(id); });
  best.served = winner.served;
  best.manual = static_cast<std::uint32_t>(winner.manual);
  for (auto const id : best.opened) {
    auto const ends = model_.col().switch_nodes[id];
    best.reliefs += (dark_ & (bit(ends.a.index()) | bit(ends.b.index()))) == 0 ? 1U : 0U;
  }
  return best;
}

}  // namespace tieline::test
