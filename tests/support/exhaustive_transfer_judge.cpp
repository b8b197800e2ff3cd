// What one set of operations breaks.

#include <algorithm>
#include <cmath>

#include "tests/support/exhaustive_transfer.hpp"

namespace tieline::test {
namespace {

using network::SourceId;
using network::SwitchId;

constexpr double kEqualAbove = 1 + 1e-9;

bool hangs_on(PlainNet const& net, PlainFeeder const& feeder, int source) {
  return std::ranges::any_of(feeder.roots, [&](std::size_t root) {
    return net.source_at[net.edges[root].a] == source || net.source_at[net.edges[root].b] == source;
  });
}

}  // namespace

unsigned ExhaustiveTransfer::judge_second_level(Operations second,
                                                std::vector<PlainFeeder> const& after) const {
  if (second.close == 0 && second.open == 0) {
    return kFine;
  }
  auto fine = levels_ >= 2;
  std::vector<Mask> tails(before_.size(), 0);
  for_each_bit(second.open, [&](std::size_t id) {
    auto const f = static_cast<std::size_t>(
        std::ranges::find_if(
            before_, [&](auto const& x) { return x.source >= 0 && (x.switches & bit(id)) != 0; }) -
        before_.begin());
    fine = fine && f < before_.size() && tails[f] == 0 && (closed_ & bit(id)) != 0 &&
           breaks_load(model_.col().switch_kind[SwitchId{id}]) && is_beside_dark(before_[f]);
    if (fine) {
      tails[f] = before_[f].nodes & ~live_under(closed_ & ~bit(id));
      fine = tails[f] != 0;
    }
  });
  std::vector<int> moved(before_.size(), 0), taken(before_.size(), 0);
  for_each_bit(second.close, [&](std::size_t id) {
    fine = fine && (closed_ & bit(id)) == 0 && permitted(id);
    auto const ends = model_.col().switch_nodes[SwitchId{id}];
    auto const a = feeder_before(ends.a.index());
    auto const b = feeder_before(ends.b.index());
    fine = fine && a != b && a < before_.size() && b < before_.size();
    if (!fine) {
      return;
    }
    auto const from_a = (tails[a] & bit(ends.a.index())) != 0;
    auto const giver = from_a ? a : b;
    auto const taker = from_a ? b : a;
    fine = (from_a || (tails[b] & bit(ends.b.index())) != 0) && tails[taker] == 0;
    ++moved[giver];
    ++taken[taker];
    auto const& grown = *std::ranges::find_if(
        after, [&](auto const& x) { return (x.nodes & before_[taker].nodes) != 0; });
    fine = fine && (grown.nodes & dark_) == 0;
  });
  for (std::size_t f = 0; f < before_.size(); ++f) {
    fine = fine && moved[f] == (tails[f] != 0 ? 1 : 0) && taken[f] <= 1;
  }
  return fine ? kFine : kSwitchRule;
}

unsigned ExhaustiveTransfer::judge(Operations operations) {
  Mask first_close = 0;
  Mask first_open = 0;
  for (auto const id : may_close_) {
    first_close |= bit(id);
  }
  for (auto const id : may_open_) {
    first_open |= bit(id);
  }
  auto const closed = apply(operations);
  auto const after = plain_feeders(net_, closed);
  auto broken = judge_second_level(
      {.close = operations.close & ~first_close, .open = operations.open & ~first_open}, after);
  auto const live = live_under(closed);
  broken |= (live & dead_) != 0 ? kDeadFed : kFine;
  broken |= (live_ & ~live) != 0 ? kSupplyLost : kFine;
  for (auto const& feeder : after) {
    if (feeder.source >= 0 && is_changed(feeder)) {
      broken |= judged(feeder).broken;
    }
  }
  return broken | judge_sources(after);
}

bool ExhaustiveTransfer::is_changed(PlainFeeder const& feeder) const {
  return std::ranges::none_of(before_, [&](auto const& old) {
    return old.nodes == feeder.nodes && old.switches == feeder.switches;
  });
}

ExhaustiveTransfer::Judged const& ExhaustiveTransfer::judged(PlainFeeder const& tree) {
  auto const [at, is_new] = judged_.try_emplace({tree.nodes, tree.switches});
  if (is_new) {
    at->second = judge_tree(tree);
  }
  return at->second;
}

ExhaustiveTransfer::Judged ExhaustiveTransfer::judge_tree(PlainFeeder const& tree) const {
  Judged result;
  if (!tree.is_tree()) {
    result.broken = kNotRadial;
    return result;
  }
  auto const behind = behind_edges(net_, tree);
  for (auto const& edge : net_.edges) {
    auto const new_load = behind[edge.number] & net_.draws & ~behind_before_[edge.number];
    result.broken |= std::isnan(edge.limit_a) && new_load != 0 ? kUnknownRating : kFine;
  }
  if ((tree.nodes & net_.unknown_draw) != 0) {
    result.broken |= kUnknownLoad;
    return result;
  }
  auto const& settings = model_.settings();
  auto const& root = net_.edges[tree.roots.front()];
  for (std::size_t slot = 0; slot < net_.n_slot; ++slot) {
    auto const flow = plain_flow(net_, tree, behind, slot);
    if (!flow.solved) {
      result.broken |= kNoSolution;
      return result;
    }
    result.from_source_kva.push_back(flow.from_source_kva);
    for (auto const& edge : net_.edges) {
      result.broken |= flow.amps[edge.number] > edge.limit_a * kEqualAbove ? kCurrent : kFine;
    }
    for_each_bit(tree.nodes | bit(root.a) | bit(root.b), [&](std::size_t node) {
      auto const pu = std::abs(flow.volts_kv[node]) /
                      static_cast<double>(model_.col().node_kv[network::NodeId{node}]);
      auto const outside =
          pu > settings.vmax_pu * kEqualAbove || pu * kEqualAbove < settings.vmin_pu;
      result.broken |= outside ? kVoltage : kFine;
    });
  }
  result.figures_known = true;
  return result;
}

unsigned ExhaustiveTransfer::judge_sources(std::vector<PlainFeeder> const& feeders) {
  auto broken = unsigned{kFine};
  for (std::size_t node = 0; node < net_.source_at.size(); ++node) {
    auto const source = net_.source_at[node];
    auto changed = false;
    auto before = bit(node);
    auto after = bit(node);
    for (auto const& feeder : before_) {
      before |= source >= 0 && hangs_on(net_, feeder, source) ? feeder.nodes : 0;
    }
    for (auto const& feeder : feeders) {
      auto const ours = source >= 0 && hangs_on(net_, feeder, source);
      after |= ours ? feeder.nodes : 0;
      changed = changed || (ours && is_changed(feeder));
    }
    if (!changed) {
      continue;
    }
    auto const id = SourceId{static_cast<std::size_t>(source)};
    auto const limit =
        static_cast<double>(model_.col().source_rated_kva[id]) * model_.settings().source_limit;
    if (std::isnan(limit)) {
      broken |= (after & net_.draws & ~before) != 0 ? kUnknownRating : kFine;
      continue;
    }
    for (std::size_t slot = 0; slot < net_.n_slot; ++slot) {
      auto sum = net_.draw_kva[slot][node];
      broken |= (net_.unknown_draw & bit(node)) != 0 ? kUnknownLoad : kFine;
      for (auto const& feeder : feeders) {
        if (hangs_on(net_, feeder, source)) {
          auto const& tree = judged(feeder);
          broken |= tree.figures_known ? kFine : tree.broken;
          sum += tree.figures_known ? tree.from_source_kva[slot] : Complex{};
        }
      }
      broken |= std::abs(sum) > limit * kEqualAbove ? kSource : kFine;
    }
  }
  return broken;
}

}  // namespace tieline::test
