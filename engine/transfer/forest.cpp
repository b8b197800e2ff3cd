#include "engine/transfer/forest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace tieline::transfer {

using flow::Load;
using network::NodeArc;
using network::NodeId;

namespace {

/// Sums are rounded; what they exclude must be beyond doubt.
constexpr double kBoundMargin = 1 + 1e-6;
constexpr double kBelowNotice = 1e-6;  ///< kVA

}  // namespace

void Forest::begin(Region const& region, Hosts const& hosts, std::size_t n_slot,
                   bool shrinking_loads) {
  region_ = &region;
  hosts_ = &hosts;
  n_slot_ = n_slot;
  first_dark_ = hosts.n_row();
  auto const& settings = model_->settings();
  auto const lowest = std::min(settings.vmin_pu, 1.0);
  share_ = 1 - settings.load_z_share * (1 - lowest * lowest) - settings.load_i_share * (1 - lowest);
  auto const n = std::size_t{first_dark_} + region.n_node();
  parent_.assign(n, kNowhere);
  users_.assign(n, 0);
  element_.resize(n);
  impedance_.resize(n);
  most_square_.assign(n, std::numeric_limits<double>::infinity());
  flow_.assign(n * n_slot, Load{});
  phases_.assign(n, network::kAllPhases);
  per_host_.clear();
  for (std::uint32_t h = 0; h < hosts.count(); ++h) {
    auto const& host = hosts.at(h);
    auto const& tree = host.tree;
    auto const highest = shrinking_loads || host.negative
                             ? settings.vmax_pu
                             : std::min(settings.vmax_pu, tree.root_pu);
    per_host_.push_back(highest * kBoundMargin / share_ * tree.root_kv);
    std::copy(tree.load.begin(), tree.load.end(),
              flow_.begin() + static_cast<std::ptrdiff_t>(host.first_row * n_slot));
    for (auto i = static_cast<std::uint32_t>(tree.n()); i-- > 0;) {
      auto const row = host.first_row + i;
      element_[row] = tree.element[i];
      phases_[row] = tree.phases[i];
      if (i == 0) {
        continue;
      }
      parent_[row] = host.first_row + tree.parent[i];
      limit_row(row, h);
      for (std::size_t s = 0; s < n_slot; ++s) {
        flow_[parent_[row] * n_slot + s] += flow_[row * n_slot + s];
      }
    }
  }
  fed_.clear();
  tails_.clear();
  order_.clear();
  order_begin_.assign(1, 0);
}

/// √3·U·I at the highest voltage of the host's tree.
double Forest::most_kva(flow::Element const& element, std::uint32_t host) const {
  return std::numbers::sqrt3 * element.limit_kva * element.per_kva * per_host_[host] + kBelowNotice;
}

double Forest::most_kva(std::uint32_t row) const {
  return most_square_[row] < 0 ? static_cast<double>(kUnknown) : std::sqrt(most_square_[row]);
}

void Forest::limit_row(std::uint32_t row, std::uint32_t host) {
  auto const most = most_kva(element_[row], host);
  most_square_[row] = is_known(most) ? most * most : -1;
}

void Forest::hand_over(Tail const& tail) {
  tails_.push_back(tail);
  move_tail(tail, 1);
}

void Forest::take_tail_back() {
  move_tail(tails_.back(), -1);
  tails_.pop_back();
}

void Forest::move_tail(Tail const& tail, double sign) {
  auto const first = row_of_live(tail.from, tail.row);
  for (std::size_t s = 0; s < n_slot_; ++s) {
    auto const load = flow_[first * n_slot_ + s];
    for (auto row = parent_[first]; row != kNowhere; row = parent_[row]) {
      flow_[row * n_slot_ + s] += {.kw = -sign * load.kw, .kvar = -sign * load.kvar};
    }
    for (auto row = row_of_live(tail.to, tail.to_row); row != kNowhere; row = parent_[row]) {
      flow_[row * n_slot_ + s] += {.kw = sign * load.kw, .kvar = sign * load.kvar};
    }
  }
}

Load Forest::shifted(network::SourceId source, std::size_t slot) const {
  Load sum;
  for (auto const& tail : tails_) {
    auto const& load = flow_[row_of_live(tail.from, tail.row) * n_slot_ + slot];
    if (hosts_->at(tail.to).source == source) {
      sum += load;
    }
    if (hosts_->at(tail.from).source == source) {
      sum -= load;
    }
  }
  return sum;
}

