#include "engine/transfer/tails.hpp"

#include <algorithm>
#include <array>

#include "engine/network/ties.hpp"

namespace tieline::transfer {

using network::NodeArc;
using network::SwitchId;

void Tails::collect(network::SwitchState const& closed, Region const& region, Hosts& hosts,
                    std::uint32_t n_host) {
  closed_ = &closed;
  all_.clear();
  for (std::uint32_t from = 0; from < n_host; ++from) {
    if (hosts.at(from).unproven.is_some()) {
      continue;
    }
    count_users(hosts.at(from).tree);
    auto const n = static_cast<std::uint32_t>(hosts.at(from).tree.n());
    for (std::uint32_t row = 1; row < n; ++row) {
      auto const node = hosts.at(from).tree.node[row];
      for (auto const arc : model_->arcs(node)) {
        if (arc.is_switch() && !closed.test(arc.as_switch()) &&
            !region.barred().contains(model_->col().node_section[arc.to]) &&
            network::breaks_load(model_->col().switch_kind[arc.as_switch()]) &&
            !network::is_foreign_tie(*model_, arc.as_switch())) {
          collect_at(row, arc, hosts, from);
        }
      }
    }
  }
}

/// Nodes that draw load behind every row.
void Tails::count_users(flow::RadialTree const& tree) {
  behind_.assign(tree.n(), 0);
  for (auto i = tree.n(); i-- > 1;) {
    for (std::size_t s = 0; s < tree.n_slot; ++s) {
      auto const& load = tree.load_at(i, s);
      if (load.kw != 0 || load.kvar != 0) {
        ++behind_[i];
        break;
      }
    }
    behind_[tree.parent[i]] += behind_[i];
  }
}

/// The tie behind `arc` with every switch that could part a tail around `row`.
void Tails::collect_at(std::uint32_t row, NodeArc arc, Hosts& hosts, std::uint32_t from) {
  auto const to = hosts.find(arc.to);
  if (to == kNowhere || to == from || hosts.at(to).unproven.is_some()) {
    return;
  }
  auto const& tree = hosts.at(from).tree;
  auto const& col = model_->col();
  auto const is_manual = [&](SwitchId id) {
    return col.switch_control[id] == network::Control::manual ? 1U : 0U;
  };
  for (auto at = row; at != 0; at = tree.parent[at]) {
    if (tree.element[at].kind != flow::LimitKind::network_switch || behind_[at] == 0) {
      continue;
    }
    auto const opened = SwitchId{tree.element[at].row};
    auto const tail = Tail{.from = from,
                           .row = at,
                           .tie_row = row,
                           .to = to,
                           .to_row = hosts.row_of(arc.to),
                           .opened = opened,
                           .tie = arc.as_switch(),
                           .manual = is_manual(opened) + is_manual(arc.as_switch())};
    if (network::breaks_load(col.switch_kind[opened]) && may_take(tail, hosts)) {
      all_.push_back(tail);
    }
  }
}

/// Do all phases of the tail's lines come through the tie and the way inside?
bool Tails::phases_reach(Tail const& tail, Hosts const& hosts) {
  auto const& tree = hosts.at(tail.from).tree;
  auto const& phases = model_->col().line_phases;
  auto const of_row = [&](std::uint32_t row) {
    auto const& element = tree.element[row];
    return element.kind == flow::LimitKind::line ? phases[network::LineId{element.row}]
                                                 : network::kAllPhases;
  };
  std::uint8_t own = 0;
  in_tail_.assign(tree.n(), 0);
  in_tail_[tail.row] = 1;
  for (auto i = tail.row + 1; i < tree.n(); ++i) {
    in_tail_[i] = in_tail_[tree.parent[i]];
    if (in_tail_[i] != 0 && tree.element[i].kind == flow::LimitKind::line) {
      own |= of_row(i);
    }
  }
  auto reaching = hosts.at(tail.to).tree.phases[tail.to_row];
  for (auto at = tail.tie_row; at != tail.row; at = tree.parent[at]) {
    reaching &= of_row(at);
  }
  return (own & ~reaching) == 0;
}

/// Is everything rated that would carry load it did not carry before?
bool Tails::may_take(Tail const& tail, Hosts& hosts) {
  auto const& tree = hosts.at(tail.from).tree;
  if (!is_known(model_->col().switch_ampacity_a[tail.tie]) ||
      hosts.unknown_on_way(tail.to, tail.to_row).is_some()) {
    return false;
  }
  for (auto at = tail.tie_row; at != tail.row; at = tree.parent[at]) {
    if (!is_known(tree.element[at].limit_kva) && behind_[at] != behind_[tail.row]) {
      return false;  // load that lies on its other side comes through it now
    }
  }
  if (!phases_reach(tail, hosts)) {
    return false;
  }
  auto const source = hosts.at(tail.to).source;
  auto const own = hosts.at(tail.from).source;
  if (source != own && !is_known(hosts.source_limit_kva(source))) {
    return false;
  }
  return std::ranges::none_of(std::array{source, own}, [&](network::SourceId s) {
    return is_known(hosts.source_limit_kva(s)) && hosts.total_of(s).unproven.is_some();
  });
}

}  // namespace tieline::transfer