bool Forest::feed(std::uint32_t section, std::uint32_t edge, std::uint32_t from_row,
                  std::uint32_t host) {
  fed_.push_back({.section = section, .edge = edge, .host = host});
  walk(section, edge, from_row, host);
  auto const nodes = nodes_of(fed_.size() - 1);
  section_sum_.assign(n_slot_, Load{});
  std::uint32_t users = 0;
  auto within = phases_reach(section, from_row);
  for (auto i = nodes.size(); i-- > 0;) {  // leaves first
    auto const row = row_of_dark(nodes[i]);
    auto const at = region_->number_of(nodes[i]);
    users_[row] += region_->users_at()[at];
    for (std::size_t s = 0; s < n_slot_; ++s) {
      flow_[row * n_slot_ + s] += region_->loads()[at * n_slot_ + s];
    }
    if (i == 0) {
      users = users_[row];
      std::copy_n(flow_.begin() + static_cast<std::ptrdiff_t>(row * n_slot_), n_slot_,
                  section_sum_.begin());
      within = within && (users == 0 || is_within(row));
      continue;
    }
    auto const up = parent_[row];
    users_[up] += users_[row];
    for (std::size_t s = 0; s < n_slot_; ++s) {
      flow_[up * n_slot_ + s] += flow_[row * n_slot_ + s];
    }
    within = within && (users_[row] == 0 || is_within(row));
  }
  if (users != 0) {
    for (auto row = from_row; row != kNowhere; row = parent_[row]) {
      users_[row] += users;
      for (std::size_t s = 0; s < n_slot_; ++s) {
        flow_[row * n_slot_ + s] += section_sum_[s];
      }
      within = within && is_within(row);
    }
  }
  return within;
}

bool Forest::phases_reach(std::uint32_t section, std::uint32_t from_row) {
  lacking_phase_ = {};
  std::uint8_t own = 0;
  for (auto const line : model_->lines_of(region_->sections()[section].id)) {
    own |= model_->col().line_phases[line];
  }
  for (auto row = from_row; (own & ~phases_[row]) != 0; row = parent_[row]) {
    auto const& element = element_[row];
    if (element.kind == flow::LimitKind::line &&
        (own & ~model_->col().line_phases[network::LineId{element.row}]) != 0) {
      lacking_phase_ = {.kind = flow::LimitKind::phases_missing, .row = element.row};
      return false;
    }
  }
  return true;
}

void Forest::unfeed() {
  auto const k = fed_.size() - 1;
  auto const nodes = nodes_of(k);
  auto const entry = row_of_dark(nodes[0]);
  auto const users = users_[entry];
  if (users != 0) {
    for (auto row = parent_[entry]; row != kNowhere; row = parent_[row]) {
      users_[row] -= users;
      for (std::size_t s = 0; s < n_slot_; ++s) {
        flow_[row * n_slot_ + s] -= flow_[entry * n_slot_ + s];
      }
    }
  }
  for (auto const node : nodes) {
    auto const row = row_of_dark(node);
    parent_[row] = kNowhere;
    users_[row] = 0;
    for (std::size_t s = 0; s < n_slot_; ++s) {
      flow_[row * n_slot_ + s] = {};
    }
  }
  order_.resize(order_begin_[k]);
  order_begin_.pop_back();
  fed_.pop_back();
}

/// The nodes of a section from the one the edge leads to; only lines inside.
void Forest::walk(std::uint32_t section, std::uint32_t edge, std::uint32_t from_row,
                  std::uint32_t host) {
  auto const& via = region_->edges()[edge];
  auto const entry = via.is_inner() && via.b == section ? via.node_b : via.node_a;
  auto const other = entry == via.node_a ? via.node_b : via.node_a;
  auto const first = order_.size();
  place(entry, {.to = other, .edge = via.id.raw() | NodeArc::kSwitchBit}, from_row, host);
  for (auto done = first; done < order_.size(); ++done) {
    auto const here = order_[done];
    for (auto const arc : model_->arcs(here)) {
      if (!arc.is_switch() && parent_[row_of_dark(arc.to)] == kNowhere) {
        place(arc.to, {.to = here, .edge = arc.edge}, row_of_dark(here), host);
      }
    }
  }
  order_begin_.push_back(static_cast<std::uint32_t>(order_.size()));
}

void Forest::place(NodeId node, NodeArc arc, std::uint32_t parent, std::uint32_t host) {
  auto const row = row_of_dark(node);
  parent_[row] = parent;
  element_[row] = flow::element_of(*model_, arc, node);
  auto& impedance = impedance_[row];
  impedance = {};
  phases_[row] = phases_[parent];
  if (!arc.is_switch()) {
    phases_[row] &= model_->col().line_phases[arc.line()];
    auto const r = static_cast<double>(model_->col().line_r_ohm[arc.line()]);
    auto const x = static_cast<double>(model_->col().line_x_ohm[arc.line()]);
    impedance.known = is_known(r) && is_known(x);
    impedance.r = impedance.known ? r : 0;
    impedance.x = impedance.known ? x : 0;
  }
  limit_row(row, host);
  order_.push_back(node);
}

/// Loads below zero that are still to come could make room again.
bool Forest::is_within(std::uint32_t row) const {
  auto const most = most_square_[row];
  if (most < 0) {
    return row < first_dark_;  // unknown: only asked of what carries load it did not carry before
  }
  for (std::size_t s = 0; s < n_slot_; ++s) {
    auto const& room = region_->negative()[s];
    auto const kw = std::max(flow_[row * n_slot_ + s].kw + room.kw, 0.0);
    auto const kvar = std::max(flow_[row * n_slot_ + s].kvar + room.kvar, 0.0);
    if (kw * kw + kvar * kvar > most) {
      return false;
    }
  }
  return true;
}

}  // namespace tieline::transfer
